"""Vectors of single words: the encoder's table of word pieces, read from the model file without running it.

Words of one meaning lie near each other in it; `measures` compares words by it that no table knows.
"""

import functools
import mmap
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from onrecord.language.document import Floats
from onrecord.language.model import Model, shipped
from onrecord.records import ModelError

# Fields of ONNX's protocol buffers: a model's graph, a graph's initializers, a tensor's name and bytes.
GRAPH, INITIALIZER, NAME, RAW = 7, 5, 8, 9
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
TABLE = "word_embeddings.table"
SCALES = "word_embeddings.scales"


def of_words(words: Sequence[str]) -> Floats:
    """A unit vector a word, shape (words, size), of the shipped model. Raises `ModelError` where it has no table."""
    model = shipped()
    table, scales = piece_table(model.folder / "model.onnx")
    found = np.stack([_word(model, table, scales, word) for word in words])
    unit: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return unit


def _word(model: Model, table: "np.ndarray[tuple[int, ...], np.dtype[np.int8]]", scales: Floats, word: str) -> Floats:
    pieces = model.pieces.of(word)
    found: Floats = (table[pieces] * scales[pieces]).mean(0) - _mean(model.folder / "model.onnx")
    return found


@functools.lru_cache(2)
def _mean(path: Path) -> Floats:
    """The mean of all rows, which every row shares and which says nothing of a word."""
    table, scales = piece_table(path)
    found: Floats = ((scales.T @ table) / len(table))[0].astype(np.float32)
    return found


@functools.lru_cache(2)
def piece_table(path: Path) -> "tuple[np.ndarray[tuple[int, ...], np.dtype[np.int8]], Floats]":
    """The rows of a model file's word pieces in int8 (pieces, size) and their scales (pieces, 1).

    Raises `ModelError` where the file has none: a model in float keeps its table elsewhere.
    """
    found: dict[str, bytes] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        for _, start, end in (field for field in _fields(raw, 0, len(raw)) if field[0] == GRAPH):
            for _, first, last in (field for field in _fields(raw, start, end) if field[0] == INITIALIZER):
                parts = {number: (a, b) for number, a, b in _fields(raw, first, last) if number in (NAME, RAW)}
                if NAME not in parts or RAW not in parts:
                    continue
                name = raw[slice(*parts[NAME])].decode()
                for wanted in (TABLE, SCALES):
                    if name.endswith(wanted):
                        found[wanted] = raw[slice(*parts[RAW])]
    if len(found) < 2:
        raise ModelError(f"{path}: holds no table of word pieces in int8; install the model folder again")
    scales = np.frombuffer(found[SCALES], np.float32).reshape(-1, 1)
    return np.frombuffer(found[TABLE], np.int8).reshape(len(scales), -1), scales


def _fields(raw: "mmap.mmap", at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each length-delimited field of a message that stands at [at, end)."""
    while at < end:
        key, at = _varint(raw, at)
        kind = key & 7
        if kind == BYTES:
            size, at = _varint(raw, at)
            yield key >> 3, at, at + size
            at += size
        elif kind == VARINT:
            _, at = _varint(raw, at)
        else:
            at += {FIXED64: 8, FIXED32: 4}[kind]


def _varint(raw: "mmap.mmap", at: int) -> tuple[int, int]:
    """A number of seven bits a byte, lowest first, and where it ends."""
    found, shift = 0, 0
    while True:
        byte = raw[at]
        found |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return found, at
