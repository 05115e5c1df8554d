"""Work on untrusted markup in a process of its own, which can be ended.

A page can be made to hold a parser for minutes inside C code, where no signal or exception of Python's reaches it, and
threads have no alarms at all. One helper process lives as long as this one, and is replaced when it had to be ended.
"""

import atexit
import functools
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from onrecord.records import Failure, InputError

MEMORY = 2_000_000_000  # bytes of address space for the helper
# A page hangs by computing, so that time is measured: on a busy machine a good page may wait for long. Where the system
# has no such timer, the time of the clock must do.
PATIENCE = 30 if hasattr(signal, "setitimer") else 1
STOPPED = -signal.SIGPROF if hasattr(signal, "SIGPROF") else None
SERVE = "import sys; sys.path[:] = sys.argv[1:]; from onrecord.intake.isolated import serve; serve()"
REMEDY = "save its text and read that"
P = ParamSpec("P")
T = TypeVar("T")


def run(name: str, seconds: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What ``work`` returns for its arguments, within ``seconds``. Raises `InputError` for the input ``name``."""
    answer = helper(os.getpid()).ask(name, seconds, functools.partial(work, *args, **kwargs))
    if isinstance(answer, Failure):
        raise InputError(answer.input, answer.stage, answer.seen, answer.remedy)
    return answer[0]  # type: ignore[no-any-return]  # unpickled


@functools.cache
def helper(_process: int) -> "Helper":
    """The helper of a process; a fork gets its own, as two must not talk into one pipe."""
    return Helper()


class Helper:
    """The helper process, started on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def ask(self, name: str, seconds: float, work: Callable[[], object]) -> Any:
        """Have work done: its result in a tuple, or a `Failure`."""
        with self._lock:
            process = self._running()
            timer = threading.Timer(seconds * PATIENCE, process.kill)
            timer.start()
            try:
                return self._exchange(process, (name, seconds, work))
            except (EOFError, OSError, pickle.UnpicklingError):
                late = timer.finished.is_set() or process.wait() == STOPPED
                self.end()
                seen = f"taking it apart took over {seconds:g} s" if late else "it ended the process that reads pages"
                return Failure.of(InputError(name, "extract", seen, REMEDY))
            except BaseException:  # an interrupt leaves an answer in the pipe, which is none to the next question
                self.end()
                raise
            finally:
                timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        self._process = self._process or started()
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], request: object) -> object:
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump(request, process.stdin)
        process.stdin.flush()
        return pickle.load(process.stdout)

    def end(self) -> None:
        """End the helper; the next question starts another."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            with suppress(OSError):
                process.communicate()


def started() -> subprocess.Popen[bytes]:
    """A new helper process."""
    # -P and our path as arguments: it finds the modules that we do, and none by chance in the folder it starts in.
    command = [sys.executable, "-P", "-c", SERVE, *filter(None, sys.path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def serve() -> None:
    """The helper's side: answer requests on standard input until it is closed."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    limit_memory()
    while True:
        try:
            name, seconds, work = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        warm_up()
        alarm(seconds)
        answer(out, outcome(name, work))
        alarm(0)


def warm_up() -> None:
    """Import what takes pages apart before the time of the first page is measured."""
    with suppress(ImportError):
        import trafilatura  # noqa: F401


def alarm(seconds: float) -> None:
    """Have the system end this process once it has computed for ``seconds``, whoever waits for it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def limit_memory() -> None:
    """Bound the memory of this process, where the system can, and leave the interrupt key to the one that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def answer(out: Any, value: object) -> None:
    """Send one answer."""
    pickle.dump(value, out)
    out.flush()


def outcome(name: str, work: Callable[[], object]) -> tuple[object] | Failure:
    """The result of work, or why there is none."""
    try:
        return (work(),)
    except InputError as error:
        return Failure.of(error)
    except MemoryError:
        return Failure.of(InputError(name, "extract", "taking it apart needs too much memory", REMEDY))
    except RecursionError:
        return Failure.of(InputError(name, "extract", "its elements are nested too deep", REMEDY))
    except Exception as error:  # sent to the one that asked, whose failure row it becomes
        return Failure.of(InputError(name, "extract", f"{type(error).__name__}: {error}", "report this input as a bug"))
