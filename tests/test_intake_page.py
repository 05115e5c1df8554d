"""Pages of plain text: headline, deck, bylines, captions, datelines, time lines and furniture, by rule."""

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import tables
from onrecord.intake import IntakeOptions, articles, bylines, captions, datelines, days, layout, page
from onrecord.intake.article import Article
from onrecord.records import Caption, Failure

PAGES = Path(__file__).parent / "pages"
PROSE = "The two governments said on Tuesday that the talks would go on for another week."


def read(path: Path) -> Article:
    """The one article of a file."""
    [found] = articles([str(path)], IntakeOptions())
    assert isinstance(found, Article), found
    return found


def test_a_scraped_page_gives_each_line_its_part() -> None:
    found = read(PAGES / "scraped.txt")
    assert found.title == "Ibarra and Peñasco agree to share river data"
    assert found.standfirst == "Dam levels will be published every day, ministers say"
    assert found.bylines == ["Lena Fournier", "Tomas Keel"]
    assert (found.published, found.published_from) == ("2025-01-21", "text")
    words = "Energy ministers of Ibarra and Peñasco shake hands in Puerto Alto, Jan. 20, 2025."
    assert found.captions == [Caption(text=words, credit="AP-Yonhap", date="2025-01-20")]
    assert [paragraph[:24] for paragraph in found.text.split("\n\n")] == [
        "Ibarra and Peñasco agree",
        "Ibarran Energy Minister ",
        "What the farmers want",
        "Farmers in Peñasco welco",
        '"Figures do not fill a d',
        "Peñasco did not say if i",
        "Save the Children said t",
    ]
    assert found.furniture == [
        "Politics",
        "Posted : 2025-01-21 16:30 Updated : 2025-01-21 18:02",
        "Font Size",
        "Read more: Nine years of low water",
        "Most Read",
        "Ibarra opens second gate of the dam after a year of drought in the south",
        "Peñasco votes",
        "(END)",
        "Copyright 2025 The Upland Times. All rights reserved.",
        '"Figures do not fill a ditch," said Marta Rojas, who speaks for the farmers\' union.',
    ]


def test_a_text_without_furniture_keeps_every_paragraph() -> None:
    parts = page.sort_out([PROSE, "What comes next", PROSE.replace("Tuesday", "Friday"), "Thank you all"])
    assert parts == page.Parts(body=[PROSE, "What comes next", PROSE.replace("Tuesday", "Friday"), "Thank you all"])


def test_lines_that_all_end_like_no_sentence_are_all_body() -> None:
    assert page.sort_out(["Kyiv said talks would resume", "Moscow did not"]).body == [
        "Kyiv said talks would resume",
        "Moscow did not",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Will the envoys come back to Geneva?",
        "Envoys return to the U.S.",
        "“Nobody called,” envoy says of “the affair”",
    ],
)
def test_headlines_that_end_like_sentences_or_quotations(title: str) -> None:
    parts = page.sort_out([title, "By Lena Fournier", PROSE + " " + PROSE, PROSE])
    assert (parts.title, parts.bylines, parts.body) == (title, ["Lena Fournier"], [PROSE + " " + PROSE, PROSE])


def test_a_deck_that_is_a_sentence_stands_between_headline_and_byline() -> None:
    parts = page.sort_out(["Envoys return to Geneva", "They did not say why.", "By Lena Fournier", PROSE])
    assert (parts.title, parts.standfirst, parts.body) == ("Envoys return to Geneva", "They did not say why.", [PROSE])


def test_a_byline_below_a_one_sentence_report_leaves_the_sentence_in_the_body() -> None:
    parts = page.sort_out(["Envoys return to Geneva", PROSE, "By Lena Fournier"])
    assert (parts.standfirst, parts.body, parts.bylines) == (None, [PROSE], ["Lena Fournier"])


