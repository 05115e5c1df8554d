"""Reading over processes: every article comes out once, in order, whatever becomes of a worker."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import bulk
from onrecord.intake import Article
from onrecord.records import Failure, Report, Source, report_id

REFUSED = Failure(input="c.txt", stage="open", error="InputError", seen="nothing in it", remedy="leave it out")


def article(number: int, text: str = "Oslo agreed.") -> Article:
    return Article(source=Source(id=f"n-{number}"), text=text, title=str(number))


def report(given: Article) -> Report:
    """A report that says in ``language`` whether it was made here or by a worker."""
    place = "here" if multiprocessing.parent_process() is None else "worker"
    key = report_id(given.title, None, given.text)
    return Report(id=key, source=given.source, title=given.title, text=given.text, language=place)


def fatal(given: Article) -> Report:
    """Like `report`, but one text kills whoever reads it."""
    if given.text == "Poison.":
        os.kill(os.getpid(), signal.SIGKILL)
    return report(given)


def slow(given: Article) -> Report:
    """Like `report`, after a while."""
    time.sleep(0.05)
    return report(given)


def told(outcomes: Iterator[Report | Failure]) -> list[str]:
    """What each outcome is of, in order."""
    return [item.input if isinstance(item, Failure) else item.source.id or "" for item in outcomes]


@pytest.mark.parametrize("jobs", [None, 1, 2])
def test_outcomes_come_in_order_with_failures_of_intake_in_their_place(jobs: int | None) -> None:
    given: list[Article | Failure] = [article(n) for n in range(30)]
    given[3] = given[28] = REFUSED
    found = list(bulk.read_all(given, jobs, report))
    wanted = [f"n-{n}" for n in range(30)]
    wanted[3] = wanted[28] = "c.txt"
    assert told(iter(found)) == wanted


def test_the_first_are_read_here_and_the_rest_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 2)
    found = bulk.read_all((article(n) for n in range(bulk.FEW + 3)), None, report)
    places = [item.language for item in found if isinstance(item, Report)]
    assert places == ["here"] * bulk.FEW + ["worker"] * 3


def test_on_one_core_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    found = bulk.read_all((article(n) for n in range(bulk.FEW + 3)), None, report)
    assert {item.language for item in found if isinstance(item, Report)} == {"here"}


def test_an_article_is_read_before_the_next_one_is_asked_for() -> None:
    asked = []

    def given() -> Iterator[Article]:
        for number in range(3):
            asked.append(number)
            yield article(number)

    found = bulk.read_all(given(), None, report)
    assert isinstance(next(found), Report)
    assert asked == [0]


def test_an_article_that_kills_its_reader_is_a_failure_and_the_rest_is_read() -> None:
    given = [article(n, "Poison." if n == 5 else "Oslo agreed.") for n in range(12)]
    found = list(bulk.read_all(given, 2, fatal))
    assert [item.source.id for item in found if isinstance(item, Report)] == [f"n-{n}" for n in range(12) if n != 5]
    assert found[5] == Failure(
        input="n-5", stage="read", error="BrokenProcessPool",
        seen="the process that read it was killed (out of memory?)",
        remedy="read it alone, or split it into smaller reports",
    )  # fmt: skip


def test_a_worker_that_is_killed_costs_no_report() -> None:
    found = bulk.read_all([article(n) for n in range(24)], 2, slow)
    first = [next(found) for _ in range(3)]
    victim = multiprocessing.active_children()[0]
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    assert told(iter([*first, *found])) == [f"n-{n}" for n in range(24)]


def test_a_caller_that_stops_early_leaves_no_workers() -> None:
    found = bulk.read_all((article(n) for n in range(1000)), 2, slow)
    assert isinstance(next(found), Report)
    assert multiprocessing.active_children()
    found.close()  # type: ignore[attr-defined]  # read_all is a generator
    assert gone(lambda: multiprocessing.active_children() == [])


PARENT = """
import multiprocessing, sys
sys.path.insert(0, {tests!r})
from onrecord import bulk
from test_bulk import article, slow

if __name__ == "__main__":
    found = bulk.read_all((article(n) for n in range(10_000)), 2, slow)
    next(found)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    for _ in found:
        pass
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the workers in /proc")
def test_workers_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(tests=str(Path(__file__).parent)))
    pipe = subprocess.PIPE
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )
    assert parent.stdout is not None
    workers = [int(number) for number in parent.stdout.readline().split()]
    assert len(workers) == 2
    if how == signal.SIGKILL:
        os.kill(parent.pid, how)
    else:
        os.killpg(parent.pid, how)  # Ctrl-C goes to the workers too
    _, errors = parent.communicate(timeout=20)
    assert errors.count("Traceback") == (how == signal.SIGINT)  # the parent's own, none of a worker
    assert gone(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def gone(check: object, seconds: float = 10.0) -> bool:
    """Whether something comes true in time."""
    assert callable(check)
    deadline = time.monotonic() + seconds
    while not check() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(check())
