"""The one settings module, started as a person would start it."""

import os
import re
import subprocess
import sys
from ast import literal_eval
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kneecoach.env import kept_secret

TOP = Path(__file__).parent.parent
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-with-0123456789-and-more",
    "ALLOWED_HOSTS": "kneecoach.example",
    "DATABASE_URL": "postgres://kneecoach@localhost/kneecoach",
}


def start(data, code="", **environment):
    command = [sys.executable, "manage.py", *(["shell", "-v0", "-c", code] if code else ["check"])]
    return subprocess.run(
        command,
        cwd=TOP,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def values(data, names, **environment):
    answer = start(data, f"from django.conf import settings as s; print({names})", **environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_names_what_is_missing(tmp_path, missing):
    answer = start(tmp_path, **{**PRODUCTION, missing: ""})
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Kneecoach cannot start: production needs {missing};")
    assert answer.stderr.count("\n") == 1


def test_production_names_everything_that_is_missing_at_once(tmp_path):
    answer = start(tmp_path, PRODUCTION="true")
    assert "SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("PRODUCTION", "perhaps"), ("DEBUG", "2x"), ("DATABASE_URL", "nonsense"), ("EMAIL_URL", "pigeon://roof")],
)
def test_a_value_that_cannot_be_meant_is_named(tmp_path, name, value):
    answer = start(tmp_path, **{name: value})
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Kneecoach cannot start: {name} is not understood")
    assert "Traceback" not in answer.stderr


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    answer = start(tmp_path / "file" / "data")
    assert answer.returncode == 1
    assert "data cannot be used" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_laptop_needs_nothing_and_is_safe(tmp_path):
    data, names = tmp_path / "data", "s.DEBUG, s.PRODUCTION, s.ALLOWED_HOSTS, len(s.SECRET_KEY) > 50"
    assert values(data, names) == "False False ['localhost', '127.0.0.1', '[::1]'] True"
    secret = data / "secret_key"
    assert [oct(path.stat().st_mode & 0o777) for path in (data, secret)] == ["0o700", "0o600"]
    assert values(data, "s.SECRET_KEY") == secret.read_text()


def test_sqlite_is_durable_and_takes_the_lock_at_once(tmp_path):
    code = (
        "from django.db import connection as c; k = c.cursor();"
        "print(*[k.execute(f'pragma {p}').fetchone()[0] for p in ('journal_mode', 'synchronous', 'foreign_keys')],"
        "c.settings_dict['OPTIONS']['transaction_mode'])"
    )
    assert start(tmp_path, code).stdout.strip() == "wal 2 1 IMMEDIATE"


def test_database_url_chooses_postgresql(tmp_path):
    names = "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['NAME']"
    assert values(tmp_path, names, DATABASE_URL="postgres://a:b@host/runs") == "django.db.backends.postgresql runs"


def test_a_database_that_is_gone_is_given_up_soon_and_the_address_may_say_otherwise(tmp_path):
    hosts = "postgres://a@/runs?host=one,two&port=5432,5433&target_session_attrs=read-write&connect_timeout=5"
    said = values(tmp_path, "sorted(s.DATABASES['default']['OPTIONS'].items())", DATABASE_URL=hosts)
    assert dict(literal_eval(said)) == {
        "host": "one,two",
        "port": "5432,5433",
        "target_session_attrs": "read-write",
        "connect_timeout": 5,
        "tcp_user_timeout": 4000,
        "server_side_binding": True,
        "prepare_threshold": 5,
    }


def test_behind_a_pooler_no_cursor_and_no_plan_lives_on_the_server(tmp_path):
    cursors, options = "s.DATABASES['default']['DISABLE_SERVER_SIDE_CURSORS']", "s.DATABASES['default']['OPTIONS']"
    names, url = f"{cursors}, {options}['prepare_threshold']", "postgres://a:b@host/runs"
    assert values(tmp_path, names, DATABASE_URL=url) == "False 5"
    assert values(tmp_path, names, DATABASE_URL=url, DATABASE_POOLER="true") == "True None"


def test_production_never_debugs_and_secures_its_cookies(tmp_path):
    names = "s.DEBUG, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT"
    said = values(tmp_path, names, **PRODUCTION, DEBUG="true")
    assert said == "False __Host-session True True"


def test_production_answers_probes_without_https_and_without_its_name(tmp_path):
    ask = "Client().get('/{}', headers={{'host': '10.0.0.7'}})"
    ready = ask.format("readyz") + ".json()['missing']"
    code = f"from django.test import Client; print({ask.format('healthz')}.status_code, {ready})"
    away = PRODUCTION | {"DATABASE_URL": "postgres://kneecoach@localhost:9/kneecoach"}
    said = start(tmp_path, code, **away).stdout.strip()
    assert said == "200 ['database unreachable', 'static files not collected']"


def test_every_variable_that_is_read_is_described(tmp_path):
    read = set()
    for line in (TOP / "kneecoach" / "settings.py").read_text().splitlines():
        read |= set(re.findall(r'env\.(?:read|mail_server)\("(\w+)"', line))
    described = {line.split("=")[0] for line in (TOP / ".env.example").read_text().splitlines() if line[:1].isupper()}
    assert read
    assert read | {"WEB_CONCURRENCY"} == described  # that one is gunicorn's


def test_limits_are_counted_by_address_behind_a_proxy_only_when_there_is_one(tmp_path):
    names = "getattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0), getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    assert values(tmp_path, names, **PRODUCTION) == "0 None"
    behind = values(tmp_path, names, **PRODUCTION, BEHIND_PROXY="true")
    assert behind == "1 ('HTTP_X_FORWARDED_PROTO', 'https')"


def test_an_empty_secret_key_is_refused(tmp_path):
    (tmp_path / "secret_key").touch()
    answer = start(tmp_path)
    assert answer.returncode == 1
    assert "secret_key is empty" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_two_first_starts_agree_on_the_secret_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_secret(tmp_path / "secret_key"), range(50)))
    (key,) = keys
    assert len(key) > 50
