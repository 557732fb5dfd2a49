"""A file from outside is parsed by another process, which cannot take more than its share."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from plans.services.transfer import confined, parser
from plans.services.transfer.confined import parsed
from plans.services.transfer.kinds import Unreadable

TOO_HARD = "The file takes too much to read: nothing that Kneecoach writes does."


def refusal(kind, raw):
    with pytest.raises(Unreadable) as unreadable:
        parsed(kind, raw)
    return unreadable.value.lines


@pytest.fixture
def put(monkeypatch, tmp_path):
    """Has another program in the place of the parser's: its limits, then what is given."""

    def instead(work):
        program = tmp_path / "parser.py"
        source = Path(parser.__file__).read_text()
        assert "def document(raw" in source
        work = textwrap.indent(textwrap.dedent(work), "    ")
        program.write_text(source.replace("def document(raw", f"def document(raw):\n{work}\n\n\ndef unused(raw"))
        monkeypatch.setattr(parser, "__file__", str(program))

    return instead


def test_what_it_found_comes_back():
    assert parsed("json", b'{"kneecoach": "export", "a": [1, null, "\\ud800"]}')["a"] == [1, None, "\ud800"]
    [line] = parsed("sets", b"amount;session;set;exercise\n9;2026-11-23;1;squat\n")
    assert line == [2, False, None, "2026-11-23", None, "squat", None, "1", "9", None, None, None, None]


def test_memory_has_a_bound(put):
    put("return {'kneecoach': 'export', 'much': len(bytearray(2_000_000_000))}")
    assert refusal("json", b"{}") == (TOO_HARD,)


def test_the_processors_time_has_a_bound(put, monkeypatch):
    put("""
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        while True:
            pass
    """)
    assert refusal("json", b"{}") == (TOO_HARD,)


def test_the_clocks_time_has_a_bound(put, monkeypatch):
    put("import time\ntime.sleep(60)")
    monkeypatch.setattr(confined, "SECONDS", 0.5)
    assert refusal("json", b"{}") == (TOO_HARD,)


def test_it_has_its_limits_and_writes_no_file(put, tmp_path):
    put(f"""
        for limit, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            assert resource.getrlimit(limit) == (most, most)
        try:
            open({str(tmp_path / "kept")!r}, "w").write("x" * 10_000)
        except OSError:
            return {{"kneecoach": "export"}}
    """)
    assert parsed("json", b"{}") == {"kneecoach": "export"}


def test_nothing_of_the_site_is_in_it(put, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    put("import os\nreturn {'environment': dict(os.environ), 'modules': sorted(sys.modules)}")
    found = parsed("json", b"{}")
    assert "a secret" not in json.dumps(found)
    assert not any(name.split(".")[0] in ("django", "plans", "psycopg", "sqlite3") for name in found["modules"])


def test_a_mistake_of_ours_is_not_called_the_files(put):
    put("raise KeyError('ours')")
    with pytest.raises(RuntimeError, match="ours"):
        parsed("json", b"{}")


def test_it_starts_by_itself():
    """With the standard library alone, wherever it is started from."""
    command = [sys.executable, "-I", "-S", parser.__file__, "sets"]
    table = b"session,exercise,set,amount\n2026-11-23,squat,1,9\n"
    done = subprocess.run(command, input=table, capture_output=True, check=True, cwd="/")
    [[number, more, *cells]] = json.loads(done.stdout)["found"]
    assert (number, more, list(filter(None, cells))) == (2, False, ["2026-11-23", "squat", "1", "9"])
