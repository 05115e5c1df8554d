"""To which country an actor belongs where no word beside it says so.

``Two soldiers were kidnapped`` in a report on Lebanon and Israel: every country that the text names is a candidate, and
a log-linear model weighs where and how it is named against where the actor is (weights in
``tables/belonging_weights.csv``, fitted to read reports by `training.belonging`). No candidate at all is one more
choice, and where none reaches `SURE` the actor keeps no country.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterator

from onrecord import tables
from onrecord.actors.cast import Cast, Figure, Sign
from onrecord.actors.countries import name_code, placing
from onrecord.language.document import ROOT, Document, TokenRange
from onrecord.places import country_of

SURE = 0.5  # chance from which a country is recorded
STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
NOBODY = ""  # the choice of no country
Features = dict[str, float]


def signs(cast: Cast) -> list[Sign]:
    """The signs of a report in text order: names of countries, nationalities, and places that lie in one."""
    found = [Sign(0, cast.home, True)] if cast.home else []
    for first, last, label in cast.names:
        if label not in ("gpe", "place", "nationality"):
            continue
        name = " ".join(cast.document.words(first, last).split())
        code = name_code(cast, name) or country_of(name)
        if code in tables.countries():
            where = label == "place" or placing(cast.document, cast.document.head_of(first, last))
            found.append(Sign(first, code or "", where))
    return found


def belongs(cast: Cast, figure: Figure) -> tuple[str | None, float]:
    """The country of an actor and the model's chance that it is right; ``None`` where the model is not `SURE`."""
    told, owner = possessor(cast, figure)
    if told or own_signs(cast, figure) > 1:
        return owner, 1.0
    chances = weighed(choices(cast, figure))
    code, chance = max(chances.items(), key=lambda item: item[1])
    return (code, chance) if code != NOBODY and chance >= SURE else (None, chance)


def possessor(cast: Cast, figure: Figure) -> tuple[bool, str | None]:
    """Whether a figure is somebody's or some place's, and the country of that: *Karzai's cabinet*, *their leader*."""
    document = cast.document
    if not figure.mentions:
        return False, None
    head = document.head_of(*min(figure.mentions))
    owner = next((c for c in document.children(head) if document.related(c, "nmod:poss")), None)
    if owner is None:
        return False, None
    known = cast.figure_at(owner)
    if known is not None and known is not figure and known.country:
        return True, known.country
    return document.tokens[owner].upos == "PROPN" and known is None, None


def own_signs(cast: Cast, figure: Figure) -> int:
    """How many countries the figure's own first mention names: of two, the words do not tell whose it is."""
    run = min(figure.mentions, default=(0, 0))
    return len({sign.code for sign in cast.signs if run[0] <= sign.at < run[1] and sign.at})


def weighed(found: dict[str, Features]) -> dict[str, float]:
    """The chance of every choice by the weights of its features."""
    weights = known()
    scores = {code: sum(weights.get(n, 0.0) * v for n, v in features.items()) for code, features in found.items()}
    top = max(scores.values())
    raised = {code: math.exp(score - top) for code, score in scores.items()}
    total = sum(raised.values())
    return {code: value / total for code, value in raised.items()}


@functools.cache
def known() -> dict[str, float]:
    """The weight of every feature that the fitting met."""
    return {row["feature"]: float(row["weight"]) for _, row in tables.rows("belonging_weights.csv")}


def choices(cast: Cast, figure: Figure) -> dict[str, Features]:
    """The features of every candidate country for a figure, and of `NOBODY`."""
    document = cast.document
    found = cast.signs
    sort = sort_of(figure)
    none: Features = {"none": 1.0, f"none {sort}": 1.0}
    if not found or not figure.mentions:
        return {NOBODY: none}
    first = min(figure.mentions)
    head = document.head_of(*first)
    counts = Counter(sign.code for sign in found)
    around = dict(_around(document, found, first, head))
    each: dict[str, Features] = {NOBODY: none}
    for code, count in counts.items():
        share = count / len(found)
        features: Features = {"share": share, f"share {sort}": share, "only": float(len(counts) == 1)}
        features |= {name: 1.0 for name, at in around.items() if code in at}
        features |= {f"{name} {sort}": 1.0 for name in ("sentence", "before") if code in around[name]}
        if code == found[0].code:
            features["first"] = 1.0
        features["company"] = _company(cast, figure, code)
        each[code] = features
    return each


def sort_of(figure: Figure) -> str:
    """What sort of actor a figure is, as far as it matters for its country."""
    if STATE & set(figure.sectors):
        return "official"
    if figure.kind == "person":
        return "named" if figure.name[:1].isupper() else "person"
    return "body" if figure.kind == "organization" and figure.name[:1].isupper() else figure.kind


def _around(
    document: Document, found: list[Sign], mention: TokenRange, head: int
) -> Iterator[tuple[str, frozenset[str]]]:
    """Which countries are named in each place around a mention."""
    here = document.sentence_of(head)
    inside = set(document.subtree(head))
    before = [sign for sign in found if sign.at < mention[0]]
    near = [sign for sign in before if here - document.sentence_of(sign.at) <= 1]
    same = [sign for sign in found if document.sentence_of(sign.at) == here]
    after = [sign for sign in same if sign.at >= mention[1]]
    opening = document.text.rfind("\n\n", 0, document.tokens[head].start)
    paragraph = [sign for sign in before if document.tokens[sign.at].start > opening]
    yield "inside", frozenset(sign.code for sign in same if sign.at in inside)
    yield "sentence", frozenset(sign.code for sign in same if sign.at not in inside)
    yield "before", frozenset(sign.code for sign in before[-1:])
    yield "near", frozenset(sign.code for sign in near)
    yield "paragraph", frozenset(sign.code for sign in paragraph)
    yield "after", frozenset(sign.code for sign in after[:1])
    yield "where", frozenset(sign.code for sign in same if sign.where)
    yield "acting", frozenset(sign.code for sign in near if _subject(document, sign.at))
    yield "opposed", frozenset(sign.code for sign in same if _opposed(document, head, sign.at))


def _subject(document: Document, index: int) -> bool:
    return any(document.related(i, "nsubj") for i in (index, document.tokens[index].head) if i != ROOT)


def _opposed(document: Document, head: int, other: int) -> bool:
    """Whether two words are subject and object of one verb: who accuses a country is rarely of it."""
    verb = document.tokens[head].head
    clause = next((i for i in document.ancestors(other) if document.tokens[i].upos == "VERB"), ROOT)
    sides = document.related(head, "nsubj") != document.related(other, "nsubj")
    return verb == clause != ROOT and sides and document.related(head, "nsubj", "obj", "obl")


def _company(cast: Cast, figure: Figure, code: str) -> float:
    """Among the figures told of beside this one, the share that is known to be of a country."""
    here = {cast.document.sentence_of(m[0]) for m in figure.mentions}
    codes = [
        other.country
        for other in cast.figures
        if other is not figure
        and other.kind != "state"
        and other.given
        and any(abs(cast.document.sentence_of(m[0]) - n) <= 1 for m in other.mentions for n in here)
    ]
    return codes.count(code) / len(codes) if codes else 0.0
