"""Occasions: on which day each thing was said, read off its clause, its speaker's last words, and the report's lead."""

from collections.abc import Sequence

from onrecord.findings.page import Page
from onrecord.findings.sayings import Saying
from onrecord.language.document import TokenRange
from onrecord.records import Day
from onrecord.times import Dated, date_of

LEAD = 3  # sentences in which a report names the day that it tells of


def said_on(
    page: Page, sayings: Sequence[Saying], speakers: Sequence[object], dates: Sequence[Dated], published: str | None
) -> list[Day | None]:
    """The day of each saying, in order; ``None`` where nothing tells.

    A date inside what was said does not date the saying. One without a date of its own, told in the past tense, was
    said when its speaker last spoke (*he added*), else at its paragraph's time, else on the day of the report's lead.
    """
    said = {i for s in sayings for a, b in s.content for i in range(a, b)}
    outside = [d for d in dates if not said.intersection(range(d.first, d.last))]
    lead = lead_day(page, [d for d in dates if page.quoted[d.first] < 0], published)
    last: dict[object, Day] = {}
    found = []
    for saying, speaker in zip(sayings, speakers, strict=True):
        day = _own(page, saying, dates, published)
        if day is None and told_past(page, saying.head):
            day = last.get(speaker) or date_of(page.document, outside, saying.cue, published) or lead
        if day is not None and speaker:
            last[speaker] = day
        found.append(day)
    return found


def _own(page: Page, saying: Saying, dates: Sequence[Dated], published: str | None) -> Day | None:
    """The date in the saying's sentence, outside what was said."""
    said = {i for a, b in saying.content for i in range(a, b)}
    return date_of(page.document, _within(page.sentence(saying.head), dates, said), saying.cue, published)


def _within(sentence: TokenRange, dates: Sequence[Dated], said: set[int]) -> list[Dated]:
    return [d for d in dates if sentence[0] <= d.first < sentence[1] and not said.intersection(range(d.first, d.last))]


def lead_day(page: Page, dates: Sequence[Dated], published: str | None) -> Day | None:
    """The day that the first sentences tell of, if it is not after publication."""
    for sentence in page.document.sentences[:LEAD]:
        root = next((i for i in range(*sentence) if page.document.related(i, "root")), sentence[0])
        day = date_of(page.document, _within(sentence, dates, set()), (root, root + 1), published)
        if day is not None and day.start == day.end and (not published or day.end <= published[:10]):
            return day
    return None


def told_past(page: Page, head: int) -> bool:
    """Whether a cue tells one past act of saying: *said*, *adding*, *according to*; not *says*, *has said*."""
    document = page.document
    helpers = {document.tokens[c].text.lower() for c in document.children(head) if document.related(c, "aux")}
    if helpers & {"has", "have", "'s", "’s", "will", "would", "may", "might", "is", "are"}:
        return False
    if document.tokens[head].text.lower() == "according" or document.tokens[head].xpos == "VBD":
        return True
    above = document.tokens[head].head
    if helpers & {"was", "were", "did"}:
        return True
    return document.tokens[head].xpos == "VBG" and above >= 0 and document.tokens[above].xpos == "VBD"
