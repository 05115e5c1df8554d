"""Many articles over several processes: articles in, reports and failures out, in the order they came."""

import collections
import itertools
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from onrecord.intake import Article
from onrecord.reader import attempt
from onrecord.records import Failure, Report

FEW = 24  # articles: fewer are read here, faster than workers would start
AHEAD = 8  # articles in flight a worker
Outcome = Report | Failure


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(articles: Iterable[Article | Failure], jobs: int | None = None) -> Iterator[Outcome]:
    """Read every article; a `Failure` from intake passes through in its place.

    ``jobs`` processes share the work (default: one a core, once there are more than `FEW` articles).
    """
    stream = iter(articles)
    first = list(itertools.islice(stream, FEW + 1)) if jobs is None else []
    if jobs == 1 or (jobs is None and (len(first) <= FEW or cores() == 1)):
        for item in itertools.chain(first, stream):
            yield item if isinstance(item, Failure) else attempt(item)
    else:
        yield from _shared(itertools.chain(first, stream), jobs or cores())


def _shared(stream: Iterator[Article | Failure], jobs: int) -> Iterator[Outcome]:
    waiting: collections.deque[tuple[Article | Failure, Future[Outcome] | None]] = collections.deque()
    pool = _pool(jobs)
    try:
        for item in stream:
            waiting.append((item, None if isinstance(item, Failure) else _submit(pool, item)))
            if len(waiting) >= jobs * AHEAD:
                outcome, pool = _next(waiting, pool, jobs)
                yield outcome
        while waiting:
            outcome, pool = _next(waiting, pool, jobs)
            yield outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(
    waiting: collections.deque[tuple[Article | Failure, Future[Outcome] | None]], pool: ProcessPoolExecutor, jobs: int
) -> tuple[Outcome, ProcessPoolExecutor]:
    """The next outcome; where a worker died, a failure row for its article and fresh workers for the rest."""
    item, future = waiting.popleft()
    if isinstance(item, Failure):
        return item, pool
    try:
        if future is None:
            raise BrokenProcessPool("the workers had stopped")
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(wait=False)
        alone = _alone(item)
        fresh = _pool(jobs)
        again = [(i, None if isinstance(i, Failure) else _submit(fresh, i)) for i, _ in waiting]
        waiting.clear()
        waiting.extend(again)
        return alone, fresh


def _alone(article: Article) -> Outcome:
    """Read one article in a process of its own: it may be the one that kills its reader, or an innocent neighbour."""
    with _pool(1) as pool:
        try:
            return pool.submit(attempt, article).result()
        except BrokenProcessPool:
            name = article.source.id or article.source.path or article.source.url or "-"
            seen = "the process that read it was killed (out of memory?)"
            return Failure(input=name, stage="read", error="BrokenProcessPool", seen=seen, remedy="read it with fewer jobs")


def _submit(pool: ProcessPoolExecutor, article: Article) -> Future[Outcome] | None:
    try:
        return pool.submit(attempt, article)
    except BrokenProcessPool:
        return None


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the parent may hold threads of the runtime, which a fork would leave locked.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    os.environ["ONRECORD_THREADS"] = "1"
