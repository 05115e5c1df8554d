"""Bytes → text: by byte-order mark, as the server or the page declares, as UTF-8, else as it looks."""

import codecs
import re
from collections import Counter

from onrecord.records import InputError

MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"{\\rtf": "a rich text document",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite": "a database",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"PAR1": "a Parquet file",
}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
XML = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})""", re.IGNORECASE)
# What pages mean by these names, as browsers read them (WHATWG Encoding Standard).
MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
LIKELY = [
    "cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip
SAMPLE = 65_536  # bytes looked at to tell what they are
STRAY = 0.002  # of the characters: so few bad bytes are slips in a UTF-8 page
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
CONTROL_SHARE = 0.02
LATIN_SHARE = 0.12
HIGH_BYTES = 0.95  # share of UTF-16's high bytes that two values make up in an alphabet


def refuse_binary(head: bytes, name: str) -> None:
    """Raise `InputError` where the first bytes of an input are those of a file that is no text."""
    for magic, what in MAGIC.items():
        if head.startswith(magic):
            raise InputError(name, "decode", f"it is {what}, not text", "convert it to text or HTML first")


def decoded(data: bytes, name: str, charset: str | None = None) -> str:
    """The text of bytes, ``charset`` being what the server declared. Raises `InputError` for what is no text."""
    refuse_binary(data, name)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if unmarked := unmarked_utf16(data):
        return data.decode(unmarked, "replace")
    if binary(data):
        raise InputError(name, "decode", "binary data, not text", "convert it to text or HTML first")
    try:
        return data.decode(python_name(charset or declared(data) or "utf-8"))
    except UnicodeDecodeError:
        return nearly_utf8(data) or sniffed(data, name)


def declared(data: bytes) -> str | None:
    """The encoding that a page or XML file names in its head."""
    match = XML.search(data[:200]) or META.search(data[:4096])
    return match[1].decode("ascii") if match else None


def python_name(label: str) -> str:
    """Python's name for what a label means; UTF-8 for labels that nobody knows."""
    try:
        found = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return "utf-8"
    # Codecs that make no text of bytes (rot13, zlib) are labels that nobody knows, too.
    return MEANT.get(found.name, found.name) if getattr(found, "_is_text_encoding", True) else "utf-8"


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: the high bytes are few, zero among them, and no low byte is zero."""
    even, odd = data[0:4096:2], data[1:4096:2]
    for encoding, high, low in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        common = Counter(high).most_common(2)
        if 0 in dict(common) and 0 not in low and sum(dict(common).values()) >= HIGH_BYTES * len(high):
            return encoding
    return None


def binary(data: bytes) -> bool:
    """Whether bytes are no text: zeros, or more control characters than text has."""
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return b"\0" in sample or controls > CONTROL_SHARE * len(sample)


def nearly_utf8(data: bytes) -> str | None:
    """The text of UTF-8 with a stray byte here and there, those as U+FFFD."""
    text = data.decode("utf-8", "replace")
    beyond = sum(map(text.count, "éüñçàèäößáíóúžščığ’“”—–")) + len(re.findall(r"[^\x00-\xff\ufffd]", text[:SAMPLE]))
    return text if 0 < text.count("\ufffd") <= min(STRAY * len(text), beyond) else None


def sniffed(data: bytes, name: str) -> str:
    """The text of bytes in the encoding that they look like. Raises `InputError` where they look like none."""
    if mostly_latin(data):
        # So few bytes tell no sniffer one Western encoding from another; browsers assume this one.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=LIKELY, threshold=0.15).best()
    if best is None:
        raise InputError(name, "decode", "neither UTF-8 nor any encoding that can be told", "convert it to UTF-8")
    return data.decode(best.encoding, "replace")


def mostly_latin(data: bytes) -> bool:
    """Whether hardly a byte lies outside ASCII, as in text in Latin letters."""
    sample = data[:SAMPLE]
    return sum(byte > 127 for byte in sample) < LATIN_SHARE * len(sample)
