"""Intake: anything that holds reports → :class:`Article`, one at a time, or a ``Failure`` that says why not."""

from onrecord.intake.article import Article

__all__ = ["Article"]