def test_a_known_headline_is_dropped_wherever_the_page_repeats_it() -> None:
    parts = page.sort_out(["Envoys return", PROSE, "Envoys  RETURN"], title="Envoys return")
    assert (parts.title, parts.body, parts.furniture) == ("Envoys return", [PROSE], [])


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell in Seoul on Monday.",
        "Save the Children said aid was blocked.",
        "Reporting by the ministry showed that talks had failed.",
        "Search teams found three bodies.",
        "Related talks will be held in May.",
        "Print journalists were kept out of the hall.",
        "Updated figures were not given.",
        "Top 10 donors met in Oslo.",
        "Letters were sent to both ministries.",
    ],
)
def test_sentences_that_begin_like_furniture_are_prose(line: str) -> None:
    assert page.kind_of(line) == "prose"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Top 10 Stories", "heading"),
        ("More from World", "heading"),
        ("You may also like", "heading"),
        ("LETTER", "furniture"),
        ("Sign up for eNewsletter", "furniture"),
        ("Subscribe to our newsletter.", "furniture"),
        ("Facebook Twitter Email", "furniture"),
        ("23 comments", "furniture"),
        ("4 min read", "furniture"),
        ("Reporting by Lena Fournier in Geneva; Writing by A. Keel; Editing by B. Holt", "furniture"),
        ("-30-", "furniture"),
        ("All rights reserved.", "furniture"),
        ("Nov. 27, 2024, 4:30 p.m.", "date"),
        ("Wednesday, 27 November 2024 16:30 GMT", "date"),
        ("2 hours ago", "date"),
        ("Join the talks, Seoul tells Pyongyang", "plain"),
        ("In 2024", "plain"),
        ("6:05 p.m.", "prose"),
        (
            "The hall is one of the largest in the old city. It was built in 1988 and is run by the navy and the "
            "ministry of the interior",
            "prose",
        ),
    ],
)
def test_lines_known_by_their_words(line: str, kind: str) -> None:
    assert page.kind_of(line) == kind


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Lena Fournier, staff reporter, and Tomas Keel in Geneva", ["Lena Fournier", "Tomas Keel"]),
        ("By Kwak Yeon-soo", ["Kwak Yeon-soo"]),
        ("BY LENA FOURNIER and J. M. Keel", ["LENA FOURNIER", "J. M. Keel"]),
        ("By Lena Fournier BBC News, Geneva", ["Lena Fournier"]),
        ("By Kim Arin (arin@example.org)", ["Kim Arin"]),
        ("By Lena Fournier Nov. 27, 2024 4:30 pm", ["Lena Fournier"]),
        ("By Lena Fournier | Reuters", ["Lena Fournier"]),
        (
            "By A. B. Okafor, Maria de la Cruz & Jan van der Berg",
            ["A. B. Okafor", "Maria de la Cruz", "Jan van der Berg"],
        ),
        ("By Lena Fournier, Chief Political Correspondent", ["Lena Fournier"]),
        ("By Lena Fournier with agencies", ["Lena Fournier"]),
        ("By Salma Haddad Staff Writer", ["Salma Haddad"]),
        ("By Lena Fournier Published 3 March 2024 Updated 4 March 2024", ["Lena Fournier"]),
        ("Words by Joaquín Peña and Inés Núñez", ["Joaquín Peña", "Inés Núñez"]),
        ("By Sportswriter Cao Jianjie and staff writer Salma Haddad", ["Cao Jianjie", "Salma Haddad"]),
        ("By AFP", []),
        ("By The Associated Press", []),
        ("By Wednesday, the talks had ended", []),
        ("By then the minister had left", []),
        ("By our Moscow correspondent", []),
    ],
)
def test_bylines(line: str, names: list[str]) -> None:
    assert bylines.byline(line) == names


def test_a_name_with_its_role_is_a_byline_without_by() -> None:
    parts = page.sort_out(["Envoys return to Geneva", "Lena Fournier, staff reporter", PROSE])
    assert (parts.title, parts.bylines, parts.body) == ("Envoys return to Geneva", ["Lena Fournier"], [PROSE])


def test_a_byline_may_hold_the_date_of_publication_but_not_that_of_a_change() -> None:
    parts = page.sort_out(["Envoys return", "By Lena Fournier Published 3 March 2024 Updated 4 March 2024", PROSE])
    assert parts.published == "2024-03-03"
    assert page.sort_out(["Envoys return", "Updated: Nov. 28, 2024", PROSE]).published is None


