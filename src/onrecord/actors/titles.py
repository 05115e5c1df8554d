"""Titles, offices and roles: what the words beside a name or in a description tell of somebody."""

from collections.abc import Sequence

from onrecord import tables
from onrecord.language.document import Document, TokenRange


def title_before(document: Document, first: int) -> TokenRange | None:
    """The title that stands right before a name: "Ukraine's Defense Minister" Rustem Umerov."""
    start = first
    while (
        start > 0
        and titular(document, start - 1)
        and document.tokens[start - 1].end >= document.tokens[start].start - 1
    ):
        start -= 1
    while start < first and document.tokens[start].text in ("-", "of", ",", "'s", "’s", "and"):
        start += 1
    inside = any(role_of(document, i) for i in range(start, first))
    return (start, first) if inside and start < first else None


def titular(document: Document, index: int) -> bool:
    """Whether a token may be part of a title before a name."""
    token = document.tokens[index]
    if role_of(document, index) or token.text in ("-", "of", "'s", "’s", "for"):
        return True
    return token.upos in ("PROPN", "ADJ", "NOUN") and token.deprel.split(":")[0] in (
        "compound",
        "amod",
        "flat",
        "nmod",
        "nsubj",
        "appos",
        "obl",
        "obj",
        "conj",
    )


def appositions(document: Document, first: int, last: int) -> list[TokenRange]:
    """Noun phrases in apposition to a name: "Mr Kim, the North's chief delegate", "his counterpart, Sergei Lavrov"."""
    found = []
    head = document.head_of(first, last)
    for child in document.children(head):
        if document.related(child, "appos"):
            found.append(phrase(document, child))
    if document.related(head, "appos"):
        found.append(phrase(document, document.tokens[head].head))
    if document.related(head, "flat", "compound") and document.tokens[head].head >= 0:
        over = document.tokens[head].head
        found += [phrase(document, c) for c in document.children(over) if document.related(c, "appos")]
    return [run for run in found if run[1] - run[0] < 20]


def office_in(document: Document, run: TokenRange) -> tuple[str, tables.Role, list[str]] | None:
    """The office that a title or apposition names: its words, its role noun, its modifiers (lower case).

    "Ukraine's Defense Minister" → "Defense Minister".
    """
    at = next((i for i in range(*run) if role_of(document, i)), None)
    if at is None:
        return None
    at = next(
        (i for i in range(at, run[1]) if not (i + 1 < run[1] and role_of(document, i + 1))),
        at,
    )
    start = at
    while (
        start > run[0]
        and document.tokens[start - 1].upos in ("PROPN", "ADJ", "NOUN")
        and document.tokens[start - 1].text[0].isalpha()
        and not known_place(document, start - 1)
    ):
        start -= 1
    end = at + 1
    if (
        end + 1 < run[1]
        and document.tokens[end].text == "of"
        and document.tokens[end + 1].text.lower() in ("state", "staff", "defense", "defence")
    ):
        end += 2
    if (
        end + 1 < run[1]
        and document.tokens[end].text == "-"
        and document.tokens[end + 1].text.lower() in ("elect", "general", "designate")
    ):
        end += 2
    words = document.words(start, end)
    role = role_of(document, at)
    return (words, role, [t.text.lower() for t in document.tokens[start:at]]) if role else None


def role_of(document: Document, index: int) -> tables.Role | None:
    """The role that a token is a noun for, if any."""
    return tables.roles().get(document.tokens[index].lemma.lower())


def known_place(document: Document, index: int) -> bool:
    """Whether a token is (part of) a country's name, a demonym or a capital."""
    text = document.tokens[index].text
    if text in ("North", "South", "Korean", "Saudi", "U.S.", "US"):
        return True
    return bool(tables.demonym_code(text) or tables.country_code(text) or tables.metonym_code(text))


def sectors_of(role: tables.Role, modifiers: Sequence[str]) -> tuple[str, ...]:
    """A role's sectors, with MIL where it is one of defence."""
    extra = ("MIL",) if any(m in ("defense", "defence", "military", "army", "navy") for m in modifiers) else ()
    return tuple(dict.fromkeys((*role.sectors, *extra)))


def phrase(document: Document, head: int) -> TokenRange:
    """The noun phrase of a head without its clauses and appositions: determiners to prepositional "of"-phrases."""
    inside = [head]
    for child in document.children(head):
        if (
            document.related(child, "det", "amod", "compound", "nmod:poss", "flat", "nummod", "advmod")
            and abs(child - head) < 12
        ):
            inside += document.subtree(child)
        elif (
            document.related(child, "nmod")
            and child > head
            and child - head < 5
            and (case := document.child(child, "case")) is not None
            and document.tokens[case].text in ("of", "for", "from", "in", "at")
        ):
            inside += [i for i in document.subtree(child) if i - head < 8]
    first = min(inside)
    last = max(inside) + 1
    return first, last


def described(document: Document, run: TokenRange) -> str:
    """A description as a name: its words without a leading article."""
    first = run[0] + (document.tokens[run[0]].text.lower() in ("the", "a", "an") and run[1] - run[0] > 1)
    return " ".join(document.words(first, run[1]).split())
