import re
from pathlib import Path

from django.core.mail import send_mail

BACKEND = "kneecoach.mail.FileBackend"


def test_on_a_laptop_the_console_says_where_a_mail_is(settings, tmp_path, capsys):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = BACKEND, tmp_path / "mail"
    send_mail("Your code", "1234-5678", None, ["ana@example.org"])
    said = capsys.readouterr().out
    (file,) = re.fullmatch(r"A mail to ana@example\.org is in (\S+\.log)\n", said).groups()
    assert "1234-5678" in Path(file).read_text()


def test_below_kneecoachs_folder_it_is_said_as_one_would_type_it(settings, tmp_path, capsys):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH, settings.BASE_DIR = BACKEND, tmp_path / "data" / "mail", tmp_path
    send_mail("Your code", "1234-5678", None, ["ana@example.org"])
    assert " is in data/mail/" in capsys.readouterr().out


def test_in_production_nobody_is_named(settings, tmp_path, capsys):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH, settings.PRODUCTION = BACKEND, tmp_path / "mail", True
    send_mail("Your code", "1234-5678", None, ["ana@example.org"])
    assert "1234-5678" in next((tmp_path / "mail").iterdir()).read_text()
    assert capsys.readouterr() == ("", "")