@pytest.mark.parametrize(
    ("opening", "text", "place", "country"),
    [
        ("MOSCOW (AP) — Talks", "MOSCOW (AP) —", "Moscow", "RUS"),
        ("MOSCOW (AP)_ Presidents met.", "MOSCOW (AP)_", "Moscow", "RUS"),
        ("BEIJING, Nov. 1 (Xinhua) -- The", "BEIJING, Nov. 1 (Xinhua) --", "Beijing", "CHN"),
        ("Gaza City, 3 March", "Gaza City, 3 March", "Gaza City", "PSE"),
        ("Gaza City, 3 March – The", "Gaza City, 3 March –", "Gaza City", "PSE"),
        ("WASHINGTON — The", "WASHINGTON —", "Washington", "USA"),
        ("WASHINGTON, D.C. — The", "WASHINGTON, D.C. —", "Washington", "USA"),
        ("SEOUL, Nov. 27 (Yonhap) -- South", "SEOUL, Nov. 27 (Yonhap) --", "Seoul", "KOR"),
        ("Seoul — The government said.", "Seoul —", "Seoul", "KOR"),
        ("KYIV, Ukraine — Talks", "KYIV, Ukraine —", "Kyiv", "UKR"),
        ("GENEVA (12 May 2024) – UN experts", "GENEVA (12 May 2024) –", "Geneva", "CHE"),
        ("NEW DELHI: India said", "NEW DELHI:", "New Delhi", "IND"),
        ("UNITED NATIONS — The", "UNITED NATIONS —", "United Nations", None),
        ("JERUSALEM (Reuters) - Israel", "JERUSALEM (Reuters) -", "Jerusalem", "ISR"),
        ("GENEVA/MOSCOW, March 3 (Reuters) - The", "GENEVA/MOSCOW, March 3 (Reuters) -", "Geneva/Moscow", None),
        ("ATLANTA, Georgia (CNN) -- The", "ATLANTA, Georgia (CNN) --", "Atlanta", "USA"),
        ("TBILISI, Georgia (AP) — The", "TBILISI, Georgia (AP) —", "Tbilisi", "GEO"),
        ("PARIS, Texas (AP) — The", "PARIS, Texas (AP) —", "Paris", "USA"),
        ("RAMALLAH, West Bank (AP) — The", "RAMALLAH, West Bank (AP) —", "Ramallah", "PSE"),
        ("LONDON, March 4 (UPI) -- Britain", "LONDON, March 4 (UPI) --", "London", "GBR"),
        ("TOKYO, Dec 14 (AFP) - Japan", "TOKYO, Dec 14 (AFP) -", "Tokyo", "JPN"),
        ("PORT-AU-PRINCE, Haiti (AP) — Gangs", "PORT-AU-PRINCE, Haiti (AP) —", "Port-au-Prince", "HTI"),
        ("CAMP DAVID, Md. (AP) — The", "CAMP DAVID, Md. (AP) —", "Camp David", "USA"),
        ("SANTORO, Feb. 6 (Wire) - Rebels", "SANTORO, Feb. 6 (Wire) -", "Santoro", None),
    ],
)
def test_datelines(opening: str, text: str, place: str, country: str | None) -> None:
    found = datelines.dateline(opening + "\n\n" + PROSE)
    assert found is not None
    assert (found.text, found.place, found.country) == (text, place, country)
    assert opening.startswith(found.text)


@pytest.mark.parametrize(
    "opening",
    [
        "However — as the minister said — talks go on.",
        "Moscow — which denies it — said no.",
        "Moscow — Putin's capital — said no.",
        "NATO — the alliance of 32 states — met.",
        "BREAKING — The talks ended.",
        "EXCLUSIVE: The minister is to go.",
        "US - China talks ended.",
        "Q: What did you say?",
        "The talks - the first since May - ended.",
        "Moscow: we will answer.",
        "Foreign Minister Ruiz (Liberal) — a lawyer — said so.",
        "On Nov. 7 — a Thursday — he left.",
        "In Geneva, March 3 — the talks began.",
        "Paris Agreement (2015) — The text",
        "President Yoon (right) — The visit",
        "",
    ],
)
def test_dashes_that_make_no_dateline(opening: str) -> None:
    assert datelines.dateline(opening) is None


