"""manage.py backup and restore: everything, of one moment, while sets are logged; and nothing is overwritten."""

import shutil
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from benchmarks.server import TOP, sqlite_in
from tests.faults.load import Load
from tests.faults.site import environment_for, people, prepare, serving, sets_in

pytestmark = pytest.mark.django_db  # so that it runs on both databases
PICTURE = "from exercises.models import Picture; Picture.objects.create(name='a-3x2', image=b'\\0webp')"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Makes empty databases: the environment of a site on each. All are gone with the module."""
    made = []

    def make():
        folder = tmp_path_factory.mktemp("site")
        if connection.vendor == "sqlite":
            return environment_for(folder, sqlite_in(folder))
        name = f"backup_{uuid4().hex}"
        _on_server(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        made.append(name)
        host = connection.settings_dict["OPTIONS"]["host"]
        return environment_for(folder, f"postgres://kneecoach@/{name}?host={host}")

    yield make
    for name in made:
        _on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def lived(empty, tmp_path_factory):
    """A site in which sets were logged before, during and after its backup: its environment, the file, and the sets
    that were acknowledged before."""
    environment, file = empty(), tmp_path_factory.mktemp("backup") / "file"
    prepare(environment)
    taps = people(environment, 2)
    manage(environment, "shell", "-v0", "-c", PICTURE)
    with serving(environment) as site, Load(site, taps) as load:
        load.wait_for(5)
        before = list(load.acknowledged)
        said = manage(environment, "backup", str(file))
        load.wait_for(5)
    assert not load.refused
    assert " rows of " in said.stdout
    return environment, file, before


def _on_server(statement: sql.Composed) -> None:
    options = connection.settings_dict["OPTIONS"]
    with psycopg.connect(host=options["host"], user="kneecoach", dbname="postgres", autocommit=True) as server:
        server.execute(statement)


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=TOP, env=environment, capture_output=True, text=True, check=False
    )


def take_static_files(environment, elsewhere):
    """Those that one site has collected serve another one as well; it takes long to compress them."""
    shutil.copytree(Path(environment["DATA_DIR"], "static"), Path(elsewhere["DATA_DIR"], "static"))
    shutil.copy(Path(environment["DATA_DIR"], "static.stamp"), elsewhere["DATA_DIR"])


def refused(environment, *arguments):
    """The sentence with which a command refuses."""
    answer = manage(environment, *arguments)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.count("\n") == 1, answer.stderr
    assert answer.stderr.startswith("CommandError: ")
    return answer.stderr


def test_what_was_acknowledged_before_is_restored_and_the_site_goes_on(lived, empty):
    (environment, file, before), elsewhere = lived, empty()
    restored = manage(elsewhere, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    kept = sets_in(elsewhere)
    assert set(before) <= set(kept) < set(sets_in(environment))
    picture = "from exercises.models import Picture; print(bytes(Picture.objects.get(name='a-3x2').image))"
    assert manage(elsewhere, "shell", "-v0", "-c", picture).stdout == "b'\\x00webp'\n"
    take_static_files(environment, elsewhere)
    with serving(elsewhere) as site, Load(site, people(elsewhere, 1)) as load:
        load.wait_for(2)
    assert not load.refused


def test_only_its_owner_can_read_it(lived):
    _, file, _ = lived
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_nothing_is_overwritten(lived):
    environment, file, _ = lived
    before = file.read_bytes()
    assert "exists already; nothing was written." in refused(environment, "backup", str(file))
    assert "is not empty; nothing was restored." in refused(environment, "restore", str(file))
    assert file.read_bytes() == before


@pytest.mark.parametrize("what", ["cut", "changed"])
def test_a_damaged_file_leaves_nothing(lived, empty, tmp_path, what):
    _, file, _ = lived
    whole, damaged, elsewhere = file.read_bytes(), tmp_path / "damaged", empty()
    half = len(whole) // 2
    damaged.write_bytes(whole[:half] if what == "cut" else whole[:half] + b"\x55" * 5000 + whole[half + 5000 :])
    assert str(damaged) in refused(elsewhere, "restore", str(damaged))
    assert "empty" in refused(elsewhere, "backup", str(tmp_path / "of-nothing"))
    assert not (tmp_path / "of-nothing").exists()


def test_what_cannot_be_is_said_in_a_sentence(lived, empty, tmp_path):
    environment, file, _ = lived
    (tmp_path / "text").write_text("no backup")
    assert "text is not a backup." in refused(empty(), "restore", str(tmp_path / "text"))
    assert "No such file" in refused(empty(), "restore", str(tmp_path / "nowhere"))
    assert "No such file or directory" in refused(environment, "backup", "/nowhere/file")
    assert "File name too long" in refused(environment, "backup", str(tmp_path / ("x" * 300)))
    away = environment | {"DATABASE_URL": "postgres://kneecoach@localhost:9/kneecoach"}
    assert "The database cannot be used: " in refused(away, "backup", str(tmp_path / "file"))
    other = "postgres" if connection.vendor == "sqlite" else "sqlite"
    url = {"sqlite": sqlite_in(tmp_path), "postgres": away["DATABASE_URL"]}[other]
    said = refused(environment | {"DATABASE_URL": url}, "restore", str(file))
    assert "SQLite" in said and "PostgreSQL" in said
    if connection.vendor == "sqlite":
        in_the_way = Path(empty()["DATA_DIR"], "kneecoach.sqlite3")
        in_the_way.write_text("no database\n" * 100)
        elsewhere = environment | {"DATABASE_URL": sqlite_in(in_the_way.parent)}
        assert "is not empty; nothing was restored." in refused(elsewhere, "restore", str(file))
        assert in_the_way.read_text().startswith("no database")
