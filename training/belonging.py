"""Fit the weights by which an actor is given a country: ``python -m training.belonging``.

Every actor of the read reports (``annotated/readings.jsonl``, the development fifth left out) that the reader finds and
knows no country of is one example: the candidates are the countries that the text names and none, the answer is the
reading's. Softmax over the candidates, a penalty on the squares of the weights; writes
``src/onrecord/tables/belonging_weights.csv`` and prints how often the likeliest choice is right.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from onrecord.actors import find_actors
from onrecord.actors.belonging import NOBODY, SURE, Features, choices, known, weighed
from onrecord.actors.cast import Figure
from onrecord.intake import Article
from onrecord.language import Document, analyse
from onrecord.records import Source
from training import readings

TABLE = Path(__file__).parent.parent / "src" / "onrecord" / "tables" / "belonging_weights.csv"
PENALTY = 0.005
Case = tuple[dict[str, Features], str]


def cases(development: bool) -> Iterator[Case]:
    """Candidates with their features, and the right one, of every actor without a country of its own."""
    for record in readings.records(development):
        text = readings.report(record["id"])
        document = analyse(text)
        cast = find_actors(document, Article(Source(id=record["id"]), text, published=record["published"]))
        for figure in cast.figures:
            if figure.given or figure.kind == "state":
                continue
            gold = read_as(document, figure, record)
            if gold is not None:
                found = choices(cast, figure)
                country = gold["country"] or NOBODY
                yield found, country if country in found else NOBODY


def read_as(document: Document, figure: Figure, record: dict[str, Any]) -> dict[str, Any] | None:
    """The actor of the reading whose mentions a figure's overlap most, by head words; ``None`` without any."""
    votes = Counter[str]()
    for first, last in figure.mentions:
        head = document.tokens[document.head_of(first, last)]
        holding = [m for m in record["mentions"] if m[0] <= head.start and head.end <= m[1]]
        for _, _, *keys in sorted(holding, key=lambda m: m[1] - m[0])[:1]:
            votes.update(keys)
    return record["actors"][votes.most_common(1)[0][0]] if votes else None


def fit(examples: list[Case], rounds: int = 60) -> dict[str, float]:
    """The weights that make the right choices likeliest."""
    names = sorted({name for found, _ in examples for features in found.values() for name in features})
    index = {name: i for i, name in enumerate(names)}
    rows: list[torch.Tensor] = []
    sizes: list[int] = []
    right: list[int] = []
    for found, answer in examples:
        right.append(sum(sizes) + list(found).index(answer))
        sizes.append(len(found))
        for features in found.values():
            row = torch.zeros(len(names))
            for name, value in features.items():
                row[index[name]] = value
            rows.append(row)
    matrix, weights = torch.stack(rows), torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=rounds, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = matrix @ weights
        each = [part.logsumexp(0) for part in torch.split(scores, sizes)]
        found = (torch.stack(each).sum() - scores[right].sum()) / len(sizes) + PENALTY * (weights**2).sum() / 2
        found.backward()  # type: ignore[no-untyped-call]  # untyped in torch
        return found

    optimizer.step(loss)  # type: ignore[no-untyped-call]  # untyped in torch
    return {name: round(weights[i].item(), 3) for name, i in index.items()}


def right(examples: list[Case]) -> str:
    """How often the likeliest choice is right, and how often where one is sure enough to be recorded."""
    hits = sure = good = 0
    for found, answer in examples:
        code, chance = max(weighed(found).items(), key=lambda item: item[1])
        hits += code == answer
        if code != NOBODY and chance >= SURE:
            sure += 1
            good += code == answer
    return f"{hits / len(examples):.3f} of {len(examples)} right; {good / max(1, sure):.3f} of {sure} recorded"


def main() -> None:
    examples = list(cases(development=False))
    weights = fit(examples)
    with TABLE.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight", "source"])
        writer.writerows([name, weight, "training/belonging.py"] for name, weight in weights.items())
    known.cache_clear()
    print("training part:", right(examples))
    print("development part:", right(list(cases(development=True))))


if __name__ == "__main__":
    main()
