"""The open exams on the installed reader, beside the floors of ``bench/floors.json``: ``python -m bench.score``.

A figure under its floor fails (exit 1), and so does a corpus that is not the one the floors were set on. ``--raise``
lifts each floor to what was reached (rounded down to a hundredth); lowering one takes ``--lower EXAM FIGURE VALUE --why
REASON`` and leaves a line in the file. The corpora are not part of the project: ``ONRECORD_EXAM`` and ``ONRECORD_DATA``
say where they lie.

    reading     ten reports read by hand, scored as wholes (score_reading.py)
    statements  PolNeAR's development part through `onrecord read` (score_corpora.py)
    dates       tbaq-train's development fifth through `onrecord read` (score_corpora.py)
    events      PLOVER's gold standard records, development half, through `onrecord read` (score_corpora.py)
    pairs       PLV's development fifth through `onrecord read` (score_corpora.py)
    authored positions          the position stage on the project's own fifth (bench/positions.py)
    read reports                the fifth of the read reports, by the reading exam's scorer (bench/readings.py)
    actors                      chains on GUM's development part, entities of re3d, how sure countries are
    authored events, factuality    the event stage on the project's own fifth and on judged predicates (bench/events.py)
    heads       the shipped model's heads on the development parts (training/evaluate.py)
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
DATA = Path(os.environ.get("ONRECORD_DATA") or ROOT.parent / "shared" / "data").resolve()
EXAM = Path(os.environ.get("ONRECORD_EXAM") or ROOT.parent / "shared" / "exam").resolve()
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam: the files that it consists of, and how it is taken."""

    name: str
    corpus: Callable[[], Iterable[Path]]
    take: Callable[[], Figures]


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure beside its floor, if it has one."""

    exam: str
    figure: str
    value: float | None
    floor: float | None

    @property
    def fallen(self) -> bool:
        """Whether the figure is under its floor, or missing where there is one."""
        return self.floor is not None and (self.value is None or self.value < self.floor)


def read(inputs: Path, into: Path) -> None:
    """Read a file of reports with the installed command; raises `RuntimeError` with what it said where nothing came."""
    command = [sys.executable, "-m", "onrecord", "read", str(inputs), "--json", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not into.exists() or not into.stat().st_size:
        raise RuntimeError(f"{' '.join(command)} gave nothing (exit {done.returncode}): {done.stderr.strip()[-2000:]}")


def script(name: str, *arguments: str) -> str:
    """What one of the exam's own scorers prints."""
    done = subprocess.run([sys.executable, str(EXAM / name), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def reading() -> Figures:
    """The reports read by hand."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.jsonl"
        read(EXAM / "reports.jsonl", out)
        found: Figures = json.loads(
            script("score_reading.py", str(EXAM / "gold"), str(EXAM / "reports.jsonl"), str(out), "--json")
        )
        return found


def corpus_exam(kind: str, path: Path, *options: str) -> Callable[[], Figures]:
    """An exam of score_corpora.py over a corpus."""

    def take() -> Figures:
        with tempfile.TemporaryDirectory() as scratch:
            inputs, out = Path(scratch) / "in.jsonl", Path(scratch) / "out.jsonl"
            inputs.write_text(script("score_corpora.py", kind, str(path), "--inputs", *options), encoding="utf8")
            read(inputs, out)
            found: Figures = json.loads(
                script("score_corpora.py", kind, str(path), "--out", str(out), "--json", *options)
            )
            return found

    return take


def heads() -> Figures:
    """The shipped model's heads, as shares of one."""
    from training.evaluate import evaluate

    from onrecord.language.model import SHIPPED, Model

    return {
        f"{part}: {name}": value / 100
        for part, found in evaluate(Model(SHIPPED)).items()
        for name, value in found.items()
    }


def authored() -> Figures:
    """The event stage on the authored fifth."""
    from bench import events

    return events.authored()


def factuality() -> Figures:
    """The statuses of judged predicates."""
    from bench import events

    return events.factuality()


def practice() -> Figures:
    """The read reports of the development fifth, by the reading exam's scorer."""
    from bench import readings

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        readings.write(folder)
        out = folder / "out.jsonl"
        read(folder / "reports.jsonl", out)
        found: Figures = json.loads(
            script("score_reading.py", str(folder / "gold"), str(folder / "reports.jsonl"), str(out), "--json")
        )
        return readings.told(found)


def positions() -> Figures:
    """The position stage on the authored fifth."""
    from bench import positions

    return positions.authored()


def actors() -> Figures:
    """Who is who: chains on GUM's development part, entities of re3d, and how sure countries are."""
    from bench import coreference, entities, readings
    from onrecord.language.model import shipped

    return {
        **{f"GUM: {name}": value for name, value in coreference.gum(shipped()).items()},
        **{f"re3d: {name}": value for name, value in entities.re3d().items()},
        **{f"countries: {name}": value for name, value in readings.countries().items()},
    }


def exams() -> list[Exam]:
    """The open exams in the order in which they are taken."""
    polnear, tbaq = DATA / "polnear/dev.jsonl.gz", DATA / "timeml/tbaq-train.tar.xz"
    gsr, plv = DATA / "plover/gsr-dev.jsonl", DATA / "plover/plv-train.tsv.gz"
    scorer = EXAM / "score_corpora.py"
    development = [DATA / "ud/ewt-dev.conllu.gz", DATA / "ud/gum-dev.conllu.gz", polnear, tbaq]
    return [
        Exam(
            "reading",
            lambda: [EXAM / "reports.jsonl", EXAM / "score_reading.py", *sorted((EXAM / "gold").glob("*.json"))],
            reading,
        ),
        Exam("statements", lambda: [polnear, scorer], corpus_exam("statements", polnear)),
        Exam("dates", lambda: [tbaq, scorer], corpus_exam("dates", tbaq, "--fifth")),
        Exam("events", lambda: [gsr, scorer], corpus_exam("events", gsr)),
        Exam("pairs", lambda: [plv, scorer], corpus_exam("pairs", plv, "--fifth")),
        Exam("authored events", lambda: sorted((ROOT / "training/authored").glob("events_*.jsonl")), authored),
        Exam("authored positions", lambda: sorted((ROOT / "training/authored").glob("positions_*.jsonl")), positions),
        Exam("read reports", lambda: [ROOT / "training/annotated/readings.jsonl"], practice),
        Exam(
            "actors",
            lambda: [DATA / "ud/gum-dev.conllu.gz", DATA / "re3d.jsonl.gz", ROOT / "training/annotated/readings.jsonl"],
            actors,
        ),
        Exam("factuality", lambda: sorted((DATA / "factuality").glob("*-dev.jsonl.gz")), factuality),
        Exam("heads", lambda: development, heads),
    ]


def digest(paths: Iterable[Path]) -> str:
    """One sha256 over files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def load() -> dict[str, Any]:
    """The floors file: ``exams`` with ``corpus`` and ``floors`` each, and ``lowered``, the reasons."""
    found: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf8"))
    return found


def save(floors: dict[str, Any]) -> None:
    """Write the floors file."""
    FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf8")


def marks(name: str, figures: Figures, floors: dict[str, float]) -> Iterator[Mark]:
    """Each figure of an exam with its floor, those with one first."""
    for figure in [*floors, *(f for f in figures if f not in floors)]:
        yield Mark(name, figure, figures.get(figure), floors.get(figure))


def shown(found: Sequence[Mark]) -> Table:
    """Figures beside floors."""
    table = Table(header_style="bold")
    table.add_column("exam")
    table.add_column("figure")
    for column in ("reached", "floor"):
        table.add_column(column, justify="right")
    table.add_column("")
    for mark in found:
        value, floor = (f"{x:.3f}" if x is not None else "" for x in (mark.value, mark.floor))
        table.add_row(
            mark.exam, mark.figure, value, floor, "FALLEN" if mark.fallen else "", style="red" if mark.fallen else None
        )
    return table


def raised(floors: dict[str, Any], found: Sequence[Mark], digests: dict[str, str]) -> dict[str, Any]:
    """The floors lifted to what was reached, and pinned to the corpora that it was reached on."""
    for mark in found:
        if mark.floor is not None and mark.value is not None:
            floors["exams"][mark.exam]["floors"][mark.figure] = max(mark.floor, int(mark.value * 100) / 100)
    for name, value in digests.items():
        floors["exams"][name]["corpus"] = value
    return floors


def lowered(floors: dict[str, Any], exam: str, figure: str, value: float, why: str) -> dict[str, Any]:
    """The floors with one lowered and the reason kept. Raises `ValueError` without a reason or a floor to lower."""
    if not why.strip():
        raise ValueError("--lower needs --why REASON")
    known = floors["exams"].get(exam, {}).get("floors", {})
    if figure not in known:
        raise ValueError(f"{exam}: no floor for {figure!r}; there is one for {', '.join(known) or 'nothing'}")
    floors["lowered"].append({"exam": exam, "figure": figure, "from": known[figure], "to": value, "why": why})
    known[figure] = value
    return floors


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the exams; 0 where no figure fell, 1 where one did or a corpus is another, 2 where one cannot be taken."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", action="append", metavar="EXAM", help="this exam alone (may be given again)")
    ask.add_argument("--json", action="store_true", help="figures and floors as JSON")
    ask.add_argument(
        "--raise", dest="lift", action="store_true", help="lift the floors to what is reached and pin the corpora"
    )
    ask.add_argument("--lower", nargs=3, metavar=("EXAM", "FIGURE", "VALUE"))
    ask.add_argument("--why", default="")
    opt = ask.parse_args(arguments)
    floors = load()
    if opt.lower:
        save(lowered(floors, opt.lower[0], opt.lower[1], float(opt.lower[2]), opt.why))
        return 0
    chosen = [e for e in exams() if not opt.only or e.name in opt.only]
    return take(chosen, floors, opt.json, opt.lift)


def take(chosen: Sequence[Exam], floors: dict[str, Any], as_json: bool, lift: bool) -> int:
    """Take exams and print or pin what they gave."""
    found: list[Mark] = []
    digests: dict[str, str] = {}
    console = Console(stderr=True)
    strange = []
    for exam in chosen:
        missing = [str(p) for p in exam.corpus() if not p.exists()]
        if missing:
            console.print(
                f"{exam.name}: {missing[0]} is not there; set ONRECORD_DATA and ONRECORD_EXAM to the corpora's folders"
            )
            return 2
        digests[exam.name] = digest(exam.corpus())
        pinned = floors["exams"].setdefault(exam.name, {"corpus": "", "floors": {}})
        if pinned["corpus"] != digests[exam.name] and not lift:
            strange.append(exam.name)
        with console.status(exam.name):
            found += marks(exam.name, exam.take(), pinned["floors"])
    if lift:
        save(raised(floors, found, digests))
    if as_json:
        print(
            json.dumps(
                [{"exam": m.exam, "figure": m.figure, "reached": m.value, "floor": m.floor} for m in found], indent=1
            )
        )
    else:
        Console(width=100 if not sys.stdout.isatty() else None).print(shown(found))
    for name in strange:
        console.print(
            f"{name}: the corpus is not the one that its floors were set on; look at what changed, then `--raise`"
        )
    return int(bool(strange) or any(m.fallen for m in found))


if __name__ == "__main__":
    sys.exit(main())
