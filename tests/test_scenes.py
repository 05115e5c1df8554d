"""Scenes: where an event took place, by the words that name the place."""

import pytest

from onrecord.actors import find_actors
from onrecord.actors.cast import Cast
from onrecord.findings.page import Page
from onrecord.findings.scenes import scene_of
from onrecord.findings.triggers import Trigger
from onrecord.intake import Article
from onrecord.language.document import Document
from onrecord.records import Dateline, Place, Source
from test_triggers import deeds, tree

RAID = "Troops=troop/NNS/nsubj/raided raided=raid/VBD/root shops=shop/NNS/obj/raided"


def scene(document: Document, form: str, category: str = "ASSAULT", dateline: Dateline | None = None) -> Place | None:
    """The place of the event that a word names."""
    at = next(i for i, token in enumerate(document.tokens) if token.text == form)
    cast: Cast = find_actors(document, Article(Source(), document.text, published="2024-11-24", dateline=dateline))
    return scene_of(Page.of(document), cast, Trigger(at, (at,), category, 1.0))


def test_a_phrase_on_the_trigger_names_the_place_with_its_point_on_the_map() -> None:
    found = scene(tree(f"{RAID} in/IN/case/Mosul Mosul/NNP/obl/raided/gpe"), "raided")
    assert found is not None
    assert (found.text, found.country) == ("Mosul", "IRQ")
    assert (round(found.lat or 0), round(found.lon or 0)) == (36, 43)


def test_what_is_visited_is_where_the_visit_took_place() -> None:
    found = scene(
        tree("Rao/NNP/nsubj/visited/person visited=visit/VBD/root Kenya/NNP/obj/visited/gpe"), "visited", "CONSULT"
    )
    assert found is not None
    assert (found.text, found.country) == ("Kenya", "KEN")


def test_the_clause_above_sets_the_scene() -> None:
    found = scene(
        tree(
            "Police=police/NNS/nsubj/fired fired=fire/VBD/root in/IN/case/Lagos Lagos/NNP/obl/fired/gpe"
            " killing=kill/VBG/advcl/fired marchers=marcher/NNS/obj/killing"
        ),
        "killing",
    )
    assert found is not None
    assert found.text == "Lagos"


def test_here_is_the_place_of_the_dateline() -> None:
    document = tree("Envoys=envoy/NNS/nsubj/met met=meet/VBD/root here/RB/advmod/met")
    found = scene(document, "met", "CONSULT", Dateline(text="NAIROBI (Wire) -", place="Nairobi", country="KEN"))
    assert found is not None
    assert (found.text, found.name, found.country) == ("here", "Nairobi", "KEN")
    assert scene(document, "met", "CONSULT") is None


def test_acts_on_the_ground_go_on_where_the_paragraph_was() -> None:
    sentences = (
        "Shells=shell/NNS/nsubj/hit hit/VBD/root homes=home/NNS/obj/hit in/IN/case/Homs Homs/NNP/obl/hit/gpe",
        RAID,
    )
    found = scene(tree(*sentences), "raided")
    assert found is not None
    assert found.text == "Homs"
    assert scene(tree(*sentences), "raided", "ACCUSE") is None


@pytest.mark.parametrize("chance", [0.9, 0.1])
def test_the_model_links_a_place(chance: float) -> None:
    document = tree("Beirut/NNP/nsubj/saw/gpe saw=see/VBD/root a/DT/det/raid raid/NN/obj/saw")
    deeds(document, {"raid": {"ASSAULT": 0.9}}, roles={("raid", "place"): {"Beirut": chance}})
    found = scene(document, "raid")
    assert (found.text if found else None) == ("Beirut" if chance == 0.9 else None)


def test_a_text_without_places_gives_none() -> None:
    assert scene(tree(RAID), "raided") is None
