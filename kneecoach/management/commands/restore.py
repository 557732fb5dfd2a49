from kneecoach.backups import restore
from kneecoach.management.one_file import OneFileCommand


class Command(OneFileCommand):
    help = (
        "Reads a file of `backup` into the database of the settings, which has to be empty, and verifies it. A site of "
        "a newer version then migrates it at its start."
    )
    work = staticmethod(restore)
    done = "{rows:,} rows of {tables} tables are in the database, as in {file}."
