"""The model folder and its runtime: the only place that imports onnxruntime.

A folder holds ``model.onnx`` (int8 weights), ``tokenizer.json``, ``labels.json`` (labels of every head, in the order of
their scores) and ``manifest.json`` (training data with licences, scores, code version, sha256 of the other files).
"""

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.language import features
from onrecord.language.document import Floats
from onrecord.records import ModelError

FORMAT = 4
PAIRS = (("upos", "xpos"), ("upos", "deprel"), ("xpos", "lemma"))  # heads whose labels must go together on a word
# The links between words, by the head that scores them: what the other word is to a cue, trigger, mention or stance.
CHANNELS = {
    "attributions": ("source", "content"),
    "deeds": ("actor", "recipient", "act", "place", "grounds"),
    "mentions": ("antecedent",),
    "positions": ("holder", "measure", "condition", "constraint"),
}
SHIPPED = Path(__file__).parent / "model"


@dataclass(slots=True)
class Scores:
    """What the heads say of one window of n words.

    ``tags`` (n, width) logits, sliced by `Model.slices`; ``arcs`` (n, 1 + n) logits, column 0 the root; ``dependents``
    (n, relations, rank + 1) and ``governors`` (1 + n, relations, rank) factors of relation scores; ``attributions``,
    ``deeds``, ``mentions`` and ``positions`` (n, n, channels) logits of what word j is to word i, by `CHANNELS`.
    """

    tags: Floats
    arcs: Floats
    dependents: Floats
    governors: Floats
    attributions: Floats
    deeds: Floats
    mentions: Floats
    positions: Floats

    def relations(self, heads: npt.NDArray[np.int64], allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """The best relation of each word to the head in arc column ``heads``, shape (n,), of those ``allowed`` it."""
        scores = (self.dependents[..., :-1] * self.governors[heads]).sum(-1) + self.dependents[..., -1]
        best: npt.NDArray[np.int64] = np.where(allowed, scores, -np.inf).argmax(-1)
        return best


class Model:
    """A loaded model folder. Raises `ModelError` where the folder is incomplete, damaged or of another format."""

    def __init__(self, folder: Path = SHIPPED, threads: int | None = None) -> None:
        self.folder = folder
        self.manifest = checked_manifest(folder)
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf8"))
            self.tags: dict[str, list[str]] = labels["tags"]
            self.deprels: list[str] = labels["deprels"]
            self.together = {pair: _together(labels, *pair) for pair in PAIRS}
            self.pieces = features.Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
            self._session = _session(folder / "model.onnx", threads)
        except Exception as error:  # the tokenizer's and the runtime's errors share no narrower root
            raise ModelError(
                f"{folder}: its files hold no model ({_first_line(error)}); install the model folder again"
            ) from error
        self.slices = _slices(self.tags)

    @property
    def version(self) -> str:
        """Short name of these very weights: the first hex digits of the sha256 of ``model.onnx``."""
        return str(self.manifest["files"]["model.onnx"])[:12]

    def windows(self, words: features.Words) -> list[features.Span]:
        """The word ranges that go through the encoder one by one."""
        return features.cut([len(self.pieces.of(t)) for t in words.texts], words.flags.tolist())

    def score(self, words: features.Words, windows: Sequence[features.Span]) -> list[Scores]:
        """The heads' scores of each window, in order.

        One by one: int8 scales are taken over a run of the network, so that neighbours would change what a window says.
        """
        return [self._run(words, *window) for window in windows]

    def _run(self, words: features.Words, first: int, last: int) -> Scores:
        pieces = [self.pieces.of(text) for text in words.texts[first:last]]
        batch = features.batch([(pieces, words.cases[first:last], words.flags[first:last])], self.pieces)
        inputs = batch.inputs() | {"distances": features.distances(last - first)}
        del inputs["present"]  # one window has no padding
        return Scores(*(array[0] for array in self._session.run(None, inputs)))


def _together(labels: dict[str, Any], one: str, other: str) -> npt.NDArray[np.bool_]:
    """Which labels of two heads occur on one word, shape (labels of one, labels of the other).

    A label of the first that training met too rarely to tell goes with all of the second.
    """
    rows = labels["tags"][one]
    columns = {label: i for i, label in enumerate(labels["deprels"] if other == "deprel" else labels["tags"][other])}
    found = np.zeros((len(rows), len(columns)), np.bool_)
    seen = labels["together"][f"{one} {other}"]
    for i, label in enumerate(rows):
        found[i, [columns[k] for k in seen.get(label, columns)]] = True
    return found


def _slices(tags: dict[str, list[str]]) -> dict[str, slice]:
    found, at = {}, 0
    for name, labels in tags.items():
        found[name] = slice(at, at + len(labels))
        at += len(labels)
    return found


def _session(path: Path, threads: int | None) -> Any:
    import onnxruntime  # type: ignore[import-untyped]  # has no types

    # The runtime's builds for Windows report their use to their maker unless told not to.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = (
        threads or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else threads or 0
    )
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning threads gain a little alone and lose a lot where several readers share the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model folder whose files are all there and of the recorded size.

    The sha256 of each file stands in the manifest; `verify` compares it. Raises `ModelError`.
    """
    path = folder / "manifest.json"
    if not path.exists():
        raise ModelError(f"{folder}: no manifest.json; run `make train` or install onrecord from its wheel")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    except ValueError as error:
        raise ModelError(f"{path}: not JSON ({error}); install the model folder again") from error
    if manifest.get("format") != FORMAT:
        raise ModelError(f"{folder}: model format {manifest.get('format')}, this version reads {FORMAT}; train it anew")
    for name, size in manifest["sizes"].items():
        if not (folder / name).exists() or (folder / name).stat().st_size != size:
            raise ModelError(f"{folder / name}: missing or not of {size} bytes; install the model folder again")
    return manifest


def verify(folder: Path = SHIPPED) -> None:
    """Compare every file of a model folder with the sha256 of its manifest; raises `ModelError` at the first other."""
    for name, wanted in checked_manifest(folder)["files"].items():
        seen = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if seen != wanted:
            raise ModelError(
                f"{folder / name}: sha256 {seen[:12]}… where the manifest says {wanted[:12]}…; install it again"
            )


@functools.cache
def shipped() -> Model:
    """The model inside the package (or the folder that ``ONRECORD_MODEL`` names), loaded once a process."""
    folder = os.environ.get("ONRECORD_MODEL")
    threads = os.environ.get("ONRECORD_THREADS")
    return Model(Path(folder) if folder else SHIPPED, int(threads) if threads else None)
