"""TABARI and PETRARCH dictionaries as input: verb patterns become lexicon entries, actors become rows with terms.

A verb dictionary says ``- * AID [070]`` under *RUSH*: rushing aid is CAMEO 070. What comes out is the row *rush aid*,
AID, as `onrecord.findings.lexicon` reads it. An actor dictionary says ``KOFI_ANNAN_`` ``[IGOUNO 970101-061231]``: what
comes out is Kofi Annan, UNO, 1997-01-01 to 2006-12-31. A line that cannot be taken over is skipped, never in silence:
a caller that passes a list as ``skipped`` gets each of them with its line and the reason.
"""

import datetime
import functools
import gzip
import itertools
import math
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from onrecord import tables
from onrecord.findings.lexicon import COLUMNS, PREPOSITIONS, fault_of
from onrecord.language import words
from onrecord.records import InputError
from onrecord.tables import NON_STATES, SECTORS, several

ACTOR_COLUMNS = ("name", "aliases", "kind", "country", "sectors", "start", "end", "source")
PHRASES = 24  # phrases that one pattern may stand for with one verb; beyond that its synsets say nothing certain
SURE, UNSURE = "1", "0"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that was not imported: its number, its text, and why."""

    line: int
    text: str
    reason: str


class _Unfit(Exception):
    """Why a line cannot be taken over; caught where the line is counted."""


# Reading


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and its comment; ``text`` keeps the tab that marks a date restriction."""

    number: int
    text: str
    comment: str = ""


def _lines(path: Path) -> list[_Line]:
    """The lines that say something. Raises `InputError` where the file cannot be read or holds none."""
    lines = [_Line(n, *_parted(_decoded(raw))) for n, raw in enumerate(_content(path).split(b"\n"), 1)]
    found = [line for line in lines if line.text.strip() and not line.text.startswith("<!")]
    if not found:
        raise InputError(f"{path}:1", "read", "no line but comments", "give a TABARI or PETRARCH dictionary")
    return found


def _content(path: Path) -> bytes:
    """The bytes of a file, gzipped or not."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(str(path), "open", f"a damaged gzip file ({error})", "fetch it again") from error
    except OSError as error:
        raise InputError(str(path), "open", error.strerror or str(error), "give a file that can be read") from error


def _decoded(raw: bytes) -> str:
    """One line as text; dictionaries of many hands mix encodings from line to line."""
    try:
        return raw.decode("utf8")
    except UnicodeDecodeError:
        return raw.decode("latin1")


def _parted(text: str) -> tuple[str, str]:
    """A line and its comment, which ``#`` opens in PETRARCH and ``;`` in TABARI."""
    said, *comment = re.split("[#;]", text, maxsplit=1)
    return said.rstrip(), "".join(comment).strip()


def _refuse(path: Path, line: _Line, wanted: str, remedy: str) -> NoReturn:
    raise InputError(f"{path}:{line.number}", "read", f"{line.text.strip()[:60]!r} where {wanted} should stand", remedy)


# Verb dictionaries

