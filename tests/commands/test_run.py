"""./run says in one line why it cannot serve, without a traceback, before it changes anything."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@pytest.fixture
def copy() -> Iterator[Path]:
    """The command and its requirements in a folder of their own, readable by every user, without a .venv."""
    with tempfile.TemporaryDirectory(prefix="kneecoach run ") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copy(TOP / "run", folder)
        for part in ("scripts", "requirements"):
            shutil.copytree(TOP / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        yield folder


def run(folder: Path, *arguments: str, user: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(folder / "run"), *arguments]
    environment = {"PATH": SYSTEM_PATH} | environment
    return subprocess.run(command, env=environment, user=user, capture_output=True, text=True, timeout=20, check=False)


def assert_refused(answer: subprocess.CompletedProcess[str], *words: str) -> None:
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1, answer.stderr
    for word in words:
        assert word in answer.stderr
    assert answer.stdout == ""


@pytest.fixture
def pythons(tmp_path: Path) -> Path:
    """A folder for the PATH that has what the command needs but for a Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for program in ("dirname", "readlink"):
        (folder / program).symlink_to(str(shutil.which(program)))
    return folder


def pretend_python(folder: Path, preparation: str) -> None:
    """A python3 in the folder that runs `preparation` before the program it is given with -c."""
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{preparation}; import sys; exec(sys.argv[1])' \"$2\"\n")
    python.chmod(0o755)


@pytest.mark.parametrize(
    "address",
    ["foo", "localhost", "99999", "0", "", ":", "localhost:", "8000:localhost", "http://[::1]:8000", "-1"],
)
def test_an_argument_that_is_no_address(copy: Path, address: str) -> None:
    assert_refused(run(copy, address), f"{address!r} is not an address", "Usage: ./run [host:port]")


def test_from_anywhere_through_a_link(copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "kneecoach"
    link.symlink_to(copy / "run")
    answer = subprocess.run([link, "foo"], cwd=tmp_path, capture_output=True, text=True, timeout=20, check=False)
    assert_refused(answer, "Usage: ./run [host:port]")


def test_two_arguments(copy: Path) -> None:
    assert_refused(run(copy, "localhost", "8000"), "Usage: ./run [host:port]")


def test_a_host_that_is_not_this_machine(copy: Path) -> None:
    assert_refused(run(copy, "192.0.2.1:8000"), "192.0.2.1 is not an address of this machine")


@pytest.mark.parametrize("address", ["{}", ":{}", "localhost:{}", "127.0.0.1:{}", "0.0.0.0:{}"])
def test_a_port_in_use(copy: Path, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert_refused(run(copy, address.format(port)), f"Port {port} is in use")
    assert not (copy / ".venv").exists()


def test_no_python(copy: Path, pythons: Path, free_port: str) -> None:
    assert_refused(run(copy, free_port, PATH=str(pythons)), "Python 3.11 or newer", "none was found")


def test_a_python_that_is_too_old(copy: Path, pythons: Path, free_port: str) -> None:
    pretend_python(pythons, 'import sys; sys.version_info = (3, 9, 2, "final", 0)')
    assert_refused(run(copy, free_port, PATH=str(pythons)), "Python 3.11 or newer", "only Python 3.9 was found")


def test_a_python_without_its_venv_module(copy: Path, pythons: Path, free_port: str) -> None:
    pretend_python(pythons, 'import sys; sys.modules["ensurepip"] = None')
    version = "{}.{}".format(*sys.version_info)
    assert_refused(run(copy, free_port, PATH=str(pythons)), f"apt install python{version}-venv")


def test_a_folder_that_cannot_be_written(copy: Path, free_port: str) -> None:
    copy.chmod(0o555)
    user = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None  # root may write everywhere
    assert_refused(run(copy, free_port, user=user), "cannot be installed in", str(copy), "Permission denied")


def test_no_network(copy: Path, free_port: str) -> None:
    """With the real pip, which is this Python's and may look but not install."""
    python = copy / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n")
    python.chmod(0o755)
    (copy / "requirements" / "base.txt").write_text(f"nowhere-to-be-found==1 --hash=sha256:{'0' * 64}\n")
    index = {"PIP_INDEX_URL": "http://localhost:9", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
    answer = run(copy, free_port, PIP_DRY_RUN="1", **index)
    assert answer.returncode == 1
    assert answer.stdout == "Installing the requirements (about 30 s, once)…\n"
    assert answer.stderr == (
        "The requirements could not be installed: the package index cannot be reached; is there a network? "
        f"(pip's words: {copy / '.venv.log'})\n"
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PRODUCTION": "true"}, ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]),
        ({"PRODUCTION": "perhaps"}, ["PRODUCTION"]),
        ({"DATABASE_URL": "nonsense"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "postgres://runner@localhost:9/kneecoach"}, ["Connection refused"]),
        ({"DATA_DIR": "/proc/kneecoach"}, ["/proc/kneecoach"]),
    ],
)
def test_an_environment_that_cannot_be_meant(
    tmp_path: Path, free_port: str, environment: dict[str, str], words: list[str]
) -> None:
    """The half of ./run behind the install, in this Python."""
    answer = subprocess.run(
        [sys.executable, "-m", "scripts", "serve", free_port],
        cwd=TOP,
        env={"PATH": SYSTEM_PATH, "DATA_DIR": str(tmp_path / "data")} | environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert_refused(answer, "Kneecoach cannot start: ", *words)
