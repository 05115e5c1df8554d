"""Where words begin and end."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language import words

LONG = 100_000  # characters of an adversarial line
PIECES = (
    "'s", "n't", "’", "'", '"', "“", ".", "..", "…", ",", "-", "--", "$", "%", "@", "www.", "https://", "U.S.", "co-",
    "re-", "Mr.", "No.", " ", "\n\n",
)  # fmt: skip
NEWSY = st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4), max_size=30).map("".join)
PLAIN = st.from_regex(r"[A-Z]?[b-df-hj-np-z]{2,8}", fullmatch=True).filter(lambda word: not word.startswith("www"))


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in words.split(text)]


def looped(unit: str) -> str:
    return (unit * (LONG // len(unit) + 1))[:LONG]


@given(NEWSY)
@settings(max_examples=200, deadline=None)
def test_every_character_but_white_space_lies_in_exactly_one_word(text: str) -> None:
    spans = words.split(text)
    covered = [i for a, b in spans for i in range(a, b)]
    assert covered == [i for i, c in enumerate(text) if not c.isspace()]
    assert all(a < b for a, b in spans)


@given(NEWSY, NEWSY)
@settings(max_examples=100, deadline=None)
def test_a_blank_line_divides_whatever_stands_around_it(one: str, other: str) -> None:
    moved = [(a + len(one) + 2, b + len(one) + 2) for a, b in words.split(other)]
    assert words.split(f"{one}\n\n{other}") == words.split(one) + moved


@given(st.lists(PLAIN, max_size=20))
@settings(max_examples=100, deadline=None)
def test_plain_words_are_what_blanks_divide(plain: list[str]) -> None:
    kept = [word for word in plain if word.lower() not in words.forms()["joined"]]
    assert cut(" ".join(kept)) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # clitics
        ("Ukraine's", "Ukraine 's"),
        ("Ukraine’s", "Ukraine ’s"),
        ("ministers' talks", "ministers ' talks"),
        ("can't won’t isn't", "ca n't wo n’t is n't"),
        ("cannot", "can not"),
        ("they're I'm we've he'd she'll", "they 're I 'm we 've he 'd she 'll"),
        ("we'd've", "we 'd 've"),
        ("gonna wanna gotta", "gon na wan na got ta"),
        ("Don't", "Do n't"),
        ("O'Brien", "O'Brien"),
        ("Côte d'Ivoire", "Côte d'Ivoire"),
        ("Qur’an", "Qur’an"),
        # abbreviations and initials
        ("the U.S. and the U.N. agreed", "the U.S. and the U.N. agreed"),
        ("Washington, D.C., and", "Washington , D.C. , and"),
        ("at 10 a.m. on", "at 10 a.m. on"),
        ("Mr. Kim met Sen. Cole", "Mr. Kim met Sen. Cole"),
        ("J. D. Moreau", "J. D. Moreau"),
        ("Lt. Gen. A. Okafor Jr. said", "Lt. Gen. A. Okafor Jr. said"),
        ("on Jan. 5", "on Jan. 5"),
        ("St. Petersburg", "St. Petersburg"),
        ("No. 2", "No. 2"),
        ("No. He left.", "No . He left ."),
        ("Plan B. Then", "Plan B. Then"),
        ("i.e. that, e.g. this, etc. and", "i.e. that , e.g. this , etc. and"),
        ("lives in Wash.", "lives in Wash ."),
        ("I saw. Then", "I saw . Then"),
        # hyphens and dashes
        ("U.S.-led", "U.S. - led"),
        ("rule-out", "rule - out"),
        ("co-operation", "co-operation"),
        ("counter-terrorism", "counter-terrorism"),
        ("re-elected", "re-elected"),
        ("anti-U.S. rally", "anti-U.S. rally"),
        ("20-year-old", "20 - year - old"),
        ("Kim Jong-un", "Kim Jong - un"),
        ("Seoul–Busan", "Seoul – Busan"),
        ("talks—again", "talks — again"),
        ("talks -- again", "talks -- again"),
        # numbers, currency, signs
        ("10,000 troops", "10,000 troops"),
        ("3.5 percent", "3.5 percent"),
        ("$3.5 billion", "$ 3.5 billion"),
        ("€20m", "€ 20m"),
        ("10%", "10 %"),
        ("#1", "# 1"),
        ("at 8:30", "at 8:30"),
        ("11/07/97", "11/07/97"),
        ("the 1990s", "the 1990s"),
        ("the 21st", "the 21st"),
        ("155mm", "155mm"),
        ("F-16s", "F - 16s"),
        ("and/or", "and / or"),
        ("in 2024, 30", "in 2024 , 30"),
        # joined by signs
        ("AT&T", "AT&T"),
        ("Q&A", "Q&A"),
        # addresses
        ("see https://example.org/a_b?x=1&y=2.", "see https://example.org/a_b?x=1&y=2 ."),
        ("(www.example.org)", "( www.example.org )"),
        ("to press@mfa.example.org, or", "to press@mfa.example.org , or"),
        # marks
        ("wait… and", "wait … and"),
        ("wait... and", "wait ... and"),
        ("What?! Now", "What ?! Now"),
        ("“We,” he said", "“ We , ” he said"),
        ("‘never’", "‘ never ’"),
        ("``this''", "`` this ''"),
        ('"no."', '" no . "'),
        ("(here)", "( here )"),
        # a missing space after a stop
        ("It ended.The next", "It ended . The next"),
        ("ended.”The", "ended . ” The"),
        # other scripts
        ("naïve Élysée", "naïve Élysée"),
        ("北京 مرحبا", "北京 مرحبا"),
    ],
)
def test_hard_cases_after_ud_english(text: str, expected: str) -> None:
    assert cut(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S.'s ally", "the U.S. 's ally"),
        ("Acme Inc.’s offer", "Acme Inc. ’s offer"),
        ("No. 10's view", "No. 10 's view"),
        ("2024's budget", "2024 's budget"),
        ("Sa\u0303o Tome\u0301", "Sa\u0303o Tome\u0301"),
    ],
)
def test_clitics_after_stops_and_digits_and_combining_accents(text: str, expected: str) -> None:
    assert cut(text) == expected.split()


ENDLESS = (
    "a", "1", "1,", "1:", ".", ". ", "'", "-", "re-", "n't", "A.", "a.", "aB.", "a&", "a@", "@a", "+", "a@a.", "www.",
    "www.a)", "1a", "1st", "“", " ", "\n\n", "dont ", "_", "U.S.-", "$1", "…", "-1", "é", "🙂", "\u200f", "No.1 ",
    "http://",
)  # fmt: skip


@pytest.mark.parametrize("unit", ENDLESS)
def test_no_line_of_100_000_characters_takes_long(unit: str) -> None:
    text = looped(unit) + "a"
    began = time.process_time()
    spans = words.split(text)
    assert time.process_time() - began < 2, "linear splitting takes about a tenth of a second"
    assert sum(b - a for a, b in spans) == sum(not c.isspace() for c in text)


@pytest.mark.parametrize("unit", ["'s", "’ve", "ab.Cd"])
def test_a_word_of_endless_clitics(unit: str) -> None:
    assert sum(b - a for a, b in words.split("a" + looped(unit))) == LONG + 1
