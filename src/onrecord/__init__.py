"""onrecord reads diplomatic and security reporting and keeps the record.

>>> import onrecord  # doctest: +SKIP
>>> report = onrecord.read("talks.txt", published="2024-11-27")  # doctest: +SKIP
>>> [report.text[a:b] for s in report.statements for a, b in s.content]  # doctest: +SKIP
['talks would resume']
"""

import importlib
from collections.abc import Iterable, Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.records import Failure, InputError, ModelError, OnrecordError, Report, StoreError
    from onrecord.store import Store

__version__ = "0.1.0"
__all__ = [
    "Failure", "InputError", "ModelError", "OnrecordError", "Report", "Store", "StoreError", "__version__", "read",
    "read_all",
]  # fmt: skip

# Importing onrecord loads nothing; a name brings its module when it is first asked for.
HOMES = {
    "Failure": "records", "InputError": "records", "ModelError": "records", "OnrecordError": "records",
    "Report": "records", "Store": "store", "StoreError": "records",
}  # fmt: skip
PARTS = ("language", "records", "store")


def read(source: str | PathLike[str], *, published: str | None = None, allow_private: bool = False) -> "Report":
    """Read the one report at a path or http(s) URL.

    ``published`` (ISO) is its publication date where it carries none. Raises `InputError` where it cannot be read or is
    not one report.
    """
    from onrecord import intake, reader
    from onrecord.records import Failure, InputError, checked_day

    name = str(source)
    found = intake.articles([name], intake.IntakeOptions(checked_day(published), allow_private))
    article, another = next(found, None), next(found, None)
    if article is None:
        raise InputError(name, "read", "no reports in it", "check that it is the right input")
    if another is not None:
        raise InputError(name, "read", "more than one report in it", "read them with onrecord.read_all([...])")
    if isinstance(article, Failure):
        raise InputError(article.input, article.stage, article.seen, article.remedy)
    return reader.read(article)


def read_all(
    sources: Iterable[str | PathLike[str]],
    *,
    published: str | None = None,
    jobs: int | None = 1,
    allow_private: bool = False,
) -> "Iterator[Report | Failure]":
    """Read every report in these paths (files, folders, archives) and URLs, in order; what fails is a `Failure`.

    ``jobs`` processes share the work (``None``: one a core); a script that asks for more than one must be importable,
    with its own work under ``if __name__ == "__main__":``.
    """
    from onrecord import bulk, intake
    from onrecord.records import checked_day

    wanted = intake.IntakeOptions(checked_day(published), allow_private)
    return bulk.read_all(intake.articles([str(source) for source in sources], wanted), jobs)


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(importlib.import_module(f"onrecord.{HOMES[name]}"), name)
    if name in PARTS:
        return importlib.import_module(f"onrecord.{name}")
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *PARTS})
