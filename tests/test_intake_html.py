"""Web pages: body, headline, deck, bylines, captions, dates and furniture, in whatever encoding."""

from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.intake import IntakeOptions, articles, decoding, markup, metadata
from onrecord.intake.article import Article
from onrecord.intake.layout import normalise
from onrecord.records import Caption, Dateline, Failure, InputError

PAGES = Path(__file__).parent / "pages"
STORY = """<p>The two governments said on Tuesday that the talks on the sea border would go on for a week in Geneva.</p>
<p>A spokesman for the Swiss foreign ministry, which hosts the talks, declined to comment on a draft of the agenda.</p>
<p>Both delegations said they would publish the minutes of the meeting once the lawyers had read the last pages.</p>"""
START = "<html><head><title>Talks go on</title></head><body>"


def read(path: Path, published: str | None = None) -> Article:
    """The one article of a file."""
    [found] = articles([str(path)], IntakeOptions(published=published))
    assert isinstance(found, Article), found
    return found


def page(tmp_path: Path, markup: str, name: str = "a.html") -> Article:
    """The article of a page's markup."""
    file = tmp_path / name
    file.write_text(markup, encoding="utf8")
    return read(file)


def test_classes_give_deck_and_bylines_and_the_body_keeps_lists_and_quotations() -> None:
    found = read(PAGES / "deck-and-byline.html")
    assert found.title == "Ostrava Islands call off border talks"
    assert found.standfirst == "Foreign minister gives no reason. Neighbours say they were not told."
    assert found.bylines == ["Lena Fournier", "Tomas Keel"]
    assert (found.published, found.published_from) == ("2025-03-14T18:05:00+01:00", "metadata")
    assert (found.source.publisher, found.language) == ("The Meridian Gazette", "en")
    assert found.text.split("\n\n") == [
        "The Ostrava Islands called off talks on their sea border on Friday, hours before a Norvanian delegation was "
        "to land, the foreign ministry in Port Ostrava said in a statement that ran to two lines.",
        'Foreign Minister Mateo Ruiz told reporters that the session "could not take place in the present climate".',
        '"We had our bags in the car," a Norvanian diplomat said. "Nobody called."',
        "What was on the table",
        "The two sides were to discuss three points, according to a draft agenda seen by the Gazette:",
        "the line between the two fishing grounds",
        "patrols in the strait",
        "A spokesman for the Swiss foreign ministry, which was to host the talks, declined to comment on the draft "
        "agenda.",
    ]
    assert found.furniture == [
        "Home World",
        "14 March 2025",
        "More from World",
        "Norvania recalls its envoy Anna Holt",
        "Copyright 2025 The Meridian Gazette. All rights reserved.",
    ]


def test_linked_data_gives_writers_publisher_and_the_first_publication() -> None:
    found = read(PAGES / "linked-data.html")
    assert found.title == "Norvania recalls envoy over patrol boats"
    assert found.bylines == ["Anna Holt", "Piet de Vries"]
    assert (found.published, found.published_from) == ("2025-03-17T07:30:00+00:00", "metadata")
    assert found.source.publisher == "Harbour Wire"
    assert found.source.url == "https://harbourwire.example/2025/norvania-recalls-envoy"
    assert found.dateline == Dateline(text="LANDSBY, March 17 (Harbour Wire) --", place="Landsby", country=None)
    assert len(found.text.split("\n\n")) == 4


def test_captions_of_figures_and_classes_are_kept_once_and_stay_out_of_the_body() -> None:
    found = read(PAGES / "figures.html")
    assert found.captions == [
        Caption(
            text="Lorries with flour enter Lower Kesh, Sept. 4, 2024.", credit="Amina Saleh/Reuters", date="2024-09-04"
        ),
        Caption(
            text="A boy carries bread from the mill in Lower Kesh, Wednesday.", credit="AP Photo/Joost Maas", date=None
        ),
        Caption(text="The mill before the war.", credit=None, date=None),
    ]
    assert [paragraph.split()[0] for paragraph in found.text.split("\n\n")] == ["The", "Drivers", "Colonel", "The"]
    assert (found.published, found.published_from, found.furniture) == ("2024-09-05", "metadata", [])


