"""The names of a document, their labels mended by the tables."""

import functools
from collections.abc import Iterator

from onrecord import tables
from onrecord.language.document import Document


def names(document: Document) -> list[tuple[int, int, str]]:
    """Named runs with labels mended by the tables: what the country table knows is a ``gpe`` or a ``nationality``."""
    found = []
    for entity in document.entities:
        first, last = entity.first, entity.last
        while first < last - 1 and document.tokens[first].upos in ("DET", "ADP", "PUNCT"):
            first += 1
        while last - 1 > first and document.tokens[last - 1].text.lower() in ("'s", "’s", "'", "’"):
            last -= 1
        found.append((first, last, mended(document.words(first, last), entity.label)))
    covered = {i for a, b, _ in found for i in range(a, b)}
    found += [run for run in missed(document) if covered.isdisjoint(range(run[0], run[1]))]
    return sorted(joined(document, found))


@functools.lru_cache(100_000)
def mended(name: str, label: str) -> str:
    """The label that the tables give a name, else the model's."""
    if tables.organization(name):
        return "organization"
    if tables.country_code(name) or (tables.metonym_code(name) and label != "person"):
        return "nationality" if label == "nationality" and tables.demonym_code(name) else "gpe"
    if tables.demonym_code(name):
        return "nationality"
    return label


def missed(document: Document) -> Iterator[tuple[int, int, str]]:
    """Names of countries, demonyms and organisations in the tables that the model did not mark, longest first."""
    index = 0
    while index < len(document.tokens):
        token = document.tokens[index]
        step = 1
        if token.text[:1].isupper() and (token.xpos.startswith(("NNP", "JJ")) or not token.xpos):
            for length in (4, 3, 2, 1):
                if index + length <= len(document.tokens):
                    name = document.words(index, index + length)
                    label = mended(name, "")
                    if label:
                        yield index, index + length, label
                        step = length
                        break
        index += step


def joined(document: Document, runs: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Runs with "North" + "Korean" and the like made one."""
    found: list[tuple[int, int, str]] = []
    for first, last, label in sorted(runs):
        if found and found[-1][1] == first:
            whole = document.words(found[-1][0], last)
            known = mended(whole, "")
            if known:
                found[-1] = (found[-1][0], last, known)
                continue
        found.append((first, last, label))
    return found
