"""Actors: the persons, bodies, states and groups of a report, with every span that refers to them.

"Ukraine's Defense Minister Rustem Umerov … Umerov … he" → one person of Ukraine, Defense Minister, three mentions. The
text decides first (titles, possessives, appositions), then the tables; where two candidates remain, none is chosen.
"""

from onrecord.actors.belonging import signs
from onrecord.actors.cast import Cast, Figure
from onrecord.actors.countries import country_named
from onrecord.actors.descriptions import actors_in, meet_noun, parties
from onrecord.actors.names import names
from onrecord.actors.naming import initials, meet_name
from onrecord.actors.settling import settle
from onrecord.intake import Article
from onrecord.language.document import Document

__all__ = ["Cast", "Figure", "actors_in", "country_named", "find_actors", "initials", "parties"]


def find_actors(document: Document, article: Article) -> Cast:
    """The cast of a report. Names first, then the descriptions and pronouns that need them, all in text order."""
    cast = Cast(document, article.dateline.country if article.dateline else None, names(document))
    cast.home_place = article.dateline.place if article.dateline else None
    cast.signs = signs(cast)
    starts = {run[0]: run for run in cast.names}
    named = {i for first, last, _ in starts.values() for i in range(first, last)}
    for index in range(len(document.tokens)):
        if index in starts:
            first, last, label = starts[index]
            meet_name(cast, first, last, label)
        elif index not in named:
            meet_noun(cast, index)
    settle(cast, article)
    return cast
