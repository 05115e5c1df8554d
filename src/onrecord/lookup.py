"""Which actor of the record somebody means: by id, code or name; the nearest names where nobody is called so."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from onrecord import offices, tables
from onrecord.identities import Identity, Name, called, short_names, terms_of, words
from onrecord.records import StoreError

NEAR = 4  # names that an error offers


def looked_up(every: Sequence[Identity], asked: str, record: Path) -> Identity:
    """The actor of this id, country code or name: exact ones first, then what tables and short names make of it.

    Raises `StoreError` where there is none or more than one.
    """
    for fitting in ways(asked):
        found = [one for one in every if fitting(one)]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{one.id} ({described(one)})" for one in found[:NEAR])
            more = ", …" if len(found) > NEAR else ""
            raise StoreError(f"{record}: {len(found)} actors are called {asked!r}: {several}{more}; name one by its id")
    near = nearest(every, asked)
    names = f"near names: {', '.join(near)}" if near else "and none of a name near it"
    raise StoreError(f"{record}: no actor {asked!r}, {names}; `onrecord actors --record {record}` lists all")


def ways(asked: str) -> Iterator[Callable[[Identity], bool]]:
    """What an actor may be called, the surest first."""
    folded, short = tables.folded(asked), words(asked)
    body = tables.organization(asked)
    codes = {find(asked) for find in (tables.country_code, tables.demonym_code, tables.metonym_code)} - {None}
    yield lambda one: asked in one.ids
    yield lambda one: one.main.kind == "state" and one.id == asked.upper()
    yield lambda one: one.main.kind != "unknown" and folded in folded_names(one)
    yield lambda one: folded in folded_names(one)
    yield lambda one: one.main.kind == "state" and one.id in codes
    yield lambda one: body is not None and one.main.kind == "organization" and one.name == body.name
    yield lambda one: one.is_named and short in {called(m) for m in one.members}
    yield lambda one: one.is_named and short in shorter(one)
    holders = {(t.name, t.country) for t in offices.terms_of(asked)}
    yield lambda one: bool(holders) and not holders.isdisjoint((t.name, t.country) for t in terms_of(one))


def shorter(one: Identity) -> set[Name]:
    """The names that may be short for a person's."""
    return {short for m in one.members for short in short_names(called(m), one.country)}


def names_of(one: Identity) -> list[str]:
    """The names that reports give an actor, and its own."""
    return [one.name, *(m.name for m in one.members)]


def folded_names(one: Identity) -> set[str]:
    """Those names, folded."""
    return set(map(tables.folded, names_of(one)))


def described(one: Identity) -> str:
    """An actor in a word or three: name and country."""
    return ", ".join(filter(None, (one.name, one.country)))


def nearest(every: Iterable[Identity], asked: str) -> list[str]:
    """Names of the record that are spelt nearly so."""
    names = {tables.folded(name): one for one in every for name in names_of(one)}
    close = difflib.get_close_matches(tables.folded(asked), names, n=NEAR)
    return list(dict.fromkeys(f"{names[name].name} ({names[name].id})" for name in close))
