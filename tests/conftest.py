"""What every test starts from, and what several test files use."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from onrecord import cli


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the terminal or of onrecord that this machine happens to have."""
    for name in ("COLUMNS", "LINES", "ONRECORD_LEXICON", "ONRECORD_MODEL", "ONRECORD_THREADS"):
        monkeypatch.delenv(name, raising=False)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run a command in this process."""

    def command(*arguments: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["onrecord", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, *capsys.readouterr())

    return command
