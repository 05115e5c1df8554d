"""Triggers: words and phrases of the lexicon, what the model adds, and acts about acts.

`tree` and `deeds` make what this file and its neighbours start from: a parsed sentence, and what a model may say of it.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import tables
from onrecord.actors import Cast, find_actors
from onrecord.findings.lexicon import COLUMNS, Lexicon, event_lexicon, parse
from onrecord.findings.page import Page
from onrecord.findings.standing import STATUSES
from onrecord.findings.triggers import (
    ALONE,
    ASKED,
    DECIDES,
    ENOUGH,
    FAR,
    SURE,
    THREAT,
    THREATENED,
    UNSURE,
    Trigger,
    best,
    composed_mode,
    find_triggers,
    logical_objects,
    matching,
)  # fmt: skip
from onrecord.intake import Article
from onrecord.language import conllu
from onrecord.language.document import Deeds, Document, Floats, Links
from onrecord.records import Source

UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "IN": "ADP", "DT": "DET", "JJ": "ADJ",
    "RB": "ADV", "PRP": "PRON", "PRP$": "PRON", "CD": "NUM", "CC": "CCONJ", "RP": "ADP", "WP": "PRON", "WDT": "PRON",
    "EX": "PRON", "POS": "PART", "TO": "PART", "WRB": "ADV",
}  # fmt: skip
GLUED = ("POS", ",", ".", "HYPH")
ROLES = ("actor", "recipient", "place", "grounds")
Chances = Mapping[str, float]


def tree(*sentences: str) -> Document:
    """A document of sentences written a word each as ``form=lemma/XPOS/relation/head/entity``, without the full stop.

    The head is the form of a word that stands in the sentence once; the lemma is left out where it is the form; an
    entity of more words tells how many: ``Anna/NNP/nsubj/left/person:2``. A ``date`` is a time and no entity.
    """
    lines = [line for sentence in sentences for line in [*rows(sentence), ""]]
    return next(conllu.read(lines))


def rows(sentence: str) -> Iterator[str]:
    """The sentence as lines of CoNLL-U, a full stop after it."""
    words = [word.split("/") for word in sentence.split()]
    forms = [word[0].partition("=")[0] for word in words]
    root = next(forms[i] for i, word in enumerate(words) if word[2] == "root")
    words.append([".", ".", "punct", root])
    for number, word in enumerate(words, 1):
        form, _, lemma = word[0].partition("=")
        xpos, relation, head, entity = [*word[1:], "", ""][:4]
        assert not head or forms.count(head) == 1, f"{head!r} stands {forms.count(head)} times in {sentence!r}"
        after = words[number][:2] if number < len(words) else ["", ""]
        glued = xpos == "HYPH" or after[1] in GLUED or after[0].startswith("n't")
        label, _, length = entity.partition(":")
        kind = "time" if label == "date" else "entity"
        misc = ["SpaceAfter=No"] * glued + [f"Onrecord={kind}:{label}:{length or 1}:1.0"] * bool(entity)
        columns = [
            str(number), form, lemma or (form if xpos.startswith("NNP") else form.lower()), upos(xpos, relation), xpos,
            "_", str(forms.index(head) + 1 if head else 0), relation, "_", "|".join(misc) or "_",
        ]  # fmt: skip
        yield "\t".join(columns)


def upos(xpos: str, relation: str) -> str:
    """The universal part of speech of a Penn tag in a relation."""
    if xpos.startswith("VB"):
        return "AUX" if relation.partition(":")[0] in ("aux", "cop") else "VERB"
    if xpos == "IN" and relation == "mark":
        return "SCONJ"
    return UPOS.get(xpos, "PUNCT")


def deeds(
    document: Document,
    events: Mapping[str, Chances],
    modes: Mapping[str, Chances] | None = None,
    statuses: Mapping[str, Chances] | None = None,
    roles: Mapping[tuple[str, str], Chances] | None = None,
) -> Document:
    """The document with what a model says of words: chances of categories, modes, statuses, and words in roles."""
    forms = [token.text for token in document.tokens]
    size = len(forms)
    categories = list(tables.modes())
    mode_labels = [label for name, known in tables.modes().items() for label in (name, *(f"{name} {m}" for m in known))]

    def filled(labels: list[str], said: Mapping[str, Chances] | None) -> Floats:
        array = np.zeros((size, len(labels)), np.float32)
        for word, chances in (said or {}).items():
            for label, chance in chances.items():
                array[forms.index(word), labels.index(label)] = chance
        return array

    named = filled(["", *categories], events)
    named[:, 0] = 1 - named[:, 1:].sum(1)
    linked = np.zeros((size, size, len(ROLES)), np.float32)
    for (trigger, role), chances in (roles or {}).items():
        for word, chance in chances.items():
            linked[forms.index(trigger), forms.index(word), ROLES.index(role)] = chance
    document.deeds = Deeds(
        categories, mode_labels, STATUSES, named, filled(mode_labels, modes), filled(list(STATUSES), statuses),
        Links(ROLES, [(0, linked)]),
    )  # fmt: skip
    return document


def cast_of(document: Document) -> Cast:
    """The actors of a document."""
    return find_actors(document, Article(Source(), document.text, published="2024-11-24"))


def lexicon(*entries: str) -> Lexicon:
    """A lexicon of lines without their source."""
    lines = [",".join(COLUMNS), *(f"{entry},test" for entry in entries)]
    return Lexicon.of(parse("\n".join(lines), "test.csv"))


def triggers(document: Document, known: Lexicon) -> list[Trigger]:
    """The triggers of a document."""
    return find_triggers(Page.of(document), cast_of(document), known)


def shown(document: Document, found: list[Trigger]) -> list[str]:
    """Triggers as lines: the words in text order, category and mode."""
    return [
        f"{' '.join(document.tokens[i].text for i in sorted(t.words))}: {t.category}{' ' + t.mode if t.mode else ''}"
        for t in found
    ]


OWN = lexicon(
    "agree,VERB,AGREE,,,030,,with,,1",
    "attack,VERB,ASSAULT,,,190,,,actor,1",
    "attack,NOUN,ASSAULT,,,190,,,,1",
    "back,VERB,SUPPORT,,,051,,,,0",
    "call for,VERB,REQUEST,,,020,subj,on,,1",
    "deploy,VERB,MOBILIZE,troops,,154,,to,,1",
    "deploy,VERB,MOBILIZE,weapons,,154,,to,missile|tank,1",
    "exchange of fire,NOUN,ASSAULT,firearms,,193,between,with,,1",
    "expel,VERB,COERCE,deport,,174,,,actor,0",
    "expel,VERB,SANCTION,expel,,166,,,diplomat|envoy,1",
    "hold talk,VERB,CONSULT,,,040,subj,with,,1",
    "invade,VERB,ASSAULT,,,190,,,place,1",
    "meet,VERB,CONSULT,,,040,,obj|with,!demand|deadline,1",
    "mutinous,ADJ,PROTEST,,,140,,,,1",
    "pull out,VERB,RETREAT,withdraw,,0874,subj,of|from,troop|force,1",
    "riot,NOUN,PROTEST,riot,,145,,,,1",
    "sign up for,VERB,AGREE,,,030,,with,plan|pact,1",
    "talk,NOUN,CONSULT,,,040,,with,,1",
    "trial,NOUN,COERCE,,,170,,of,actor,1",
)

PULLED = "pulled=pull/VBN/root out/RP/compound:prt/pulled of/IN/case/Mali Mali/NNP/obl/pulled/gpe"
DEPLOYED = "The/DT/det/army army/NN/nsubj/deployed deployed=deploy/VBD/root "
INVADED = "Troops=troop/NNS/nsubj/invaded invaded=invade/VBD/root "
ATTACKED = "Rebels=rebel/NNS/nsubj/attacked attacked=attack/VBD/root "
MET = "Norway/NNP/nsubj/met/gpe met=meet/VBD/root "

WORDS = [
    pytest.param(
        "Norway/NNP/nsubj/held/gpe held=hold/VBD/root talks=talk/NNS/obj/held",
        ["held talks: CONSULT"], id="the longest match",
    ),
    pytest.param(
        "Talks=talk/NNS/nsubj:pass/held were=be/VBD/aux:pass/held held=hold/VBN/root in/IN/case/Riga "
        "Riga/NNP/obl/held/gpe", ["Talks held: CONSULT"], id="a phrase in the passive",
    ),
    pytest.param(
        "Talks=talk/NNS/nsubj/resumed held=hold/VBN/acl/Talks in/IN/case/Riga Riga/NNP/obl/held/gpe "
        "resumed=resume/VBD/root", ["Talks held: CONSULT"], id="a phrase of a noun and its participle",
    ),
    pytest.param(
        "Norway/NNP/nsubj/pulled/gpe pulled=pull/VBD/root its/PRP$/nmod:poss/troops troops=troop/NNS/obj/pulled "
        "out/RP/compound:prt/pulled of/IN/case/Mali Mali/NNP/obl/pulled/gpe",
        ["pulled out: RETREAT withdraw"], id="a particle away from its verb",
    ),
    pytest.param(
        f"The/DT/det/troops troops=troop/NNS/nsubj:pass/pulled were=be/VBD/aux:pass/pulled {PULLED}",
        ["pulled out: RETREAT withdraw"], id="what a passive is done to",
    ),
    pytest.param(
        f"The/DT/det/cables cables=cable/NNS/nsubj:pass/pulled were=be/VBD/aux:pass/pulled {PULLED}", [],
        id="a passive that is done to something else",
    ),
    pytest.param(
        "Norway/NNP/nsubj/pulled/gpe pulled=pull/VBD/root the/DT/det/rope rope/NN/obj/pulled", [],
        id="without its particle",
    ),
    pytest.param(
        "An/DT/det/exchange exchange/NN/nsubj/lasted of/IN/case/fire fire/NN/nmod/exchange lasted=last/VBD/root "
        "an/DT/det/hour hour/NN/obl/lasted", ["exchange of fire: ASSAULT firearms"], id="a noun with its preposition",
    ),
    pytest.param(
        "Of/IN/case/fire fire/NN/obl/spoke the/DT/det/exchange exchange/NN/nsubj/spoke spoke=speak/VBD/root", [],
        id="the words of a noun phrase in the wrong order",
    ),
    pytest.param(
        "Riot/NN/compound/police police/NN/nsubj/waited waited=wait/VBD/root", [], id="a noun that only modifies",
    ),
    pytest.param(
        "A/DT/det/riot riot/NN/nsubj/erupted erupted=erupt/VBD/root", ["riot: PROTEST riot"], id="a noun by itself",
    ),
    pytest.param(
        "The/DT/det/crew mutinous/JJ/amod/crew crew/NN/nsubj/waited waited=wait/VBD/root", ["mutinous: PROTEST"],
        id="an adjective",
    ),
    pytest.param(
        "Norway/NNP/nsubj/signed/gpe signed=sign/VBD/root up/RP/compound:prt/signed for/IN/case/plan the/DT/det/plan "
        "plan/NN/obl/signed", ["signed up for: AGREE"], id="what follows the preposition of a phrase",
    ),
    pytest.param(
        "Norway/NNP/nsubj/signed/gpe signed=sign/VBD/root up/RP/compound:prt/signed for/IN/case/classes "
        "classes=class/NNS/obl/signed", [], id="something else after the preposition",
    ),
    pytest.param(f"{DEPLOYED} soldiers=soldier/NNS/obj/deployed", ["deployed: MOBILIZE troops"], id="no list fits"),
    pytest.param(f"{DEPLOYED} tanks=tank/NNS/obj/deployed", ["deployed: MOBILIZE weapons"], id="a word of a list"),
    pytest.param(
        f"{DEPLOYED} soldiers=soldier/NNS/obj/deployed and/CC/cc/tanks tanks=tank/NNS/conj/soldiers",
        ["deployed: MOBILIZE weapons"], id="a word of a list joined to another",
    ),
    pytest.param(
        f"{DEPLOYED} dozens=dozen/NNS/obj/deployed of/IN/case/tanks tanks=tank/NNS/nmod/dozens",
        ["deployed: MOBILIZE weapons"], id="a word of a list after a measure",
    ),
    pytest.param(
        f"{DEPLOYED} crews=crew/NNS/obj/deployed from/IN/case/tanks tanks=tank/NNS/nmod/crews",
        ["deployed: MOBILIZE troops"], id="a word of a list in another phrase",
    ),
    pytest.param(
        "The/DT/det/tanks tanks=tank/NNS/nsubj/left the/DT/det/army army/NN/nsubj/deployed "
        "deployed=deploy/VBD/acl:relcl/tanks left=leave/VBD/root",
        ["deployed: MOBILIZE weapons"], id="the noun that a relative clause is about",
    ),
    pytest.param(
        "The/DT/det/tanks tanks=tank/NNS/nsubj/left deployed=deploy/VBN/acl/tanks there/RB/advmod/deployed "
        "left=leave/VBD/root", ["deployed: MOBILIZE weapons"], id="the noun before a participle",
    ),
    pytest.param(f"{INVADED} Kessab/NNP/obj/invaded/gpe", ["invaded: ASSAULT"], id="a place"),
    pytest.param(f"{INVADED} the/DT/det/cellar cellar/NN/obj/invaded", [], id="no place"),
    pytest.param(f"{ATTACKED} Mali/NNP/obj/attacked/gpe", ["attacked: ASSAULT"], id="somebody by name"),
    pytest.param(f"{ATTACKED} the/DT/det/soldiers soldiers=soldier/NNS/obj/attacked", ["attacked: ASSAULT"],
                 id="somebody by role"),
    pytest.param(f"{ATTACKED} them/PRP/obj/attacked", ["attacked: ASSAULT"], id="somebody by a pronoun"),
    pytest.param(f"{ATTACKED} the/DT/det/idea idea/NN/obj/attacked", [], id="nobody"),
    pytest.param(
        "The/DT/det/trial trial/NN/nsubj/opened of/IN/case/minister the/DT/det/minister minister/NN/nmod/trial "
        "opened=open/VBD/root", ["trial: COERCE"], id="whom a noun is about",
    ),
    pytest.param(
        "The/DT/det/trial trial/NN/nsubj/opened of/IN/case/vaccine the/DT/det/vaccine vaccine/NN/nmod/trial "
        "opened=open/VBD/root", [], id="a noun that is about nobody",
    ),
    pytest.param(f"{MET} the/DT/det/envoy envoy/NN/obj/met", ["met: CONSULT"], id="nothing that is barred"),
    pytest.param(f"{MET} the/DT/det/deadline deadline/NN/obj/met", [], id="a word that is barred"),
    pytest.param(f"{MET} yesterday/RB/advmod/met", ["met: CONSULT"], id="barred words need an object"),
    pytest.param(
        "Norway/NNP/nsubj/expelled/gpe expelled=expel/VBD/root the/DT/det/envoy envoy/NN/obj/expelled",
        ["expelled: SANCTION expel"], id="a sure entry that fits beside an unsure one",
    ),
    pytest.param(
        "Norway/NNP/nsubj/expelled/gpe expelled=expel/VBD/root the/DT/det/teacher teacher/NN/obj/expelled", [],
        id="an unsure entry alone",
    ),
    pytest.param("Norway/NNP/nsubj/backed/gpe backed=back/VBD/root Latvia/NNP/obj/backed/gpe", [],
                 id="an unsure word alone"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), WORDS)
def test_words_and_phrases_of_the_lexicon(sentence: str, expected: list[str]) -> None:
    document = tree(sentence)
    assert shown(document, triggers(document, OWN)) == expected


def test_a_phrase_reaches_only_so_far() -> None:
    far = " ".join(f"w{i}/JJ/amod/talks" for i in range(FAR))
    document = tree(f"Norway/NNP/nsubj/held/gpe held=hold/VBD/root {far} talks=talk/NNS/obj/held")
    assert shown(document, triggers(document, OWN)) == ["talks: CONSULT"]
    near = tree(f"Norway/NNP/nsubj/held/gpe held=hold/VBD/root {far[6:].partition(' ')[2]} talks=talk/NNS/obj/held")
    assert shown(near, triggers(near, OWN)) == ["held talks: CONSULT"]


def test_triggers_stand_in_text_order_and_share_no_word() -> None:
    document = tree(
        f"{ATTACKED} them/PRP/obj/attacked", "Norway/NNP/nsubj/held/gpe held=hold/VBD/root talks=talk/NNS/obj/held",
        "The/DT/det/attack attack/NN/nsubj/followed followed=follow/VBD/root talks=talk/NNS/obj/followed",
    )  # fmt: skip
    found = triggers(document, OWN)
    assert shown(document, found) == ["attacked: ASSAULT", "held talks: CONSULT", "attack: ASSAULT", "talks: CONSULT"]
    assert [t.score for t in found] == [ALONE[True]] * 4


def test_the_head_of_a_phrase_is_its_verb_where_no_model_says_otherwise() -> None:
    document = tree("Norway/NNP/nsubj/held/gpe held=hold/VBD/root talks=talk/NNS/obj/held")
    (found,) = triggers(document, OWN)
    assert (found.head, found.anchor, found.words) == (1, 1, (1, 2))


def test_matching_and_best() -> None:
    document = tree("Norway/NNP/nsubj/deployed/gpe deployed=deploy/VBD/root tanks=tank/NNS/obj/deployed")
    found = list(matching(Page.of(document), cast_of(document), OWN, 1))
    assert [m.entry.mode for m in found] == ["weapons", "troops"]
    assert [m.entry.mode for m in best(found)] == ["weapons"]
    assert [m.entry.mode for m in best(found[::-1])] == ["weapons"]
    assert best([]) == []


def test_a_sure_entry_comes_before_an_unsure_one_of_its_category() -> None:
    known = lexicon("free,VERB,RETREAT,,,084,,,actor,0", "free,VERB,RETREAT,release,,0841,,,captive|hostage,1")
    document = tree("They/PRP/nsubj/freed freed=free/VBD/root the/DT/det/hostage hostage/NN/obj/freed")
    (found,) = best(list(matching(Page.of(document), cast_of(document), known, 1)))
    assert found.entry.sure


def test_an_unsure_entry_stands_beside_a_restricted_one_of_another_category() -> None:
    known = lexicon("fire,VERB,ASSAULT,,,190,,,,0", "fire,VERB,SANCTION,expel,,172,,,minister,1")
    document = tree("He/PRP/nsubj/fired fired=fire/VBD/root the/DT/det/minister minister/NN/obj/fired")
    found = best(list(matching(Page.of(document), cast_of(document), known, 1)))
    assert [m.entry.category for m in found] == ["SANCTION", "ASSAULT"]


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("They/PRP/nsubj/met met=meet/VBD/root him/PRP/obj/met", "met", ["him"]),
        ("They/PRP/nsubj/gave gave=give/VBD/root him/PRP/iobj/gave arms=arm/NNS/obj/gave", "gave", ["him", "arms"]),
        ("He/PRP/nsubj:pass/met was=be/VBD/aux:pass/met met=meet/VBN/root", "met", ["He"]),
        ("The/DT/det/man man/NN/root met=meet/VBN/acl/man there/RB/advmod/met", "met", ["man"]),
        ("The/DT/det/man man/NN/root they/PRP/nsubj/met met=meet/VBD/acl:relcl/man", "met", ["man"]),
        ("The/DT/det/detained detained=detain/VBN/amod/men men=man/NNS/root", "detained", ["men"]),
        ("Met=meet/VBN/advcl/stayed there/RB/advmod/Met they/PRP/nsubj/stayed stayed=stay/VBD/root", "Met", []),
        ("They/PRP/nsubj/left left=leave/VBD/root", "left", []),
    ],
)  # fmt: skip
def test_what_a_verb_is_done_to(sentence: str, verb: str, expected: list[str]) -> None:
    document = tree(sentence)
    forms = [t.text for t in document.tokens]
    assert [forms[i] for i in logical_objects(document, forms.index(verb))] == expected


# Acts about acts


EMBEDDED = [
    pytest.param(
        "Norway/NNP/nsubj/agreed/gpe agreed=agree/VBD/root to/TO/mark/withdraw withdraw/VB/xcomp/agreed "
        "its/PRP$/nmod:poss/troops troops=troop/NNS/obj/withdraw",
        ["agreed: AGREE"], ["withdraw: RETREAT withdraw"], id="agreed to withdraw",
    ),
    pytest.param(
        "Norway/NNP/nsubj/called/gpe called=call/VBD/root for/IN/case/talks talks=talk/NNS/obl/called",
        ["called for: REQUEST meet"], [None], id="called for talks",
    ),
    pytest.param(
        "Norway/NNP/nsubj/refused/gpe refused=refuse/VBD/root to/TO/mark/meet meet/VB/xcomp/refused "
        "the/DT/det/envoy envoy/NN/obj/meet",
        ["refused: REJECT meet"], ["meet: CONSULT"], id="refused to meet",
    ),
    pytest.param(
        "Norway/NNP/nsubj/threatened/gpe threatened=threaten/VBD/root to/TO/mark/expel expel/VB/xcomp/threatened "
        "the/DT/det/attache attache/NN/obj/expel",
        ["threatened: THREATEN expel"], ["expel: SANCTION expel"], id="threatened to expel",
    ),
    pytest.param(
        "Norway/NNP/nsubj/threatened/gpe threatened=threaten/VBD/root to/TO/mark/deport deport/VB/xcomp/threatened "
        "the/DT/det/migrants migrants=migrant/NNS/obj/deport",
        ["threatened: THREATEN expel"], ["deport: COERCE deport"], id="threatened to deport",
    ),
    pytest.param(
        "Norway/NNP/nsubj/threatened/gpe threatened=threaten/VBD/root to/TO/mark/arrest arrest/VB/xcomp/threatened "
        "the/DT/det/captain captain/NN/obj/arrest",
        ["threatened: THREATEN arrest"], ["arrest: COERCE arrest"], id="threatened to arrest",
    ),
    pytest.param(
        "Rebels=rebel/NNS/nsubj/threatened threatened=threaten/VBD/root to/TO/mark/bomb bomb/VB/xcomp/threatened "
        "the/DT/det/embassy embassy/NN/obj/bomb",
        ["threatened: THREATEN violence"], ["bomb: ASSAULT explosives"], id="threatened to bomb",
    ),
    pytest.param(
        "Rebels=rebel/NNS/nsubj:pass/urged were=be/VBD/aux:pass/urged urged=urge/VBN/root to/TO/mark/release "
        "release/VB/xcomp/urged the/DT/det/hostages hostages=hostage/NNS/obj/release",
        ["urged: REQUEST yield"], ["release: RETREAT release"], id="was urged to release",
    ),
    pytest.param(
        "Rebels=rebel/NNS/nsubj:pass/urged were=be/VBD/aux:pass/urged urged=urge/VBN/root to/TO/mark/withdraw "
        "withdraw/VB/xcomp/urged their/PRP$/nmod:poss/tanks tanks=tank/NNS/obj/withdraw",
        ["urged: REQUEST yield"], ["withdraw: RETREAT withdraw"], id="was urged to withdraw",
    ),
    pytest.param(
        "Mali/NNP/nsubj/demanded/gpe demanded=demand/VBD/root the/DT/det/release release/NN/obj/demanded "
        "of/IN/case/prisoners prisoners=prisoner/NNS/nmod/release",
        ["demanded: REQUEST yield"], [None], id="demanded a release",
    ),
    pytest.param(
        "Norway/NNP/nsubj/failed/gpe failed=fail/VBD/root to/TO/mark/agree agree/VB/xcomp/failed",
        ["agree: AGREE"], [None], id="failed to agree",
    ),
    pytest.param(
        "Norway/NNP/nsubj/failed/gpe failed=fail/VBD/root to/TO/mark/sign sign/VB/xcomp/failed the/DT/det/treaty "
        "treaty/NN/obj/sign", ["sign: SUPPORT"], [None], id="failed to sign",
    ),
    pytest.param(
        "Norway/NNP/nsubj/began/gpe began=begin/VBD/root to/TO/mark/pull pull/VB/xcomp/began "
        "its/PRP$/nmod:poss/troops troops=troop/NNS/obj/pull out/RP/compound:prt/pull",
        ["pull out: RETREAT withdraw"], [None], id="began to pull out",
    ),
    pytest.param(
        "Norway/NNP/nsubj/condemned/gpe condemned=condemn/VBD/root the/DT/det/airstrike airstrike/NN/obj/condemned",
        ["condemned: ACCUSE disapprove", "airstrike: ASSAULT aerial"], [None, None], id="condemned an act that was",
    ),
    pytest.param(
        "Norway/NNP/nsubj/agreed/gpe agreed=agree/VBD/root after/IN/case/visit a/DT/det/visit visit/NN/obl/agreed",
        ["agreed: AGREE", "visit: CONSULT visit"], [None, None], id="agreed after an act that was",
    ),
    pytest.param(
        "Norway/NNP/nsubj/agreed/gpe agreed=agree/VBD/root to/TO/mark/call call/VB/xcomp/agreed for/IN/case/talks "
        "talks=talk/NNS/obl/call", ["agreed: AGREE"], ["call for: REQUEST meet"], id="agreed to call for talks",
    ),
    pytest.param(
        "Norway/NNP/nsubj/agreed/gpe agreed=agree/VBD/root to/TO/mark/withdraw withdraw/VB/xcomp/agreed "
        "its/PRP$/nmod:poss/troops troops=troop/NNS/obj/withdraw and/CC/cc/sign sign/VB/conj/withdraw "
        "the/DT/det/treaty treaty/NN/obj/sign", ["agreed: AGREE"], ["withdraw: RETREAT withdraw"],
        id="agreed to withdraw and sign",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "about"), EMBEDDED)
def test_an_act_about_an_act_is_one_event(sentence: str, expected: list[str], about: list[str | None]) -> None:
    document = tree(sentence)
    found = triggers(document, event_lexicon())
    assert shown(document, found) == expected
    if any(about):
        assert [shown(document, [t.about])[0] if t.about else None for t in found] == about


def trigger(category: str, mode: str | None = None) -> Trigger:
    return Trigger(0, (0,), category, 1.0, None, mode)


@pytest.mark.parametrize(
    ("act", "about", "mode"),
    [
        *((trigger("REQUEST"), trigger(name), mode) for name, mode in ASKED.items()),
        *((trigger("REJECT", "change"), trigger(name), mode) for name, mode in ASKED.items()),
        *((trigger("THREATEN"), trigger(name, mode), threat) for (name, mode), threat in THREATENED.items()),
        *((trigger("THREATEN"), trigger(name), threat) for name, threat in THREAT.items()),
        (trigger("THREATEN", "territory"), trigger("CONSULT"), "territory"),
        (trigger("REQUEST", "change"), trigger("PROTEST"), "change"),
        (trigger("AGREE"), trigger("AID"), None),
    ],
)
def test_the_mode_of_an_act_about_an_act(act: Trigger, about: Trigger, mode: str | None) -> None:
    assert composed_mode(act, about) == mode


def test_composed_modes_are_modes_of_their_category() -> None:
    known = tables.modes()
    assert set(ASKED.values()) <= set(known["REQUEST"]) & set(known["REJECT"])
    assert {*THREATENED.values(), *THREAT.values()} <= set(known["THREATEN"])
    assert all(mode in known[category] for category, mode in THREATENED)
    assert (set(ASKED) | set(THREAT)) <= set(known)


# Lexicon and model together

MARGIN = 0.05
BACKED = "Norway/NNP/nsubj/backed/gpe backed=back/VBD/root Latvia/NNP/obj/backed/gpe"
SNUBBED = "Norway/NNP/nsubj/snubbed/gpe snubbed=snub/VBD/root Latvia/NNP/obj/snubbed/gpe"


@pytest.mark.parametrize(("chance", "expected"), [(ENOUGH + MARGIN, ["snubbed: REJECT"]), (ENOUGH - MARGIN, [])])
def test_the_model_alone(chance: float, expected: list[str]) -> None:
    document = deeds(tree(SNUBBED), {"snubbed": {"REJECT": chance}}, {"snubbed": {"REJECT": 1.0}})
    found = triggers(document, OWN)
    assert shown(document, found) == expected
    assert all(t.entry is None for t in found)
    assert [t.score for t in found] == [pytest.approx(chance)] * len(expected)


def test_the_model_alone_takes_the_particle_of_a_verb_and_its_own_mode() -> None:
    document = deeds(
        tree("Norway/NNP/nsubj/called/gpe called=call/VBD/root off/RP/compound:prt/called it/PRP/obj/called"),
        {"called": {"REJECT": 0.9, "AGREE": 0.1}}, {"called": {"REJECT": 0.2, "REJECT meet": 0.5, "AGREE": 0.3}},
    )  # fmt: skip
    (found,) = triggers(document, OWN)
    assert shown(document, [found]) == ["called off: REJECT meet"]
    assert (found.head, found.anchor, found.score) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("sure", "chance", "expected"),
    [
        (0, ENOUGH - UNSURE + MARGIN, ["backed: SUPPORT"]),
        (0, ENOUGH - UNSURE - MARGIN, []),
        (1, max(0.0, ENOUGH - SURE) + MARGIN, ["backed: SUPPORT"]),
    ],
)
def test_an_entry_raises_what_the_model_doubts(sure: int, chance: float, expected: list[str]) -> None:
    document = deeds(tree(BACKED), {"backed": {"SUPPORT": chance}})
    found = triggers(document, lexicon(f"back,VERB,SUPPORT,,,051,,,,{sure}"))
    assert shown(document, found) == expected
    assert [t.score for t in found] == [pytest.approx(chance + (SURE if sure else UNSURE))] * len(expected)


def test_a_score_is_one_at_most() -> None:
    document = deeds(tree(BACKED), {"backed": {"SUPPORT": 1.0}})
    assert [t.score for t in triggers(document, OWN)] == [1.0]


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("wins", [True, False])
def test_the_category_is_the_lexicons_unless_the_model_is_far_surer(sure: bool, wins: bool) -> None:
    other = (1 + DECIDES[sure]) / 2 - (MARGIN if wins else -MARGIN)
    document = deeds(tree(BACKED), {"backed": {"COERCE": other, "SUPPORT": 1 - other}})
    (found,) = triggers(document, lexicon(f"back,VERB,SUPPORT,,,051,,,,{int(sure)}"))
    assert (found.category, found.entry is not None) == (("SUPPORT", True) if wins else ("COERCE", False))


def test_of_two_entries_the_model_chooses() -> None:
    known = lexicon("back,VERB,SUPPORT,,,051,,,,0", "back,VERB,RETREAT,withdraw,,0874,,,,0")
    for category, mode in (("SUPPORT", None), ("RETREAT", "withdraw")):
        document = deeds(tree(BACKED), {"backed": {category: 0.9}}, {"backed": {"RETREAT withdraw": 0.9}})
        (found,) = triggers(document, known)
        assert (found.category, found.mode, found.entry is not None) == (category, mode, True)


@pytest.mark.parametrize(
    ("told", "chances", "mode"),
    [
        ("aerial", {"ASSAULT aerial": 1.0}, "aerial"),
        ("aerial", {"ASSAULT aerial": 0.3, "ASSAULT drone": 0.6, "ASSAULT": 0.1}, "aerial"),
        ("aerial", {"ASSAULT": 0.05, "ASSAULT drone": 0.95}, "drone"),
        ("aerial", {"ASSAULT": 0.95, "ASSAULT drone": 0.05}, None),
        ("", {"ASSAULT": 0.4, "ASSAULT drone": 0.6}, "drone"),
        ("", {"ASSAULT": 0.6, "ASSAULT drone": 0.4}, None),
        ("", {"ASSAULT": 0.1, "COERCE arrest": 0.9}, None),
    ],
)
def test_the_mode_is_the_lexicons_unless_the_model_is_surer(
    told: str, chances: dict[str, float], mode: str | None
) -> None:
    document = deeds(tree(f"{ATTACKED} them/PRP/obj/attacked"), {"attacked": {"ASSAULT": 0.9}}, {"attacked": chances})
    (found,) = triggers(document, lexicon(f"attack,VERB,ASSAULT,{told},,190,,,,1"))
    assert found.mode == mode


def test_a_category_without_modes_has_none() -> None:
    document = deeds(tree(BACKED), {"backed": {"SUPPORT": 0.9}}, {"backed": {"SUPPORT": 1.0}})
    assert [t.mode for t in triggers(document, OWN)] == [None]


def test_the_head_of_a_phrase_is_the_word_that_the_model_sees_most() -> None:
    sentence = "Norway/NNP/nsubj/held/gpe held=hold/VBD/root talks=talk/NNS/obj/held"
    for chances, head in (({"talks": 0.9}, 2), ({"held": 0.9}, 1), ({"held": 0.71, "talks": 0.74}, 1)):
        document = deeds(tree(sentence), {word: {"CONSULT": chance} for word, chance in chances.items()})
        (found,) = triggers(document, OWN)
        assert (found.head, found.anchor, found.words) == (head, 1, (1, 2))


# Any tree


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.booleans(), st.data())
def test_triggers_hold_in_any_tree(words: list[int], modelled: bool, data: st.DataObject) -> None:
    known = ("attacked=attack/VBD", "talks=talk/NNS", "pulled=pull/VBD", "out/RP", "held=hold/VBD", "fire/NN",
             "exchange/NN", "of/IN", "Norway/NNP", "troops=troop/NNS", "to/TO", "agree/VB")  # fmt: skip
    relations = ("obj", "nsubj", "xcomp", "obl", "nmod", "compound:prt", "case", "acl", "conj", "amod", "mark")
    lines = []
    for number, word in enumerate(words, 1):
        form, _, lemma = known[word % len(known)].partition("/")[0].partition("=")
        xpos = known[word % len(known)].partition("/")[2]
        head = data.draw(st.integers(0, number - 1)) if number > 1 else 0
        relation = data.draw(st.sampled_from(relations)) if head else "root"
        lines.append(f"{number}\t{form}\t{lemma or form}\t{upos(xpos, relation)}\t{xpos}\t_\t{head}\t{relation}\t_\t_")
    document = next(conllu.read(lines))
    if modelled:
        chances = {t.text: {"ASSAULT": data.draw(st.floats(0, 1))} for t in document.tokens}
        deeds(document, chances)
    found = triggers(document, OWN)
    assert all(ENOUGH <= t.score <= 1 for t in found)
    assert all(t.category in tables.modes() and (not t.mode or t.mode in tables.modes()[t.category]) for t in found)
    assert [t.head for t in found] == sorted({t.head for t in found})
    assert all(0 <= i < len(document.tokens) for t in found for i in (t.head, t.anchor, *t.words))