def test_furniture_is_taken_out_of_the_body_and_kept() -> None:
    found = read(PAGES / "furniture.html")
    assert (found.title, found.bylines) == ("Santoro frees eleven soldiers before vote", ["Clara Inostroza"])
    assert (found.published, found.published_from) == ("2025-02-06", "text")
    assert [paragraph.split()[0] for paragraph in found.text.split("\n\n")] == ["Rebels", "The", '"Their', "The"]
    assert found.furniture == [
        "We use cookies to improve your visit.",
        "Skip to main content",
        "Published: 6 February 2025, 14:20 GMT",
        "Advertisement",
        "Related stories",
        "Bishop meets rebels for the fourth time",
        "Who pays for the accord",
        "Sign up for our morning newsletter",
        "Follow us on Facebook",
        "© 2025 Santoro Today. All rights reserved.",
    ]


@pytest.mark.parametrize("name", ["latin-1", "latin-1-undeclared"])
def test_western_encodings_declared_and_not(name: str) -> None:
    found = read(PAGES / f"{name}.html")
    assert found.title == "Peña meets Núñez in Asunción"
    assert found.text.startswith(
        "President Joaquín Peña met the Ibarran foreign minister, Inés Núñez, in Asunción on Tuesday "
        "and promised “a café, not a summit” on dams."
    )


@pytest.mark.parametrize("name", ["windows-1251", "windows-1251-undeclared"])
def test_cyrillic_encodings_declared_and_not(name: str) -> None:
    found = read(PAGES / f"{name}.html")
    assert (found.title, found.language) == ("Стороны продолжат переговоры в Женеве", "ru")
    assert found.text.startswith("Министр иностранных дел заявил в среду, что переговоры в Женеве продолжатся")


@pytest.mark.parametrize("name", ["utf-16", "utf-16-unmarked"])
def test_utf_16_with_and_without_its_mark(name: str) -> None:
    found = read(PAGES / f"{name}.html")
    assert found.title == "Envoy returns to Moyale"
    assert found.text.startswith("The African Union’s envoy returned to Moyale on Friday")


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.name)
def test_every_body_is_clean_text_so_that_offsets_hold(path: Path) -> None:
    found = read(path)
    assert normalise(found.text) == found.text
    assert found.dateline is None or found.text.startswith(found.dateline.text)
    assert not set(found.text.split("\n\n")) & {found.title, found.standfirst, *(c.text for c in found.captions)}


def test_metadata_comes_before_the_page_s_time_line_and_that_before_the_argument(tmp_path: Path) -> None:
    meta = '<meta property="article:published_time" content="2025-03-12T09:40:00Z">'
    line = "<p>Published: 11 March 2025</p>"
    dated, undated = tmp_path / "dated.html", tmp_path / "undated.html"
    neither, file = (
        tmp_path / "neither.html",
        "<html><head>{}<title>Talks go on</title></head><body><h1>Talks go on</h1>{}",
    )
    dated.write_text(file.format(meta, line) + STORY)
    undated.write_text(file.format("", line) + STORY)
    neither.write_text(file.format("", "") + STORY)
    options = IntakeOptions(published="2025-03-10")
    found = [a for a in articles(map(str, (dated, undated, neither)), options) if isinstance(a, Article)]
    assert [(a.published, a.published_from) for a in found] == [
        ("2025-03-12T09:40:00+00:00", "metadata"),
        ("2025-03-11", "text"),
        ("2025-03-10", "argument"),
    ]
    assert (read(neither).published, read(neither).published_from) == (None, None)


@pytest.mark.parametrize(
    ("head", "url", "published"),
    [
        ("", "https://wire.example/2024/11/27/talks", "2024-11-27"),
        ("", "https://wire.example/2024/11/talks", None),
        ('<meta name="DC.date.issued" content="2024-11-27">', None, "2024-11-27"),
        ('<meta itemprop="datePublished" content="Nov. 27, 2024">', None, "2024-11-27"),
        ('<meta property="article:modified_time" content="2024-11-28">', None, None),
        ('<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2024-11-27"}</script>', None, None),
        (
            '<script type="application/ld+json">{"@type": ["NewsArticle"], "datePublished": "2024-11-27"}</script>',
            None,
            "2024-11-27",
        ),
        ('<script type="application/ld+json">[[[[[[[{</script>', None, None),
        ('</head><body><time datetime="2024-11-27">today</time>', None, "2024-11-27"),
        ('</head><body><time datetime="2024-11-27">a</time><time datetime="2024-11-26">b</time>', None, None),
        (
            '</head><body><time datetime="2024-11-26">a</time><time class="pub-date" datetime="2024-11-27">b</time>',
            None,
            "2024-11-27",
        ),
    ],
)
def test_where_a_page_says_when_it_was_published(head: str, url: str | None, published: str | None) -> None:
    tree = markup.parsed(f"<html><head>{head}{STORY}", "a.html")
    assert metadata.published(tree, url) == published


