"""Time expressions resolved to days on the calendar, as a newspaper reader would.

"Shin said in an interview on Sunday", published Wednesday 27 November 2024 → 2024-11-24. The grammar is data
(``tables/time_grammar.yaml``); the modules here are what its patterns mean. Ranges are inclusive ISO days; what cannot
be resolved has no start. After the TIMEX3 guidelines (TimeML 1.2.1), with the record's own rule for
"earlier this week".

=========== =================================================================
context     `Dated`, and what a resolver may look at
calendar    ranges of days and their arithmetic
tense       past or future, from the words and the tree around an expression
absolute    resolvers of what names its day, month or year
relative    resolvers of what counts from publication or from an earlier date
holidays    days that states name, and movable feasts
grammar     the patterns, compiled
chains      "a month after X", "the 46th anniversary of X", "from X to Y"
finding     `find_dates`
inheritance `date_of`
=========== =================================================================
"""

from onrecord.times.absolute import nearest
from onrecord.times.calendar import ONE, Range, day_of, full_year, is_quarter, quarter_days, third, week_of, whole
from onrecord.times.context import Context, Dated, Grammar, Pattern, Tense
from onrecord.times.finding import candidates, find_dates, span_of
from onrecord.times.grammar import RESOLVERS, grammar
from onrecord.times.inheritance import date_of, governs, narrow
from onrecord.times.tense import firm, tense_of

__all__ = [
    "ONE", "RESOLVERS", "Context", "Dated", "Grammar", "Pattern", "Range", "Tense", "candidates", "date_of", "day_of",
    "find_dates", "firm", "full_year", "governs", "grammar", "is_quarter", "narrow", "nearest", "quarter_days",
    "span_of", "tense_of", "third", "week_of", "whole",
]  # fmt: skip
