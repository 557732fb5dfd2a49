"""Backup and restore say how far they are once they take longer than a second."""

import sys
import time

import pytest

from kneecoach.management.one_file import Progress


@pytest.mark.parametrize(
    ("on_terminal", "said"),
    [(True, "\r\033[K1.5 s\r\033[K3.0 s\r\033[K12.0 s\r\033[K"), (False, "1.5 s\n12.0 s\n")],
)
def test_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], on_terminal: bool, said: str
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: on_terminal)
    progress = Progress()
    for seconds in (0.5, 1.5, 2.0, 3.0, 12.0):
        now = 100 + seconds
        progress.say(f"{seconds} s")
    progress.end()
    assert capsys.readouterr().err == said
