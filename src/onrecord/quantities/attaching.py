"""Which quantities belong to which event."""

from collections.abc import Iterator, Sequence

from onrecord.language.document import ROOT, Document
from onrecord.quantities.counted import Counted

FURTHEST = 8  # steps up the tree
NOMINAL = (
    "obj",
    "iobj",
    "nmod",
    "conj",
    "appos",
    "nummod",
    "compound",
    "amod",
    "det",
    "dep",
    "acl",
    "flat",
    "dislocated",
)
CLAUSAL = ("xcomp", "conj", "advcl", "acl", "parataxis")  # from the clause of a casualty to the one that it depends on
CARRIED = frozenset(("", "with", "of", "by", "for", "against", "to", "using", "at", "involving", "worth"))
CAUSES = ("nsubj", "obl", "obj", "nmod")


def attach(
    quantities: Sequence[Counted], document: Document, triggers: Sequence[tuple[set[int], int]]
) -> list[list[Counted]]:
    """The quantities of each event, in the order of the ``triggers`` (the tokens of the trigger, and its head).

    What is counted is the trigger's object, the subject of its passive, its modifier ("the deployment of 10,000
    troops"), those who act in it ("5,000 people marched"), or a casualty told in its clause ("the strike hit a market,
    killing 12"). A quantity goes to the nearest event, and to one at most.
    """
    owners: dict[int, int] = {}
    for number, (tokens, head) in enumerate(triggers):
        for token in (head, *sorted(tokens)):
            owners.setdefault(token, number)
    found: list[list[Counted]] = [[] for _ in triggers]
    for quantity in quantities:
        reached = [r for anchor in _anchors(document, quantity) if (r := _nearest(document, anchor, owners, quantity))]
        if reached:
            found[min(reached)[1]].append(quantity)
    return found


def _anchors(document: Document, quantity: Counted) -> Iterator[int]:
    """The tokens by which a quantity hangs on its sentence: its noun, its numeral, and its head."""
    if quantity.of_token is not None:
        yield quantity.of_token
    yield document.head_of(quantity.first, quantity.last)
    if quantity.of_token is None:
        yield quantity.number


def _nearest(document: Document, anchor: int, owners: dict[int, int], quantity: Counted) -> tuple[int, int] | None:
    """Steps up to the nearest event above a token, and its number."""
    first, last = document.sentences[document.sentence_of(anchor)]
    index = anchor
    for steps in range(FURTHEST):
        if index in owners:
            return 2 * steps, owners[index]
        above = document.tokens[index].head
        if quantity.casualty and steps and (cause := _cause(document, index, anchor, owners)) is not None:
            return 2 * steps + 1, cause
        if above == ROOT or not first <= above < last or not _leads(document, index, above, owners, quantity):
            return None
        index = above
    return None


def _leads(document: Document, index: int, above: int, owners: dict[int, int], quantity: Counted) -> bool:
    """Whether what is counted below a token takes part in what is told by the token above it."""
    if document.tokens[index].upos == "VERB":
        bare = document.child(index, "mark") is None or document.related(index, "xcomp", "conj")
        clausal = CLAUSAL if quantity.casualty else ("xcomp",)
        if document.related(index, "acl:relcl"):
            return quantity.casualty is not None and above in owners  # "the attack that killed 40"
        return document.related(index, *clausal) and bare
    if document.related(index, "nsubj"):
        return document.tokens[index].deprel == "nsubj:pass" or above in owners or quantity.casualty is not None
    if document.related(index, "obl"):
        return quantity.casualty is not None or _case(document, index) in CARRIED
    return document.related(index, *NOMINAL)


def _case(document: Document, index: int) -> str:
    """The preposition of a phrase in lower case, empty if there is none."""
    case = document.child(index, "case")
    return "" if case is None else document.tokens[case].text.lower()


def _cause(document: Document, clause: int, anchor: int, owners: dict[int, int]) -> int | None:
    """The event that stands beside a casualty in its clause: "*the strike* killed 12", "12 died in *a raid*"."""
    for child in document.children(clause):
        if child != anchor and document.related(child, *CAUSES) and child in owners:
            return owners[child]
    return None
