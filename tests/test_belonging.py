"""To which country an actor belongs where no word beside it says so."""

import pytest

from onrecord import tables
from onrecord.actors import find_actors
from onrecord.actors.belonging import NOBODY, belongs, choices, known, signs, weighed
from onrecord.actors.cast import Cast
from onrecord.actors.settling import fill
from onrecord.intake import Article
from onrecord.language.document import Document
from onrecord.records import Dateline, Source
from test_triggers import tree

CLASH = (
    "Lebanon/NNP/nsubj/accused/gpe accused=accuse/VBD/root Israel/NNP/obj/accused/gpe on/IN/case/Monday"
    " Monday/NNP/obl/accused",
    "Rebels=rebel/NNS/nsubj/fled fled=flee/VBD/root",
)


def cast_of(document: Document, place: str | None = None, country: str | None = None) -> Cast:
    dateline = Dateline(text=f"{place} (Wire) -", place=place, country=country) if place else None
    return find_actors(document, Article(Source(), document.text, published="2024-11-24", dateline=dateline))


def test_signs_are_the_names_of_countries_in_text_order() -> None:
    found = signs(cast_of(tree(*CLASH)))
    assert [(sign.at, sign.code) for sign in found] == [(0, "LBN"), (2, "ISR")]


def test_the_dateline_is_the_first_sign() -> None:
    cast = cast_of(tree(*CLASH), "Cairo", "EGY")
    assert next((sign.at, sign.code, sign.where) for sign in signs(cast)) == (0, "EGY", True)


def test_every_country_named_is_a_choice_and_so_is_none() -> None:
    cast = cast_of(tree(*CLASH))
    rebels = next(f for f in cast.figures if f.role == "rebel")
    found = choices(cast, rebels)
    assert set(found) == {NOBODY, "LBN", "ISR"}
    assert found["LBN"]["first"] == 1.0
    assert found["LBN"]["share"] == found["ISR"]["share"] == 0.5
    assert "before" in found["ISR"]
    assert "before" not in found["LBN"]


def test_chances_sum_to_one_and_the_weights_are_the_tables() -> None:
    chances = weighed({NOBODY: {"none": 1.0}, "LBN": {"share": 1.0}})
    assert sum(chances.values()) == pytest.approx(1.0)
    assert known() == {row["feature"]: float(row["weight"]) for _, row in tables.rows("belonging_weights.csv")}


def test_a_report_that_names_no_country_gives_none() -> None:
    cast = cast_of(tree("Rebels=rebel/NNS/nsubj/fled fled=flee/VBD/root"))
    assert [figure.country for figure in cast.figures] == [None]


def test_the_only_country_of_a_report_is_everybodys() -> None:
    cast = cast_of(tree("Kenya/NNP/nsubj/protested/gpe protested=protest/VBD/root", CLASH[1]))
    rebels = next(f for f in cast.figures if f.role == "rebel")
    assert (rebels.country, rebels.weighed, rebels.given) == ("KEN", True, False)


def test_whose_owner_is_known_is_of_the_owners_country() -> None:
    cast = cast_of(
        tree(
            "Kenya/NNP/nsubj/protested/gpe protested=protest/VBD/root",
            "Chad/NNP/nmod:poss/army/gpe 's/POS/case/Chad army/NN/nsubj/fled fled=flee/VBD/root",
        )
    )
    army = next(f for f in cast.figures if "army" in f.name)
    assert army.country == "TCD"


def test_of_two_countries_in_its_own_words_none_is_chosen() -> None:
    cast = cast_of(
        tree(
            "ministers=minister/NNS/nsubj/met of/IN/case/Chile Chile/NNP/nmod/ministers/gpe and/CC/cc/Peru"
            " Peru/NNP/conj/Chile/gpe met=meet/VBD/root"
        )
    )
    ministers = next(f for f in cast.figures if f.role == "minister")
    assert belongs(cast, ministers) == (None, 1.0)


def test_a_country_is_weighed_once_so_that_an_actor_keeps_its_id() -> None:
    cast = cast_of(tree(*CLASH, "An/DT/det/envoy envoy/NN/nsubj/waited waited=wait/VBD/root"))
    envoy = next(f for f in cast.figures if f.role == "envoy")
    envoy.country = None
    cast.signs = [sign for sign in cast.signs if sign.code == "ISR"]  # now one country is left to choose
    assert belongs(cast, envoy)[0] == "ISR"
    fill(cast, envoy)
    assert envoy.country is None
