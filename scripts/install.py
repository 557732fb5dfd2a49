"""Make .venv hold the pinned requirements, then become a Python of it: install.py base|dev [python arguments].

Runs on the machine's own Python with nothing but the standard library. `.venv/installed` names the requirements that
are completely there. While an install is under way it holds the lock on `.venv.lock`, and the file says so: the system
frees the lock of a process that was killed, and the words left behind tell the next one to begin anew.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = str(VENV / "bin" / "python")
INSTALLED = VENV / "installed"
LOCK = TOP / ".venv.lock"
LOG = TOP / "install.log"
UNFINISHED = "unfinished"
LEVELS = {"base": ["base"], "dev": ["base", "dev"]}  # what is there after each of the two installs


def main(level: str, *program: str) -> None:
    if not is_installed(level):
        with only_one() as lock:
            if not is_installed(level):
                install(level, lock)
    os.execv(PYTHON, [PYTHON, *program])


def is_installed(level: str) -> bool:
    return INSTALLED.exists() and fingerprint(level) in INSTALLED.read_text().splitlines()


def fingerprint(level: str) -> str:
    """One line that changes with the requirements and with the Python of the virtual environment."""
    version = "import sys; print(sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        answer = "none"
    return f"{level} {answer} {hashlib.sha256(requirements(level).read_bytes()).hexdigest()}"


def requirements(level: str) -> Path:
    return TOP / "requirements" / f"{level}.txt"


@contextmanager
def only_one() -> Iterator[IO[str]]:
    """The opened lock file, once no other start is installing here."""
    with LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing the requirements here; waiting for it…")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def install(level: str, lock: IO[str]) -> None:
    say("Installing the requirements (about 30 s, once)…")
    lock.seek(0)
    begin_anew = lock.read() == UNFINISHED
    INSTALLED.unlink(missing_ok=True)
    note(lock, UNFINISHED)
    with LOG.open("w") as log:
        if begin_anew or not runs([PYTHON, "-m", "pip", "--version"], log):
            shutil.rmtree(VENV, ignore_errors=True)
            # Not sys.executable: that may be a link inside the very folder that is made anew.
            builder: str = getattr(sys, "_base_executable", sys.executable)
            if not runs([builder, "-m", "venv", "--clear", str(VENV)], log):
                give_up("The virtual environment .venv could not be made")
        pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input"]
        if not runs([*pip, "--progress-bar", "off", "-r", str(requirements(level))], log):
            note(lock, "")  # pip came to an end of its own: what it left behind can be built upon
            give_up("The requirements could not be installed")
    INSTALLED.write_text("".join(f"{fingerprint(one)}\n" for one in LEVELS[level]))
    note(lock, "")
    LOG.unlink()


def note(lock: IO[str], words: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(words)
    lock.flush()


def runs(command: list[str], log: IO[str]) -> bool:
    """Whether the command succeeds. It has a process group of its own, which ends with us however we are ended."""
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    except OSError:
        return False
    try:
        return process.wait() == 0
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def give_up(what: str) -> NoReturn:
    words = LOG.read_text(errors="replace")
    no_network = ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError", "ProxyError")
    if "No space left on device" in words:
        why = "the disk is full"
    elif any(sign in words for sign in no_network):
        why = "the package index cannot be reached; is there a network?"
    else:
        why = "the reason is at the end of the log"
    sys.exit(f"{what}: {why} ({LOG})")


def say(words: str) -> None:
    print(words, flush=True)


def stop(_signal: int, _frame: object) -> NoReturn:
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"The requirements cannot be installed in {TOP}: {error.strerror}.")