@pytest.mark.parametrize(
    ("paragraph", "words", "credit", "date"),
    [
        (
            "Envoys meet in Geneva, July 15, 2023. Courtesy of the ministry",
            "Envoys meet in Geneva, July 15, 2023.",
            "Courtesy of the ministry",
            "2023-07-15",
        ),
        (
            "Envoys meet in Geneva, Tuesday. AP Photo/Jane Doe",
            "Envoys meet in Geneva, Tuesday.",
            "AP Photo/Jane Doe",
            None,
        ),
        ("Envoys meet in Geneva (AP)", "Envoys meet in Geneva", "AP", None),
        (
            "Envoys meet. (Photo by Jane Doe/AFP via Getty Images)",
            "Envoys meet.",
            "Jane Doe/AFP via Getty Images",
            None,
        ),
        ("Envoys meet in Geneva | Photo Credit: AP", "Envoys meet in Geneva", "AP", None),
        ("Envoys meet. REUTERS/Jane Doe/File Photo", "Envoys meet.", "REUTERS/Jane Doe/File Photo", None),
        ("Envoys meet in the U.S. U.S. Army photo", "Envoys meet in the U.S.", "U.S. Army photo", None),
        ("Envoys meet. Korea Pool", "Envoys meet.", "Korea Pool", None),
        (
            "Envoys meet, 3 March 2024 and 4 March 2024. Yonhap",
            "Envoys meet, 3 March 2024 and 4 March 2024.",
            "Yonhap",
            None,
        ),
    ],
)
def test_captions(paragraph: str, words: str, credit: str, date: str | None) -> None:
    assert captions.with_credit(paragraph) == Caption(text=words, credit=credit, date=date)


@pytest.mark.parametrize(
    "paragraph",
    [
        "He was detained. Reuters reported the arrest.",
        "They left. Images showed smoke.",
        "Ministers met on Monday. They spoke via video link.",
        "The fire went out. Video from the scene showed smoke.",
        "He said so. AP reporters saw it.",
        "The envoy told the Korean Central News Agency (KCNA).",
        "The minister (left) said so (again).",
    ],
)
def test_sentences_that_end_like_credits_are_no_captions(paragraph: str) -> None:
    assert captions.with_credit(paragraph) is None


def test_a_caption_shown_twice_is_kept_once_with_a_credit_that_no_table_knows() -> None:
    caption = "Envoys meet at the port authority in Geneva. Cape Lind Museum"
    parts = page.sort_out(["Envoys meet at last", caption, caption.replace(" at", "  at"), PROSE])
    assert parts.captions == [
        Caption(text="Envoys meet at the port authority in Geneva.", credit="Cape Lind Museum", date=None)
    ]
    assert (parts.body, parts.furniture) == ([PROSE], [])


