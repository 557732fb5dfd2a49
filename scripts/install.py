"""Make .venv hold the pinned requirements, then become a Python of it: install base|dev [python arguments].

Runs on the machine's own Python with nothing but the standard library. `.venv/installed` names the requirements that
are completely there. `.venv.log` holds pip's words and is locked as long as anyone writes to it, pip included; words
without `.venv/installed` come from an install that was cut off, and the next one begins anew.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, NoReturn

from scripts import tidy

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = str(VENV / "bin" / "python")
INSTALLED = VENV / "installed"
LOG = TOP / ".venv.log"
LEVELS = {"base": ["base"], "dev": ["base", "dev"]}  # what is there after each of the two installs


def main(arguments: list[str]) -> NoReturn:
    level, *program = arguments
    try:
        if not is_installed(level):
            tidy.exit_on_signals()
            with tidy.alone(LOG, "installing the requirements") as log:
                if not is_installed(level):
                    install(level, log)
    except OSError as error:
        sys.exit(f"The requirements cannot be installed in {TOP}: {error.strerror}.")
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


def install(level: str, log: IO[str]) -> None:
    print("Installing the requirements (about 30 s, once)…", flush=True)
    before = INSTALLED.read_text() if INSTALLED.exists() else ""
    cut_off = LOG.stat().st_size > 0 and not before
    log.truncate(0)
    log.write(f"Installing {requirements(level)}\n")
    log.flush()
    INSTALLED.unlink(missing_ok=True)
    if cut_off or not runs([PYTHON, "-m", "pip", "--version"], log):
        make_venv(log)
    pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input"]
    if not runs([*pip, "--progress-bar", "off", "-r", str(requirements(level))], log):
        if before and "Installing collected packages" not in LOG.read_text(errors="replace"):
            INSTALLED.write_text(before)  # nothing was touched yet
        give_up("The requirements could not be installed")
    INSTALLED.write_text("".join(f"{fingerprint(one)}\n" for one in LEVELS[level]))
    log.truncate(0)


def make_venv(log: IO[str]) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    # Not sys.executable: that may be a link inside the very folder that is made anew.
    builder: str = getattr(sys, "_base_executable", sys.executable)
    if not runs([builder, "-m", "venv", "--clear", str(VENV)], log):
        give_up("The virtual environment .venv could not be made")


def runs(command: list[str], log: IO[str]) -> bool:
    """Whether the command succeeds. It has a process group of its own, which ends with us however we are ended."""
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    except FileNotFoundError:
        return False
    try:
        return process.wait() == 0
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def give_up(what: str) -> NoReturn:
    words = LOG.read_text(errors="replace")
    no_network = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ReadTimeoutError", "ProxyError")
    if "No space left on device" in words:
        why = "the disk is full"
    elif any(sign in words for sign in no_network):
        why = "the package index cannot be reached; is there a network?"
    else:
        why = "something went wrong"
    sys.exit(f"{what}: {why} (pip's words: {LOG})")
