"""The singular of plural nouns."""

import pytest

from onrecord.language.plurals import singular


@pytest.mark.parametrize(
    ("plural", "noun"),
    [
        ("officials", "official"), ("policemen", "policeman"), ("gunmen", "gunman"), ("women", "woman"),
        ("countries", "country"), ("allies", "ally"), ("skies", "sky"), ("days", "day"), ("keys", "key"),
        ("boxes", "box"), ("crutches", "crutch"), ("losses", "loss"), ("heroes", "hero"), ("shoes", "shoe"),
        ("houses", "house"), ("forces", "force"), ("crises", "crisis"), ("wives", "wife"), ("moves", "move"),
        ("viruses", "virus"), ("menus", "menu"), ("series", "series"), ("headquarters", "headquarters"),
        ("Troops", "troop"), ("ex-ministers", "ex-minister"), ("passers-by", "passer-by"), ("glass", "glass"),
        ("focus", "focus"), ("children", "child"), ("media", "media"), ("movies", "movie"),
    ],
)  # fmt: skip
def test_a_plural_has_its_singular(plural: str, noun: str) -> None:
    assert singular(plural) == noun