def test_a_pull_quote_stays_where_it_was_first_said() -> None:
    quote = '"Figures do not fill a ditch," the farmer said.'
    parts = page.sort_out([PROSE, quote, PROSE.replace("Tuesday", "Friday"), quote])
    assert (parts.body, parts.captions) == ([PROSE, quote, PROSE.replace("Tuesday", "Friday")], [])
    assert parts.furniture == [quote]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Posted Nov. 27, 2024", ["2024-11-27"]),
        ("27 November 2024", ["2024-11-27"]),
        ("2024.11.27 16:30", ["2024-11-27"]),
        ("27/11/2024", ["2024-11-27"]),
        ("11/27/2024", ["2024-11-27"]),
        ("03/04/2024", []),
        ("27.11.2024", ["2024-11-27"]),
        ("31 February 2024", []),
        ("May 2024", []),
        ("Sept. 4, 2024 and 5 Sept 2024", ["2024-09-04", "2024-09-05"]),
    ],
)
def test_days_in_a_text(text: str, found: list[str]) -> None:
    assert days.days_in(text) == found


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2024-11-27", "2024-11-27"),
        ("2024-11-27T16:30:00Z", "2024-11-27T16:30:00+00:00"),
        ("2024-11-27 16:30", "2024-11-27T16:30:00"),
        ("Wed, 27 Nov 2024 02:00:00 +0900", "2024-11-27T02:00:00+09:00"),
        ("November 27, 2024", "2024-11-27"),
        ("2024-13-45", None),
        ("2024", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_of_metadata(value: str, moment: str | None) -> None:
    assert days.moment(value) == moment


def test_every_row_of_the_page_lines_compiles_and_has_a_source() -> None:
    with (Path(tables.__file__).parent / "page_lines.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["kind", "pattern", "source"]
    kinds = {"heading", "furniture", "notice", "date", "updated", "credit", "role", "outlet"}
    assert {row[0] for row in rows[1:]} == kinds | {"place", "region", "american_state"}
    for row in rows[1:]:
        assert len(row) == 3, row
        assert row[2], row
        re.compile(row[1])
    assert len({(row[0], row[1]) for row in rows[1:]}) == len(rows) - 1


@pytest.mark.parametrize(
    "filler", [" ", "-", "a", "<", "A ", "By A ", ". ", "1", "1/", "/", "(", "A, ", "\u00a0", "— ", "'", "Jan 1 "]
)
def test_long_lines_of_one_thing_take_no_time(filler: str) -> None:
    line = (filler * 10_000)[:10_000]
    started = time.process_time()
    for text in (line, f"By {line}", f"{line}. AP", f"SEOUL {line}", f"Talks {line}\n{PROSE}", f"Posted {line[:110]}"):
        parts = page.sort_out(layout.paragraphs(text))
        datelines.dateline("\n\n".join(parts.body))
        days.days_in(text)
    assert time.process_time() - started < 1


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = layout.normalise(text)
    assert layout.normalise(once) == once


@given(st.text())
def test_normalising_loses_no_word_character(text: str) -> None:
    def words(any_text: str) -> str:
        return "".join(re.findall(r"\w", any_text))

    assert words(layout.normalise(text)) == words(text)


LINES = st.lists(st.text(alphabet="abc DEF.\t-é", min_size=1, max_size=60), max_size=12)


@given(LINES)
def test_paragraphs_keep_the_order_of_the_words(lines: list[str]) -> None:
    found = " ".join(layout.paragraphs("\n".join(lines)))
    assert found.replace(" ", "") == "".join("".join(lines).split())


PARTS = st.lists(
    st.sampled_from(
        [
            PROSE,
            "By Lena Fournier",
            "Most Read",
            "Envoys return to Geneva",
            "Envoys meet. Yonhap",
            "Talks",
            "Nov. 27, 2024",
            "Why?",
        ]
    ),
    max_size=10,
)


@given(PARTS)
def test_no_paragraph_is_lost_and_the_body_keeps_its_order(paragraphs: list[str]) -> None:
    parts = page.sort_out(paragraphs)
    rest = iter(paragraphs)
    assert all(any(paragraph == line for line in rest) for paragraph in parts.body)
    kept = {
        *parts.body,
        *parts.furniture,
        parts.title,
        parts.standfirst,
        *(f"{c.text} {c.credit}" if c.credit else c.text for c in parts.captions),
    }
    kept |= {f"By {name}" for name in parts.bylines}
    assert set(paragraphs) <= kept


def test_the_body_is_clean_text_so_that_offsets_hold(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"\ufeff{PROSE}\r\n\r\n\u00a0 Both\u200b  left.\x07\t \n\n\n“Why\u00ad not?”\n", encoding="utf8")
    found = read(file)
    assert found.text == f"{PROSE}\n\nBoth left.\n\n“Why not?”"
    assert layout.normalise(found.text) == found.text


def test_failures_are_no_articles(tmp_path: Path) -> None:
    [found] = articles([str(tmp_path / "none.txt")], IntakeOptions())
    assert isinstance(found, Failure)
