"""What every test starts from: no setting of the terminal or of onrecord that this machine happens to have."""

import pytest


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "LINES", "ONRECORD_MODEL", "ONRECORD_THREADS"):
        monkeypatch.delenv(name, raising=False)
