"""The lexicon of cues: which words report speech or thought, in which constructions, and how surely.

``cue_words.csv`` gives each word the frames that it reports in and a weight; ``cue_roles.csv`` lists the words of the
fixed constructions (silences, venues, verbs that lend a noun their subject); ``cue_forms.csv`` their irregular forms.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from onrecord.records import TableError

NOUN_ROLES = frozenset(("venue:occasion", "silence:unsaid", "silence:asked"))


@cache
def _words() -> dict[tuple[str, str], dict[str, float]]:
    found: dict[tuple[str, str], dict[str, float]] = {}
    for line, row in rows("cue_words"):
        try:
            weight = float(row["weight"])
        except ValueError as error:
            raise TableError(f"cue_words.csv:{line}: weight {row['weight']!r} is not a number") from error
        found.setdefault((row["lemma"], row["pos"]), {})[row["frame"]] = weight
    return found


def weights(lemma: str, pos: str) -> Mapping[str, float]:
    """The frames in which a word reports, each with its weight from 0 to 1; empty for words that do not."""
    return _words().get((lemma, pos), {})


@cache
def _roles() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, row in rows("cue_roles"):
        found.setdefault(row["role"], set()).add(row["lemma"])
    return {role: frozenset(words) for role, words in found.items()}


def role(name: str) -> frozenset[str]:
    """The lemmas that play a role in the fixed constructions; ``KeyError`` for a role that the table does not have."""
    return _roles()[name]


def lemma_of(form: str, lemma: str, pos: str) -> str:
    """The lemma of a word of the lexicon by its form, else the lemma that the parser gives.

    A parser that lemmatises *denied* as *deni* would hide a cue; the lexicon is small enough to know its own forms.
    """
    return _forms().get((form.lower(), "VERB" if pos == "AUX" else pos)) or lemma.lower()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """Form and part of speech to lemma, for every word of the lexicon."""
    verbs = {lemma for lemma, pos in _words() if pos == "VERB"}
    nouns = {lemma for lemma, pos in _words() if pos == "NOUN"}
    for name, lemmas in _roles().items():
        (nouns if name in NOUN_ROLES else verbs).update(lemmas)
    found = {(form, "VERB"): lemma for lemma in verbs for form in verb_forms(lemma)}
    found |= {(form, "NOUN"): lemma for lemma in nouns for form in (lemma, *_with_s(lemma))}
    return found | {(row["form"], row["pos"]): row["lemma"] for _, row in rows("cue_forms")}


def verb_forms(lemma: str) -> list[str]:
    """The regular forms of a verb: *deny* → *deny, denies, denied, denying*."""
    if lemma.endswith("e"):
        past, gerund = [lemma + "d"], [lemma[:-1] + "ing"]
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        past, gerund = [lemma[:-1] + "ied"], [lemma + "ing"]
    else:
        past, gerund = [lemma + "ed"], [lemma + "ing"]
        if lemma[-1] not in "aeiouwxy" and lemma[-2:-1] in "aeiou":
            past.append(lemma + lemma[-1] + "ed")
            gerund.append(lemma + lemma[-1] + "ing")
    return [lemma, *_with_s(lemma), *past, *gerund]


def _with_s(lemma: str) -> list[str]:
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return [lemma[:-1] + "ies"]
    return [lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "go", "do")) else "s")]


def rows(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of one of the cue tables with their line numbers; `TableError` where a row has missing fields."""
    text = (files("onrecord.tables") / f"{table}.csv").read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        if None in row or None in row.values():
            raise TableError(f"{table}.csv:{number}: wrong number of fields in {list(row.values())}")
        yield number, row