CODE = re.compile(r"(---|\d{2,4})?(?::(---|\d{2,4}))?")
VERB = re.compile(r"(?P<verb>[+\w'-]+)\s*(?:\{(?P<forms>[^}]*)\})?\s*(?:\[(?P<code>[^\]]*)\])?[\s-]*")
PATTERN = re.compile(r"-(?!--)\s*(?P<body>.*?)\s*\[(?P<code>[^\]]*)\]\s*")
PIECE = re.compile(r"[(){}*$+%^]|&?[\w'.-]+")
HOSTED = "043"  # CAMEO has the host as source; PLOVER has the visitor as actor
# Where TABARI's "the first actor after the verb" stands, likeliest first.
AFTER = ("to", "against", "with", "on", "from", "of", "for")
# Endings that look like a plural and are none, and plurals that are lemmas.
UNCHANGED = frozenset((
    "always", "barracks", "crossroads", "economics", "goods", "headquarters", "logistics", "means", "news", "overseas",
    "perhaps", "politics", "series", "species", "thanks",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Code:
    """What brackets hold: a CAMEO code, empty for "no event"; ``turned`` where the target acts on the source."""

    cameo: str
    turned: bool


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb as the words of an entry, and all the forms that the dictionary may name it by."""

    line: int
    words: str
    code: _Code
    forms: frozenset[str]


@dataclass(slots=True)
class _Block:
    """Verbs that share their patterns."""

    code: _Code
    headed: bool
    verbs: list[_Verb] = field(default_factory=list)
    patterns: list[_Line] = field(default_factory=list)

    def named(self, comment: str) -> set[str]:
        """The verbs that a pattern's comment names as those it was written for; all of them where it names none."""
        said = set(re.findall(r"[\w'-]+", comment))
        return {v.words for v in self.verbs if v.forms & said} or {v.words for v in self.verbs}


@dataclass(frozen=True, slots=True)
class _Synset:
    """Words that patterns hold as one; ``words`` are lemmas."""

    line: int
    words: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """Members of several words whose last one is no member: *air strike*, not *assault rifle* beside *rifle*."""
        return tuple(word for word in self.words if " " in word and word.split()[-1] not in self.words)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A place in a pattern: a word, a synset, or a mark for source ($), target (+), both (%) or anyone (^).

    ``after`` is the preposition of the phrase that it stands in; ``group`` numbers the braces around it, 0 for none.
    """

    synset: _Synset | None
    mark: str = ""
    after: str = ""
    group: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The lemmas that may stand here; none for a mark."""
        return self.synset.words if self.synset else ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a pattern makes of a verb: lemmas, and what the object must be."""

    entry: str
    object: str


def imported_verbs(path: Path, skipped: list[Skipped] | None = None) -> list[dict[str, str]]:
    """The lexicon rows of a TABARI or PETRARCH verb dictionary, plain or gzipped.

    One row a verb that has a code (``sure`` 0: it is what is left where no pattern fits) and one for each pattern with
    each verb of its block. ``sure`` is 1 there for the verbs that the pattern's comment names, as in CAMEO.2.0, or for
    all where it names none; it is 0 for a phrase that would so be sure of two categories. Rows have the columns of
    `onrecord.findings.lexicon.COLUMNS`, are sorted by category and entry and stand once each; ``source`` is file and
    line. Lines that give no row are added to ``skipped``: patterns coded as no event or with a CAMEO code outside
    PLOVER, broken ones, those that stand for too many phrases, and members of synsets that no restriction can hold.

    Raises `InputError`, with file and line, for a file that cannot be read or has no CAMEO code in it.
    """
    skipped = [] if skipped is None else skipped
    lines = _lines(path)
    synsets, blocks = _verb_dictionary(path, lines, skipped)
    rows: list[dict[str, str]] = []
    for block in blocks:
        rows.extend(_pattern_rows(path, block, synsets, skipped))
    # The verbs come last: a pattern that is the bare verb says more surely what the verb means.
    rows.extend(row for block in blocks for row in _verb_rows(path, block, skipped))
    skipped.sort(key=lambda s: s.line)
    return _settled(rows)


def _verb_dictionary(
    path: Path, lines: Sequence[_Line], skipped: list[Skipped]
) -> tuple[dict[str, _Synset], list[_Block]]:
    """The synsets by name and the blocks of verbs."""
    members: dict[str, list[_Line]] = {}
    blocks: list[_Block] = []
    synset = ""
    for line in lines:
        text = line.text.strip()
        if text.startswith("&"):
            synset = _synset_name(text.split()[0])
            members[synset] = [line]
        elif synset and text.startswith("+"):
            members[synset].append(line)
        else:
            synset = ""
            try:
                _add_to(blocks, replace(line, text=text))
            except _Unfit as fault:
                skipped.append(Skipped(line.number, text, str(fault)))
    if not any(_coded(line.text) for line in lines):
        remedy = "give a verb dictionary of TABARI or PETRARCH, such as CAMEO.2.0.txt"
        _refuse(path, lines[0], "a verb or a pattern with a CAMEO code like [040]", remedy)
    return {name: _synset(found, skipped) for name, found in members.items()}, blocks


def _synset(lines: Sequence[_Line], skipped: list[Skipped]) -> _Synset:
    """A synset of its name's line and its members' lines."""
    head, *members = lines
    names = [line.text.strip().lstrip("+").strip() for line in members]
    # A member with other signs in it (F/A-18) is a name of two words or none.
    lemmas = (_lemmas(name) for name in names if re.fullmatch(r"[\w'. -]+", name))
    synset = _Synset(head.number, tuple(dict.fromkeys(filter(None, lemmas))))
    if len(synset.phrases) > PHRASES:
        reason = f"{len(synset.phrases)} members of several words, which no restriction can hold"
        skipped.append(Skipped(head.number, head.text.strip(), reason))
    return synset


def _coded(text: str) -> bool:
    """Whether a line has a CAMEO code; "no event" alone does not tell a verb dictionary, actors have it too."""
    found = re.search(r"\[([^\]]*\d[^\]]*)\]", text)
    return bool(found and CODE.fullmatch(found[1].strip()))


def _add_to(blocks: list[_Block], line: _Line) -> None:
    """Add a heading, pattern or verb to the blocks. Raises `_Unfit` for any other line."""
    if line.text.startswith("---"):
        code = re.search(r"\[([^\]]*)\]", line.text)
        blocks.append(_Block(_code(code[1] if code else "---"), headed=True))
    elif line.text.startswith("-"):
        if not blocks:
            raise _Unfit("a pattern before any verb")
        blocks[-1].patterns.append(line)
    elif line.text.startswith("~"):
        raise _Unfit("a transformation rule")
    else:
        _add_verb(blocks, line)


def _add_verb(blocks: list[_Block], line: _Line) -> None:
    found = VERB.fullmatch(line.text)
    if not found:
        raise _Unfit("no verb, pattern, synset or heading")
    # Without headings, as in TABARI, each verb has its own patterns.
    if not blocks or not blocks[-1].headed or blocks[-1].patterns:
        blocks.append(_Block(_code("---"), headed=False))
    code = _code(found["code"]) if found["code"] else blocks[-1].code
    forms = frozenset(form.lstrip("+") for form in (found["forms"] or "").replace(",", " ").split())
    forms |= _regular_forms(found["verb"].lstrip("+"))
    blocks[-1].verbs.append(_Verb(line.number, _verb_words(found["verb"]), code, forms))


def _regular_forms(verb: str) -> frozenset[str]:
    """The forms of a verb of regular endings, which a dictionary leaves out: ``RULE_OUT``, ``RULED_OUT``."""
    head, *rest = verb.strip("_").split("_")
    stem = head.removesuffix("E")
    heads = (head, head + "S", head + "ES", stem + "ED", stem + "ING")
    return frozenset("_".join((form, *rest)) for form in heads)


def _code(text: str) -> _Code:
    """The code that brackets hold: ``042:043`` is 042, ``:173`` is 173 with the sides turned round."""
    found = CODE.fullmatch(text.strip())
    if not found or not text.strip():
        raise _Unfit("no CAMEO code in the brackets")
    cameo = found[1] or found[2] or "---"
    return _Code("" if cameo == "---" else cameo, not found[1] or cameo == HOSTED)


def _verb_words(text: str) -> str:
    """A verb as the words of an entry, its head first: ``+STIR_UP`` is *stir up*, ``WIRE_+TAP`` is *tap wire*."""
    parts = re.sub("^RE_", "RE-", text).strip("_").split("_")
    head = next((i for i, part in enumerate(parts) if part.startswith("+")), 0)
    return " ".join(_tokens(part.lstrip("+")) for part in (parts[head], *parts[:head], *parts[head + 1 :]))


@functools.cache
def _tokens(text: str) -> str:
    """A word in lower case with the blanks that a reader of running text puts into it: *cease - fire*."""
    return " ".join(text[a:b] for a, b in words.split(text)).lower()


def _lemmas(text: str) -> str:
    """A word or phrase of a pattern as lemmas, as far as endings tell: ``PEACE_TALKS`` is *peace talk*."""
    return " ".join(_singular(word) for word in _tokens(text.replace("_", " ")).split())


def _singular(word: str) -> str:
    if len(word) < 4 or word in UNCHANGED or word.endswith(("ss", "us", "is", "wards", "selves")):
        return word
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word.removesuffix("s")


def _synset_name(text: str) -> str:
    return text.lstrip("&").rstrip("_").upper()


# Rows of verbs and patterns


def _verb_rows(path: Path, block: _Block, skipped: list[Skipped]) -> Iterator[dict[str, str]]:
    """The rows of a block's verbs alone; a verb coded as no event has none."""
    for verb in block.verbs:
        if not verb.code.cameo:
            continue
        try:
            sides = _turned(("subj", "|".join(("obj", "iobj", *AFTER))), verb.code)
            yield _row(_Phrase(verb.words, ""), verb.code, sides, UNSURE, f"{path.name}:{verb.line}")
        except _Unfit as fault:
            skipped.append(Skipped(verb.line, verb.words, str(fault)))


def _pattern_rows(
    path: Path, block: _Block, synsets: dict[str, _Synset], skipped: list[Skipped]
) -> Iterator[dict[str, str]]:
    """The rows of a block's patterns, each with every verb of the block."""
    for line in block.patterns:
        try:
            readings = _readings(line.text)
            sure = block.named(line.comment)
            rows = [row for body, code in readings for row in _rows_of(body, code, block.verbs, sure, synsets)]
        except _Unfit as fault:
            skipped.append(Skipped(line.number, line.text, str(fault)))
            continue
        yield from (row | {"source": f"{path.name}:{line.number}"} for row in rows)


def _readings(text: str) -> Iterator[tuple[str, _Code]]:
    """A pattern and its code; TABARI's ``{TALK | MEET}`` reads as two patterns."""
    found = PATTERN.fullmatch(text)
    if not found:
        raise _Unfit("no code in brackets at the end of the pattern")
    code = _code(found["code"])
    if not code.cameo:
        raise _Unfit("coded as no event")
    parts = re.split(r"\{([^{}|]*(?:\|[^{}|]*)+)\}", found["body"])
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        yield "".join(chosen), code


def _rows_of(
    body: str, code: _Code, verbs: Sequence[_Verb], sure: set[str], synsets: dict[str, _Synset]
) -> Iterator[dict[str, str]]:
    before, after = _sides_of_verb(body, synsets)
    if not verbs:
        raise _Unfit("a pattern without a verb")
    for verb in verbs:
        for phrase in _phrases(verb.words, before, after):
            sides = _turned(_sides(before, after, phrase), code)
            yield _row(phrase, code, sides, SURE if verb.words in sure else UNSURE, "")


def _row(phrase: _Phrase, code: _Code, sides: tuple[str, str], sure: str, source: str) -> dict[str, str]:
    """A row of the lexicon. Raises `_Unfit` where PLOVER has no category for the code."""
    meaning = _plover().get(code.cameo)
    if meaning is None:
        raise _Unfit("a CAMEO code without a PLOVER category")
    category, mode, contexts = meaning
    cells = (phrase.entry, "VERB", category, mode, contexts, code.cameo, *sides, phrase.object, sure, source)
    row = dict(zip(COLUMNS, cells, strict=True))
    if fault := fault_of(row):
        raise _Unfit(fault)
    return row


@functools.cache
def _plover() -> dict[str, tuple[str, str, str]]:
    """Category, mode and contexts of each CAMEO code that PLOVER has a category for."""
    return {row["cameo"]: (row["category"], row["mode"], row["contexts"]) for _, row in tables.rows("cameo_plover.csv")}


def _settled(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Each phrase once a category, sorted, its sure row before others; of two sure categories neither is."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    sure: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in sorted(rows, key=lambda row: row["sure"] != SURE):
        found.setdefault((row["category"], row["entry"], row["object"]), row)
        if row["sure"] == SURE:
            sure[row["entry"], row["object"]].add(row["category"])
    return [
        row | {"sure": UNSURE} if len(sure[entry, restriction]) > 1 else row
        for (_, entry, restriction), row in sorted(found.items())
    ]


# Patterns


def _sides_of_verb(body: str, synsets: dict[str, _Synset]) -> tuple[list[_Piece], list[_Piece]]:
    """The pieces of a pattern before and after its verb. Raises `_Unfit` for a pattern that is broken."""
    body = body.replace("_*", " *").replace("*_", "* ")
    if PIECE.sub("", body).strip(" ,\t"):
        raise _Unfit("a word or sign that no pattern has")
    tokens = PIECE.findall(body)
    if tokens.count("*") != 1:
        raise _Unfit("not one * for the verb")
    verb = tokens.index("*")
    return list(_pieces(tokens[:verb], synsets)), list(_pieces(tokens[verb + 1 :], synsets))


def _pieces(tokens: Sequence[str], synsets: dict[str, _Synset]) -> Iterator[_Piece]:
    after, group, opened = "", 0, ""
    for i, token in enumerate(tokens):
        if token in "({":
            opened += token
            group += token == "{"
        elif token in ")}":
            if not opened or opened[-1] + token not in ("()", "{}"):
                raise _Unfit("a bracket that does not fit")
            opened = opened[:-1]
            after = "" if token == ")" else after
        elif token in "$+%^":
            yield _Piece(None, token, after)
        else:
            after = _tokens(token) if i and tokens[i - 1] == "(" else after
            yield _Piece(_meant(token, synsets), "", after, group if "{" in opened else 0)
    if opened:
        raise _Unfit("a bracket that does not fit")


def _meant(token: str, synsets: dict[str, _Synset]) -> _Synset:
    """The synset that a token names; a word is a synset of its own."""
    if not token.startswith("&"):
        return _Synset(0, (_lemmas(token),))
    found = synsets.get(_synset_name(token))
    if found is None or not found.words:
        raise _Unfit(f"a synset that the file does not define: {token}")
    return found


def _phrases(verb: str, before: Sequence[_Piece], after: Sequence[_Piece]) -> list[_Phrase]:
    """The phrases that a pattern stands for with one verb. Raises `_Unfit` where they are too many.

    A synset that names the object restricts the entry: *send* with the object *gun* or *rifle*. Any other is written
    out: *send gun to border*, *send rifle to border*.
    """
    held = _object_at(verb, before, after)
    pieces = [p for p in (*before, *after) if p.words]
    if held is None or held.synset is None:
        return [_Phrase(entry, "") for entry in _written_out(verb, [p.words for p in pieces])]
    restriction = "|".join(word for word in held.words if " " not in word)
    found = [_Phrase(e, restriction) for e in _written_out(verb, [() if p is held else p.words for p in pieces])]
    if len(held.synset.phrases) <= PHRASES:
        others = [held.synset.phrases if p is held else p.words for p in pieces]
        found.extend(_Phrase(entry, "") for entry in _written_out(verb, others) if held.synset.phrases)
    return found


def _written_out(verb: str, choices: Sequence[tuple[str, ...]]) -> list[str]:
    """The entries of a verb with one word of each choice; an empty choice adds none."""
    filled = [choice for choice in choices if choice]
    if math.prod(map(len, filled)) > PHRASES:
        raise _Unfit(f"more than {PHRASES} phrases")
    return [" ".join((verb, *chosen)) for chosen in itertools.product(*filled)]


def _object_at(verb: str, before: Sequence[_Piece], after: Sequence[_Piece]) -> _Piece | None:
    """The synset that an entry can hold as its restriction.

    The matcher looks for it among the objects of a lone verb or one with a particle, behind a last preposition, and
    right before a last noun (``{&WEAPON SHIPMENT}``). Of two synsets neither is chosen.
    """
    sets = [p for p in (*before, *after) if len(p.words) > 1 and any(" " not in word for word in p.words)]
    worded = [p for p in after if p.words]
    if len(sets) != 1 or sets[0] not in worded:
        return None
    at = worded.index(sets[0])
    led = " ".join((verb, *(p.words[0] for p in (*before, *worded[:at]) if p.words))).split()
    if at == len(worded) - 1:
        return sets[0] if len(led) == 1 or led[-1] in PREPOSITIONS | {"up", "out", "down", "back", "away"} else None
    joined = sets[0].group and sets[0].group == worded[-1].group and at == len(worded) - 2
    return sets[0] if joined else None


def _sides(before: Sequence[_Piece], after: Sequence[_Piece], phrase: _Phrase) -> tuple[str, str]:
    """The slots of source and target: where the marks stand, else the subject and what comes after the verb."""
    marked = {p.mark: "subj" for p in before if p.mark}
    marked |= {p.mark: p.after if p.after in PREPOSITIONS else _bare(after, i) for i, p in enumerate(after) if p.mark}
    actor = marked.get("$", "subj" if marked.get("+") != "subj" else "by|from|obj")
    target = (slot for slot in _target(after, phrase) if slot != actor)
    return actor, marked.get("+", "|".join(target))


def _bare(after: Sequence[_Piece], at: int) -> str:
    """The slot of a mark outside brackets: behind a preposition (``TROOPS TOWARD +``) or in the object's place."""
    led = after[at - 1].words if at else ()
    return led[0] if led and led[0] in PREPOSITIONS else "obj|iobj"


def _target(after: Sequence[_Piece], phrase: _Phrase) -> Iterable[str]:
    """Where the target stands that a pattern does not mark."""
    last = phrase.entry.split()[-1]
    open_phrase = last in PREPOSITIONS and not phrase.object
    # These lead to what is wanted or where it is done as often as to whom it is done to.
    first = (last,) if open_phrase and last not in ("at", "for", "in", "of") else ()
    nominal = any(p.words and not p.after and p.words[0] not in PREPOSITIONS for p in after)
    return dict.fromkeys((*first, *(("iobj",) if nominal else ("obj", "iobj")), *AFTER))


def _turned(sides: tuple[str, str], code: _Code) -> tuple[str, str]:
    """The sides, changed over where the code is that of what the target does, unless the marks have done so."""
    source, target = sides
    if not code.turned or target == "subj":
        return sides
    # The one who acts on the subject is rather "from" or "by" somebody than "to" somebody.
    acting = dict.fromkeys((*(s for s in several(target) if s in ("obj", "iobj")), "from", "by", *several(target)))
    return "|".join(acting), source


# Actors

CODES = re.compile(r"\[([^\]]*)\]")
TERM = re.compile(r"(?P<code>[A-Z]{3}[A-Z0-9/]*)\s*(?P<when>.*)")
WHEN = re.compile(r"(?P<sign>[<>])\s*(?P<day>\d+)|(?P<start>\d+)\s*-\s*(?P<end>\d+)|")
PIVOT = 30  # two-digit years below are of this century, as in TABARI
SMALL = frozenset(("a", "and", "da", "de", "del", "des", "for", "in", "of", "on", "the", "to"))


@dataclass(slots=True)
class _Entry:
    """An actor of a dictionary: names, the first one first, and the texts of its codes with their lines."""

    line: _Line
    names: list[str] = field(default_factory=list)
    terms: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Term:
    """What an actor is for a time: country or non-state code, sectors, ISO days or nothing."""

    line: int
    code: str
    country: str
    sectors: tuple[str, ...]
    start: str = ""
    end: str = ""


def imported_actors(path: Path, skipped: list[Skipped] | None = None) -> list[dict[str, str]]:
    """The rows of a TABARI or PETRARCH actor dictionary, plain or gzipped: one a term of office, in the file's order.

    Columns are `ACTOR_COLUMNS`: ``name``; ``aliases`` and ``sectors`` divided by bars; ``kind`` (person, organization,
    state) where name, code or dates tell it, else empty; ``country`` as ISO alpha-3 or PLOVER's non-state code, empty
    for a region or a former state; ``start`` and ``end`` as ISO days, empty where open; ``source``, file and line.
    Codes are read as CAMEO's: MED is the media (PLOVER's JRN), HLH is health (MED). A code without dates beside dated
    ones is what the actor is at any other time. Lines that give no row are added to ``skipped``.

    Raises `InputError`, with file and line, for a file that cannot be read or has no actor code in it.
    """
    skipped = [] if skipped is None else skipped
    lines = _lines(path)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for entry in _entries(lines, skipped):
        for row in _actor_rows(path, entry, skipped):
            rows.setdefault(tuple(row[key] for key in ACTOR_COLUMNS[:-1]), row)
    if not rows:
        remedy = "give an actor dictionary of TABARI or PETRARCH, such as Phoenix.Countries.actors.txt"
        _refuse(path, lines[0], "a name with an actor code like [USAGOV]", remedy)
    skipped.sort(key=lambda s: s.line)
    return list(rows.values())


def _entries(lines: Iterable[_Line], skipped: list[Skipped]) -> list[_Entry]:
    """The actors of a file: a name, its synonyms behind ``+``, its codes on the same line or on lines of their own."""
    found: list[_Entry] = []
    for line in lines:
        head, _, _ = line.text.partition("[")
        name = head.strip().split("\t")[0].strip()
        synonym = name.startswith("+")
        if not found and (synonym or not name):
            skipped.append(Skipped(line.number, line.text.strip(), "a synonym or a code before any name"))
            continue
        if name and not synonym:
            found.append(_Entry(line))
        if name:
            _add_name(found[-1], line, name.removeprefix("+"), skipped)
        found[-1].terms.extend((line.number, text.strip()) for text in CODES.findall(line.text))
    return found


def _add_name(entry: _Entry, line: _Line, name: str, skipped: list[Skipped]) -> None:
    """Add a name and the short form that may stand behind it in brackets, unless a sign in it is damaged."""
    found = re.fullmatch(r"(.+?)_*\(([^()]+)\)_*", name)
    plain = " ".join((found[1] if found else name).replace("_", " ").split())
    if not plain or not plain.isprintable() or "\ufffd" in plain or "|" in plain:
        skipped.append(Skipped(line.number, line.text.strip(), "a name with a damaged sign"))
        return
    entry.names.append(_spelled(plain))
    if found and _shortens(found[2], found[1]):
        entry.names.append(found[2])


def _shortens(short: str, name: str) -> bool:
    """Whether a word in brackets is the short form of a name: *ETA*, not *Philippines*."""
    letters = iter(name)
    return short.isalpha() and all(letter in letters for letter in short) and not tables.country_code(short)


def _spelled(name: str) -> str:
    """A name as it is written in running text; a dictionary has capitals only.

    Capitals stay in words that the tables know as such (*UNICEF*), with stops or figures, and without a vowel.
    """
    if name != name.upper():
        return name
    parts = name.split(" ")
    return " ".join(_word(part, first=i == 0, alone=len(parts) == 1) for i, part in enumerate(parts))


def _word(word: str, *, first: bool, alone: bool) -> str:
    if word.lower() in SMALL and not alone:
        return word.capitalize() if first else word.lower()
    if word in _initials() or not re.search("[AEIOUYÀ-Ý]", word) or re.search(r"\d|\w\.\w", word):
        return word
    # Behind an apostrophe only what follows one letter is a name of its own: *O'Neill*, *People's*.
    return re.sub(r"(?<![\w'])(?:[dlo]')?\w", lambda found: found[0].upper(), word.lower())


@functools.cache
def _initials() -> frozenset[str]:
    """Words in capitals of the tables' names: *NATO*, *UN*."""
    names = [n for known in tables.organizations().values() for n in (known.name, *known.aliases)]
    names += [n for country in tables.countries().values() for n in country.names]
    return frozenset(w for name in names for w in name.split() if len(w) > 1 and w.isalpha() and w.isupper())


def _actor_rows(path: Path, entry: _Entry, skipped: list[Skipped]) -> list[dict[str, str]]:
    terms = list(_terms(entry, skipped))
    if not entry.terms:
        skipped.append(Skipped(entry.line.number, entry.line.text.strip(), "a name without a code"))
    if not entry.names or not terms:
        return []
    unlike: dict[str, str] = {}
    for name in entry.names:
        unlike.setdefault(tables.folded(name), name)
    name, *others = unlike.values()
    kind = _kind(entry.names, terms)
    return [
        dict(zip(ACTOR_COLUMNS, (
            name, "|".join(others), kind, term.country, "|".join(term.sectors), term.start, term.end,
            f"{path.name}:{term.line}",
        ), strict=True))
        for term in terms
    ]  # fmt: skip


def _terms(entry: _Entry, skipped: list[Skipped]) -> Iterator[_Term]:
    """The terms of an actor, in the order of the file; TABARI divides two codes of one term by a stroke."""
    for line, text in entry.terms:
        try:
            code, start, end = _dated(text)
            for one in code.split("/"):
                yield replace(_resolved(line, one), start=start, end=end)
        except _Unfit as fault:
            skipped.append(Skipped(line, f"[{text}]", str(fault)))


def _dated(text: str) -> tuple[str, str, str]:
    """The code of a term, its first and its last day."""
    if re.fullmatch(r"-*", text):
        raise _Unfit("coded as no actor")
    found = TERM.fullmatch(text)
    if not found:
        raise _Unfit("no actor code")
    when = WHEN.fullmatch(found["when"].strip())
    if not when:
        raise _Unfit("dates that are no restriction")
    start = when["start"] or (when["day"] if when["sign"] == ">" else "")
    end = when["end"] or (when["day"] if when["sign"] == "<" else "")
    first, last = _day(start or ""), _day(end or "")
    if first and last and first > last:
        raise _Unfit("a term that ends before it begins")
    return found["code"], first, last


def _day(text: str) -> str:
    """YYMMDD or YYYYMMDD as an ISO day; empty stays empty."""
    if not text:
        return ""
    if len(text) == 6:
        text = ("20" if int(text[:2]) < PIVOT else "19") + text
    try:
        # `fromisoformat` would read other lengths as weeks.
        return datetime.date.fromisoformat(text if len(text) == 8 else "").isoformat()
    except ValueError:
        raise _Unfit("a date that is no day of the calendar") from None


@functools.cache
def _meanings() -> dict[tuple[str, str], str]:
    """What three letters of a CAMEO actor code stand for, by the kind of meaning."""
    return {(row["meaning"], row["code"]): row["value"] for _, row in tables.rows("cameo_actors.csv")}


def _resolved(line: int, code: str) -> _Term:
    """Country and sectors of a code, three letters at a time: ``AFGGOVMED`` is AFG, GOV and JRN.

    A former state or a state is followed by the territory that is meant (``USRUKR``, ``GBRBMU``); ``IGOUNO`` and
    ``IGOEUREEC`` are the United Nations and the European Union.
    """
    first, *rest = (code[i : i + 3] for i in range(0, len(code), 3))
    country = _country(first, rest)
    sectors = [_meanings().get(("sector", part), "") for part in (rest if country else (first, *rest))]
    found = tuple(dict.fromkeys(s for s in sectors if s in SECTORS))
    if not country and not found:
        raise _Unfit("no country, PLOVER code or sector in the actor code")
    return _Term(line, code, country, found)


def _country(first: str, rest: Sequence[str]) -> str:
    meanings = _meanings()
    if first in NON_STATES:
        bodies = [meanings["body", part] for part in (first, *rest) if ("body", part) in meanings]
        # EUR alone is CAMEO's region of Europe; PLOVER's EUR is the Union.
        return bodies[0] if bodies else "" if first == "EUR" else first
    former = ("former", first) in meanings
    state = meanings.get(("country", first)) or meanings.get(("territory", first)) or first
    state = state if state in tables.countries() else ""
    second = rest[0] if rest else ""
    if state or former:
        state = meanings.get(("territory", second)) or state
    # Only behind a former state is a second country what it became; elsewhere the letters name a people.
    return second if former and not state and second in tables.countries() else state


def _kind(names: Sequence[str], terms: Sequence[_Term]) -> str:
    """What an actor is, where all that tells it agrees: the tables, its head noun, its code, its holding of offices."""
    states = {t.country for t in terms if not t.sectors} & set(tables.countries())
    if any(tables.country_code(name) in states for name in names):
        return "state"
    if any(tables.organization(name) for name in names):
        return "organization"
    told = {_head_noun(names[0]), _kind_of_terms(terms)} - {""}
    # Rebels call themselves by names of persons: "Popular Justice".
    rebels = any("REB" in t.sectors for t in terms)
    return "" if len(told) != 1 or (rebels and told == {"person"}) else told.pop()


def _kind_of_terms(terms: Sequence[_Term]) -> str:
    """Persons hold offices for a time and join the elite after; a body without dates has a code of bodies."""
    dated = [t for t in terms if t.start or t.end]
    offices = [t for t in dated if "GOV" in t.sectors or t.country in ("IGO", "UNO", "EUR")]
    if offices or any("ELI" in t.sectors for t in terms):
        return "person"
    return "organization" if not dated and any(t.country in ("NGO", "MNC", "IMG") for t in terms) else ""


def _head_noun(name: str) -> str:
    """The kind that the last word before "of" or "for" tells: *ministry* of …, national *army*."""
    head = re.split(r" (?:of|for) ", name.lower())[0]
    role = tables.roles().get(head.split()[-1])
    return role.kind if role and role.kind in ("person", "organization") else ""
