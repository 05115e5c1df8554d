"""Speed and memory of the installed reader: ``python -m bench.speed`` (what ``make bench`` runs).

    whole commands   `onrecord read STORIES --json FILE` over wire stories: reports a second, peak memory of all its
                     processes together; `onrecord read ONE --json -`: seconds until the first report is on the output
    stages           the reader's stages one by one, in one process: milliseconds a report and their share

Stories are those of TempEval-3's silver corpus (``ONRECORD_DATA``); without it the examples of this project are read
again and again under new titles. Times are wall-clock and move with what else the machine does: compare runs made side
by side.
"""

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ONRECORD_DATA") or ROOT.parent / "shared" / "data")
EVERY = 0.05  # seconds between two looks at memory
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run: seconds, peak memory in bytes with all processes below it, seconds to its first line."""

    seconds: float
    peak: int
    first: float


def stories(limit: int) -> Iterator[dict[str, str]]:
    """Wire stories as JSON Lines records."""
    silver = DATA / "timeml/silver.tar.xz"
    if not silver.exists():
        yield from _examples(limit)
        return
    with tarfile.open(silver) as archive:
        members = (m for m in archive if m.isfile() and m.name.endswith(".tml"))
        for member in itertools.islice(members, limit):
            file = archive.extractfile(member)
            raw = file.read().decode("utf8", "replace") if file else ""
            body, day = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.S), re.search(r'<DCT>.*?value="([\d-]{10})', raw, re.S)
            if body:
                text = re.sub(r"<[^>]+>", "", body.group(1))
                yield {"id": Path(member.name).stem, "text": text} | ({"published": day.group(1)} if day else {})


def _examples(limit: int) -> Iterator[dict[str, str]]:
    lines = (ROOT / "examples/archive.jsonl").read_text(encoding="utf8").splitlines()
    for number, line in zip(range(limit), itertools.cycle(lines), strict=False):
        record: dict[str, str] = json.loads(line)
        yield record | {"id": str(number), "title": f"{record['title']} ({number})"}


def run(command: Sequence[str]) -> Run:
    """Run a command, watching its memory and its first line of output. Raises `RuntimeError` where it fails."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    peaks, over = [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, over))
    watch.start()
    assert process.stdout is not None, "piped above"
    line = process.stdout.readline()
    first = time.monotonic() - began
    _, complaint = process.communicate()
    seconds = time.monotonic() - began
    over.set()
    watch.join()
    if process.returncode not in (0, 3):
        raise RuntimeError(
            f"{' '.join(command)} ended with {process.returncode}: {complaint.decode(errors='replace')[-1000:]}"
        )
    return Run(seconds, peaks[0], first if line else seconds)


def _watch(pid: int, peaks: list[int], over: threading.Event) -> None:
    while not over.wait(EVERY):
        peaks[0] = max(peaks[0], sum(map(resident, family(pid))))


def family(pid: int) -> list[int]:
    """A process and all below it; empty where the system has no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat") if Path("/proc/self/stat").exists() else ():
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def resident(pid: int) -> int:
    """Memory of a process in bytes, what it shares with others counted in part (PSS)."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return 1024 * int(re.search(r"^Pss:\s+(\d+)", rollup, re.M).group(1))  # type: ignore[union-attr]  # every rollup has it
    except (OSError, AttributeError):
        return 0


def stage_seconds(texts: Sequence[dict[str, str]]) -> dict[str, float]:
    """Seconds that each stage of the reader takes over some stories, and ``settled`` for what comes after them."""
    from onrecord import reader
    from onrecord.intake import Article
    from onrecord.records import Source

    spent: defaultdict[str, float] = defaultdict(float)
    for number, story in enumerate(texts):
        reading = reader.begin(
            Article(source=Source(id=story["id"]), text=story["text"].strip(), published=story.get("published"))
        )
        for stage in (*reader.STAGES, reader.settled):
            began = time.perf_counter()
            stage(reading)
            # The first story pays for loading model and tables.
            spent[stage.__name__] += time.perf_counter() - began if number else 0.0
    return spent


def measure(count: int) -> dict[str, float]:
    """All figures by name."""
    with tempfile.TemporaryDirectory() as scratch:
        many, one = Path(scratch) / "many.jsonl", Path(scratch) / "one.jsonl"
        chosen = list(stories(count))
        many.write_text("".join(json.dumps(s) + "\n" for s in chosen), encoding="utf8")
        one.write_text(json.dumps(chosen[0]) + "\n", encoding="utf8")
        command = [sys.executable, "-m", "onrecord", "read"]
        first = min(run([*command, str(one), "--json", "-"]).first for _ in range(3))
        whole = run([*command, str(many), "--json", str(Path(scratch) / "out.jsonl")])
        words = sum(len(s["text"].split()) for s in chosen)
    figures = {
        "stories": len(chosen), "words a story": words / len(chosen), "reports a second": len(chosen) / whole.seconds,
        "peak memory, MB": whole.peak / 1e6, "seconds to the first report": first,
    }  # fmt: skip
    spent = stage_seconds(chosen[:101])
    return figures | {
        f"{name}, ms a report": 1000 * seconds / max(1, len(chosen[:101]) - 1) for name, seconds in spent.items()
    }


def main() -> None:
    """Measure and print the figures, as a table or as JSON."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--stories", type=int, default=600)
    ask.add_argument("--json", action="store_true")
    opt = ask.parse_args()
    with Console(stderr=True).status("reading"):
        figures = measure(opt.stories)
    if opt.json:
        print(json.dumps(figures, indent=1))
        return
    table = Table(header_style="bold")
    table.add_column("figure")
    table.add_column("", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.2f}" if value < 100 else f"{value:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
