"""Many articles over several processes: articles in, reports and failures out, in the order they came."""

import collections
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait

from onrecord.intake import Article
from onrecord.reader import attempt
from onrecord.records import Failure, Report

FEW = 24  # articles: fewer are read here, faster than workers would start
AHEAD = 8  # articles in flight a worker
SMALLER = "read it alone, or split it into smaller reports"
Outcome = Report | Failure
Work = Callable[[Article], Outcome]
Waiting = collections.deque[tuple[Article | Failure, Future[Outcome] | None]]


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(articles: Iterable[Article | Failure], jobs: int | None = None, work: Work = attempt) -> Iterator[Outcome]:
    """Read every article; a `Failure` from intake passes through in its place.

    ``jobs`` processes share the work. By default the first `FEW` are read here while intake brings them, the rest by
    one process a core. ``work`` is what is done with an article; workers import it by name.
    """
    stream = iter(articles)
    alone = jobs == 1 or (jobs is None and cores() == 1)
    for item in stream if alone else itertools.islice(stream, 0 if jobs else FEW):
        yield item if isinstance(item, Failure) else work(item)
    for item in stream:  # once at most: the crew takes all that is left
        yield from _Crew(jobs or cores(), work).outcomes(itertools.chain([item], stream))


class _Crew:
    """Worker processes and what they have in hand; workers that die are replaced."""

    def __init__(self, jobs: int, work: Work) -> None:
        self.jobs, self.work = jobs, work
        self.waiting: Waiting = collections.deque()
        self.pool = _pool(jobs)

    def outcomes(self, stream: Iterable[Article | Failure]) -> Iterator[Outcome]:
        """The outcome of each item, in order, with `AHEAD` a worker in flight."""
        try:
            for item in stream:
                self.waiting.append((item, self._submit(item)))
                if len(self.waiting) >= self.jobs * AHEAD:
                    yield self._next()
            while self.waiting:
                yield self._next()
        except BaseException:  # Ctrl-C, or a caller that wants no more: what is half read is of no use to anyone
            _stop(self.pool)
            raise
        self.pool.shutdown()

    def _submit(self, item: Article | Failure) -> Future[Outcome] | None:
        if isinstance(item, Failure):
            return None
        try:
            with deaf_to_interrupt():
                return self.pool.submit(self.work, item)
        except BrokenProcessPool:
            return None

    def _next(self) -> Outcome:
        """The next outcome; where a worker died, a failure row for its article and fresh workers for the rest."""
        item, future = self.waiting.popleft()
        if isinstance(item, Failure):
            return item
        try:
            if future is None:
                raise BrokenProcessPool("the workers had stopped")
            return future.result()
        except BrokenProcessPool:
            _stop(self.pool)
            found = self._alone(item)
            self._begin_again()
            return found

    def _begin_again(self) -> None:
        """Fresh workers for all that the dead ones left undone."""
        self.pool = _pool(self.jobs)
        left = list(self.waiting)
        self.waiting.clear()
        self.waiting.extend((item, future if _done(future) else self._submit(item)) for item, future in left)

    def _alone(self, article: Article) -> Outcome:
        """Read one article in a process of its own: it may be what killed its reader, or an innocent neighbour."""
        self.pool = _pool(1)
        future = self._submit(article)
        try:
            if future is None:
                raise BrokenProcessPool("the worker did not start")
            return future.result()
        except BrokenProcessPool:
            name = article.source.id or article.source.path or article.source.url or "-"
            seen = "the process that read it was killed (out of memory?)"
            return Failure(input=name, stage="read", error="BrokenProcessPool", seen=seen, remedy=SMALLER)
        finally:
            _stop(self.pool)


def _done(future: Future[Outcome] | None) -> bool:
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the parent may hold threads of the runtime, which a fork would leave locked.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End a pool now: `shutdown` alone would wait for the articles that its workers have begun."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()


@contextmanager
def deaf_to_interrupt() -> Iterator[None]:
    """Processes started inside never see Ctrl-C: it goes to all of them, and only this one should answer."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    os.environ["ONRECORD_THREADS"] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
