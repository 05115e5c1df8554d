"""Score a model folder on the development parts: ``python -m training.evaluate [--model FOLDER] [--json]``.

Gold words where UD needs them (UPOS, XPOS, lemma, UAS, LAS over all words, punctuation counted, LAS on relations
without subtypes as well); raw text for the rest. Word segmentation and sentence starts are scored on raw text.

    UPOS/LAS    EWT dev, GUM dev, whole documents in windows
    entities    GUM dev: named mentions cut to their proper-name core, exact spans, person / organization / place
                (gpe and place are one here), micro F1
    PolNeAR     dev: F1 over words of source, cue and content
    times       tbaq-train's development fifth: TIMEX3 of any type, found when a word overlaps; and exact spans
    authored    the development fifth of the authored passages: the same word F1, and entities exact
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from onrecord.language import Document, analysis, lemmas, words
from onrecord.language.model import SHIPPED, Model
from training import corpora
from training.corpora import DATA, HERE, PARTS, Example

Run = tuple[int, int, str]


class F1(Counter[str]):
    """Hits, found and wanted."""

    def add(self, hit: int, found: int, wanted: int) -> None:
        """Count one document."""
        self.update(hit=hit, found=found, wanted=wanted)

    @property
    def score(self) -> float:
        """The harmonic mean of precision and recall, in points of a hundred."""
        return 200 * self["hit"] / max(1, self["found"] + self["wanted"])


def of_tags(tags: list[str]) -> list[Run]:
    """Runs of BIO tags."""
    found: list[Run] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1, found[-1][2])
    return found


def treebank(model: Model, path: Path, entities: bool) -> dict[str, float]:
    """Tags and trees on gold words, entities where the treebank has them."""
    hits: Counter[str] = Counter()
    starts, names = F1(), F1()
    for example in corpora.universal(path, entities):
        document = analysis.analyse_words(corpora.written(example), example.words, model)
        gold = example.labels
        for i, token in enumerate(document.tokens):
            arc = token.head == gold.head[i]  # type: ignore[index]  # UD has every label
            hits["words"] += 1
            hits["UPOS"] += token.upos == gold.upos[i]  # type: ignore[index]
            hits["XPOS"] += token.xpos == gold.xpos[i]  # type: ignore[index]
            hits["lemma"] += token.lemma == lemmas.apply(token.text, gold.lemma[i])  # type: ignore[index]
            hits["UAS"] += arc
            hits["LAS"] += arc and token.deprel == gold.deprel[i]  # type: ignore[index]
            hits["LAS, no subtypes"] += arc and token.deprel.split(":")[0] == gold.deprel[i].split(":")[0]  # type: ignore[index]
        ours, theirs = {a for a, _ in document.sentences}, {i for i, s in enumerate(gold.sentence or ()) if s == 1}
        starts.add(len(ours & theirs), len(ours), len(theirs))
        if gold.entity:
            mine, its = named((e.first, e.last, e.label) for e in document.entities), named(of_tags(gold.entity))
            names.add(len(mine & its), len(mine), len(its))
    scores = {name: 100 * n / hits["words"] for name, n in hits.items() if name != "words"} | {
        "sentence starts": starts.score
    }
    return scores | ({"entities": names.score} if names["wanted"] else {})


def named(runs: Iterable[Run]) -> set[Run]:
    """Persons, organisations and places, countries and cities counted as places."""
    merged = ((a, b, "place" if label == "gpe" else label) for a, b, label in runs)
    return {run for run in merged if run[2] in ("person", "organization", "place")}


def segmentation(path: Path) -> float:
    """F1 of word spans on raw text."""
    score = F1()
    for _, rows, after in corpora.sentences(path):
        text, gold = "", set()
        for row, space in zip(rows, after, strict=True):
            gold.add((len(text), len(text) + len(row.form)))
            text += row.form + space
        ours = set(words.split(text))
        score.add(len(ours & gold), len(ours), len(gold))
    return score.score


def attribution(model: Model, examples: Iterator[Example], entities: bool = False) -> dict[str, float]:
    """F1 over words of source, cue and content; the tags that training saw, each word once."""
    scores = {part: F1() for part in PARTS}
    names = F1()
    for example in examples:
        document, chances = _tagged(model, example)
        for part in PARTS:
            ours = {i for i, yes in enumerate(chances[part]) if yes}
            theirs = {i for i, tag in enumerate(getattr(example.labels, part)) if tag != "O"}
            scores[part].add(len(ours & theirs), len(ours), len(theirs))
        if entities:
            mine, its = (
                {(e.first, e.last, e.label) for e in document.entities},
                set(of_tags(example.labels.entity or [])),
            )
            names.add(len(mine & its), len(mine), len(its))
    return {part: f1.score for part, f1 in scores.items()} | ({"entities": names.score} if entities else {})


def _tagged(model: Model, example: Example) -> tuple[Document, dict[str, list[bool]]]:
    windows = model.windows(example.words)
    found: dict[str, list[bool]] = {part: [] for part in PARTS}
    for scores in model.score(example.words, windows):
        for part in PARTS:
            found[part] += analysis.decided(analysis.softmax(scores.tags[:, model.slices[part]])).tolist()
    return analysis.analyse_words(corpora.written(example), example.words, model), found


def times(model: Model, examples: Iterator[Example]) -> dict[str, float]:
    """F1 of time expressions, by overlap and by exact span."""
    overlap, exact = F1(), F1()
    for example in examples:
        document = analysis.analyse_words(corpora.written(example), example.words, model)
        ours = [(t.first, t.last) for t in document.times]
        theirs = [(a, b) for a, b, _ in of_tags(example.labels.time or [])]
        exact.add(len(set(ours) & set(theirs)), len(ours), len(theirs))
        hit = sum(any(a < d and c < b for c, d in ours) for a, b in theirs)
        overlap.add(hit, len(ours), len(theirs))
    return {"found": overlap.score, "exact": exact.score}


def evaluate(model: Model) -> dict[str, dict[str, float]]:
    """All development scores, in points of a hundred."""
    ewt, gum = DATA / "ud/ewt-dev.conllu.gz", DATA / "ud/gum-dev.conllu.gz"
    authored = corpora.authored(sorted((HERE / "authored").glob("statements*.jsonl")), development=True)
    parts: dict[str, Callable[[], dict[str, float]]] = {
        "EWT dev": lambda: treebank(model, ewt, entities=False) | {"words": segmentation(ewt)},
        "GUM dev": lambda: treebank(model, gum, entities=True) | {"words": segmentation(gum)},
        "PolNeAR dev": lambda: attribution(model, corpora.polnear(DATA / "polnear/dev.jsonl.gz")),
        "TimeML fifth": lambda: times(model, corpora.timeml(DATA / "timeml/tbaq-train.tar.xz", development=True)),
        "authored fifth": lambda: attribution(model, authored, entities=True),
    }
    return {name: {k: round(v, 2) for k, v in measure().items()} for name, measure in parts.items()}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--model", type=Path, default=SHIPPED)
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--write", action="store_true", help="put the scores into the model's manifest")
    opt = ask.parse_args()
    scores = evaluate(Model(opt.model))
    if opt.write:
        path = opt.model / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {"scores": scores}, indent=1) + "\n", encoding="utf8")
    if opt.json:
        print(json.dumps(scores))
        return
    for corpus, found in scores.items():
        print(f"{corpus:16s}" + "  ".join(f"{name} {value:.1f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
