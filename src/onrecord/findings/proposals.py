"""Proposals: what the model tags as attributions meets what the rules find, and one list of sayings comes out."""

from collections.abc import Iterable, Sequence

from onrecord.findings.clauses import noun_phrase, trim
from onrecord.findings.contents import tidy
from onrecord.findings.page import Page
from onrecord.findings.runs import continue_runs
from onrecord.findings.sayings import ARTICLES, Saying, find_sayings, sources
from onrecord.findings.silences import wordless
from onrecord.language.document import Attribution, TokenRange

ALONE = 0.87  # a rule without the model's support must be at least this sure
UNAIDED = 0.6  # or this, where no model has looked (trees of another parser)
PROPOSED = 0.25  # and the model without a rule's
SAME = 0.5  # contents that overlap by this share of their union are one content


def gather(page: Page) -> list[Saying]:
    """The sayings of a page, model and rules joined, duplicates merged, quotations without a cue attached."""
    proposed = [s for a in page.document.attributions if (s := from_model(page, a)) is not None]
    found = merge(page, find_sayings(page), proposed)
    found = distinct(found)
    continue_runs(page, found)
    return sorted(found, key=lambda s: s.cue)


def from_model(page: Page, attribution: Attribution) -> Saying | None:
    """A model's attribution as a saying, its content and source repaired by quotation marks and syntax."""
    document = page.document
    if not attribution.cue or not attribution.content:
        return None
    cue = min(a for a, _ in attribution.cue), max(b for _, b in attribution.cue)
    cue = attribution.cue[0] if cue[1] - cue[0] > 12 else cue
    head = document.head_of(*attribution.cue[0])
    silent = wordless(page, cue)
    content = tidy(page, head, [part for part in attribution.content if _near(page, head, part)])
    if sum(b - a for a, b in content) < 2:
        return None
    source, speaker = _sources(page, head, attribution.source)
    return Saying(head, cue, source, content, attribution.score, "model", speaker, silence=silent)


def _near(page: Page, head: int, part: TokenRange) -> bool:
    """Whether a proposed part of a content may belong to a cue: in its paragraph, or quoted in the one beside it."""
    apart = abs(page.paragraph[part[0]] - page.paragraph[head])
    return apart == 0 or (apart == 1 and page.quoted[part[0]] >= 0)


def _sources(page: Page, head: int, proposed: Sequence[TokenRange]) -> tuple[TokenRange | None, TokenRange | None]:
    """The source that the tree gives a cue, else the one that the model proposes, widened to its noun phrase."""
    document = page.document
    verbal = document.tokens[head].upos in ("VERB", "NOUN") and document.tokens[head].text.lower() != "according"
    source, speaker = sources(page, head) if verbal else (None, None)
    if source is not None or not proposed:
        return source, speaker
    a, b = trim(document, *max(proposed, key=lambda part: part[1] - part[0]))
    if not any(document.tokens[i].upos in ("NOUN", "PROPN", "PRON", "DET", "NUM") for i in range(a, b)):
        return None, None
    if b - a == 1 and document.tokens[a].text.lower() in ARTICLES:
        return None, None
    x, y = noun_phrase(document, document.head_of(a, b), head)
    return (min(a, x), max(b, y)) if x < b and a < y else (a, b), None


def merge(page: Page, rules: Sequence[Saying], proposed: Sequence[Saying]) -> list[Saying]:
    """Join each rule's saying with the model's of the same cue; keep what stands alone where it is sure enough."""
    found: list[Saying] = []
    left = list(proposed)
    least = ALONE if page.document.attributions else UNAIDED
    for rule in rules:
        partner = max(
            (p for p in left if _meet(p.cue, rule.cue)), key=lambda p: overlap(p.content, rule.content), default=None
        )
        if partner is None:
            if rule.silence or rule.score >= least:
                found.append(rule)
            continue
        left.remove(partner)
        found.append(join(page, rule, partner))
    found.extend(p for p in left if p.score >= PROPOSED)
    return found


def join(page: Page, rule: Saying, model: Saying) -> Saying:
    """One saying of two.

    Syntax gives the bounds of a content that the model proposes most of, without the writer's asides at its end that
    the model leaves out; else the surer content counts. A source that the model sees elsewhere than the tree is the
    model's: trees lose subjects more often than the model loses names.
    """
    if rule.silence or model.silence:
        rule.content = rule.content if rule.silence else model.content
    elif _shared(rule.content, model.content) >= SAME * _size(model.content):
        rule.content = without_asides(page, rule.content, model.content)
    elif rule.score < model.score:
        rule.content = model.content
    if rule.source is None or (model.source is not None and not _meet(rule.source, model.source)):
        rule.source, rule.speaker = model.source, model.speaker
    rule.silence |= model.silence
    rule.score = 1 - (1 - rule.score) * (1 - model.score)
    return rule


def without_asides(page: Page, content: Sequence[TokenRange], proposed: Sequence[TokenRange]) -> list[TokenRange]:
    """A content cut where the model's ends, if a phrase or clause begins there outside quotation marks.

    *talks would resume, which diplomats doubt* keeps *talks would resume*: what follows is the writer's. Parts of which
    the model proposes nothing are left out.
    """
    wanted = {i for a, b in proposed for i in range(a, b)}
    found = []
    for first, last in content:
        inside = [i for i in range(first, last) if i in wanted]
        if inside:
            end = max(inside) + 1
            aside = end < last and page.quoted[end] < 0 and _begins(page, end)
            found.append(trim(page.document, first, end if aside else last))
    return found


def _begins(page: Page, index: int) -> bool:
    """Whether a phrase or clause begins at a token."""
    token = page.document.tokens[index]
    return token.upos in ("SCONJ", "ADP", "PUNCT", "CCONJ") or token.xpos in ("WDT", "WP", "WRB")


def _shared(a: Iterable[TokenRange], b: Iterable[TokenRange]) -> int:
    return len({i for x, y in a for i in range(x, y)} & {i for x, y in b for i in range(x, y)})


def _size(content: Iterable[TokenRange]) -> int:
    return sum(b - a for a, b in content)


def _meet(a: TokenRange, b: TokenRange) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def overlap(a: Iterable[TokenRange], b: Iterable[TokenRange]) -> float:
    """Shared tokens over all tokens of two contents."""
    left = {i for x, y in a for i in range(x, y)}
    right = {i for x, y in b for i in range(x, y)}
    return len(left & right) / max(1, len(left | right))


def distinct(sayings: Sequence[Saying]) -> list[Saying]:
    """Sayings of the same content and source once, the surer one kept."""
    found: list[Saying] = []
    kept: dict[int, list[Saying]] = {}  # by token: a long report has too many to compare each with each
    for saying in sorted(sayings, key=lambda s: (-s.score, s.cue)):
        tokens = [i for a, b in saying.content for i in range(a, b)]
        rivals = {id(other): other for i in tokens for other in kept.get(i, ())}.values()
        if not any(overlap(saying.content, other.content) > 0.8 and _alike(saying, other) for other in rivals):
            found.append(saying)
            for i in tokens:
                kept.setdefault(i, []).append(saying)
    return found


def _alike(saying: Saying, other: Saying) -> bool:
    if saying.source is None or other.source is None:
        return True
    return _meet(saying.source, other.source)


__all__ = ["distinct", "from_model", "gather", "join", "merge", "overlap"]
