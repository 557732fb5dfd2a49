"""Running beside others and ending on purpose."""

import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn


@contextmanager
def alone(path: Path, doing: str) -> Iterator[IO[str]]:
    """The file at `path`, open at its end and locked: whoever comes second says so and waits."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another start is {doing} here; waiting for it…", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def exit_on_signals() -> None:
    """Turn the signals that end a program into an exception, so that whatever has to be tidied up is."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _exit)


def _exit(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)
