"""Intake: anything that holds reports → `Article`, one at a time, or a `Failure` that says why not."""

from onrecord.intake.article import Article
from onrecord.intake.sources import IntakeOptions, articles

__all__ = ["Article", "IntakeOptions", "articles"]
