"""Measuring onrecord, and checking the documents that its code writes."""
