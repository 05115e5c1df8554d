"""onrecord reads diplomatic and security reporting and keeps the record."""

__version__ = "0.1.0"
