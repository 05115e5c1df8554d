"""What only the whole report tells of an actor: who holds an office on its date, and whose country is whose."""

from onrecord import offices
from onrecord.actors.belonging import belongs
from onrecord.actors.cast import Cast, Figure
from onrecord.intake import Article


def settle(cast: Cast, article: Article) -> None:
    """Fill what is still unknown: people in office by table and date, then countries by what the report is about."""
    for figure in cast.figures:
        if figure.kind == "person" and figure.name[:1].isupper():
            by_office(cast, figure, article.published)
    cast.settled = True
    for figure in cast.figures:
        fill(cast, figure)


def by_office(cast: Cast, figure: Figure, published: str | None) -> None:
    """Country, office and Wikidata id of somebody who the table knows in office on the day of the report.

    A surname alone is somebody's only if the report names his country.
    """
    fitting = offices.terms_of(figure.name, published[:10] if published else None)
    if " " not in figure.name:
        named = {sign.code for sign in cast.signs}
        fitting = [t for t in fitting if t.country in named]
    fitting = [t for t in fitting if figure.country in (None, t.country)]
    if len({(t.name, t.country) for t in fitting}) != 1:
        return
    term = fitting[0]
    figure.country = term.country
    figure.office = figure.office or term.title
    figure.wikidata = figure.wikidata or next(iter(term.wikidata), None)
    sectors = ("GOV",) if term.office != "leader" else ()
    figure.sectors = tuple(dict.fromkeys((*figure.sectors, *sectors)))


def fill(cast: Cast, figure: Figure) -> None:
    """Give a figure the country that it most likely belongs to, once the whole report has been met.

    It is weighed once: an id holds the country, and findings made before a later mention know the actor by its id.
    """
    if cast.settled and not figure.weighed and figure.country is None and figure.kind != "state":
        figure.country, _ = belongs(cast, figure)
        figure.weighed = True