def test_a_copyright_year_is_no_date_of_publication(tmp_path: Path) -> None:
    found = page(
        tmp_path, f"<html><head><title>Talks go on</title></head><body>{STORY}<footer>© 2019-2025 The Wire</footer>"
    )
    assert (found.published, found.published_from) == (None, None)


def test_writers_of_other_stories_are_no_bylines(tmp_path: Path) -> None:
    cards = '<div class="card"><span class="author">Anna Holt</span></div>'
    found = page(
        tmp_path,
        f'{START}<h1>Talks go on</h1><p class="author">Lena Fournier</p>{STORY}<aside>{cards}</aside></body></html>',
    )
    assert found.bylines == ["Lena Fournier"]


def test_an_agency_is_no_writer(tmp_path: Path) -> None:
    head = '<head><title>Talks go on</title><meta name="author" content="The Associated Press"></head>'
    assert page(tmp_path, f"<html>{head}<body><h1>Talks go on</h1>{STORY}").bylines == []


def test_the_headline_goes_without_the_publisher_s_name(tmp_path: Path) -> None:
    head = '<head><title>Talks go on | The Wire</title><meta property="og:site_name" content="The Wire"></head>'
    assert page(tmp_path, f"<html>{head}<body><div>{STORY}</div>").title == "Talks go on"


def test_scripts_and_comments_reach_neither_body_nor_furniture(tmp_path: Path) -> None:
    hidden = "<script>var spy = 'Buy now';</script><style>p{}</style><!-- Buy now --><noscript>Buy now</noscript>"
    found = page(tmp_path, f"<html><head><title>Talks go on</title></head><body>{hidden}{STORY}</body></html>")
    assert "Buy now" not in found.text
    assert found.furniture == []


def test_a_page_is_known_by_its_markup_whatever_its_name(tmp_path: Path) -> None:
    text = f'<?xml version="1.0"?>\n<!-- <rss> -->\n<!DOCTYPE html>{START}{STORY}'
    by_html = page(tmp_path, text, "a.html")
    by_text = page(tmp_path, text, "a.txt")
    assert replace(by_text, source=by_html.source) == by_html
    assert by_text.text.startswith("The two governments said on Tuesday")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<html>", "html"),
        ("\n <!DOCTYPE html>\n<HTML lang=en>", "html"),
        ('<?xml version="1.0"?><!-- a > b --><rss version="2.0">', "rss"),
        ("<rdf:RDF>", "rdf:rdf"),
        ("Talks <b>resumed</b>", None),
        ("<3 said the envoy", None),
        ("<!-- never closed", None),
        ("", None),
    ],
)
def test_the_root_of_a_document(text: str, root: str | None) -> None:
    assert markup.root_of(text) == root


def test_lines_are_what_a_reader_sees() -> None:
    tree = markup.parsed("<div>one <b>and</b> two<script>x()</script><p>three<br>four</p>five<ul><li>six<li>seven", "a")
    assert markup.shown_lines(tree) == ["one and two", "three", "four", "five", "six", "seven"]


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", None, "café"),
        ("café".encode("utf-16"), "latin-1", "café"),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”"),
        ("한국".encode("cp949"), "euc-kr", "한국"),
        (b"caf\xc3\xa9", "no-such-charset", "café"),
        (b"caf\xc3\xa9", "rot13", "café"),
        (b'<meta charset="utf-16">caf\xc3\xa9', None, '<meta charset="utf-16">café'),
        (b'<?xml version="1.0" encoding="koi8-r"?>\xcd\xc9\xd2', None, '<?xml version="1.0" encoding="koi8-r"?>мир'),
        ("José said so. ".encode("cp1252") * 20, "utf-8", "José said so. " * 20),
        ("Jos\u00e9 said so. ".encode() * 200 + b"\xff!", None, "José said so. " * 200 + "\ufffd!"),
    ],
)
def test_bytes_become_text_by_mark_declaration_or_looks(data: bytes, charset: str | None, text: str) -> None:
    assert decoding.decoded(data, "a.html", charset) == text


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        decoding.decoded(bytes(range(128, 256)) * 30, "a.txt")
    assert str(caught.value) == "a.txt: neither UTF-8 nor any encoding that can be told; convert it to UTF-8"


def test_failures_are_rows_and_do_not_end_the_reading(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    first, second = articles([str(empty), str(PAGES / "furniture.html")], IntakeOptions())
    assert first == Failure(
        input=str(empty),
        stage="extract",
        error="InputError",
        seen="no article text in the page",
        remedy="check that it is a report, not an index or a picture page",
    )
    assert isinstance(second, Article)
