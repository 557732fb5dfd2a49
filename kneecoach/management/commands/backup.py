from kneecoach.backups import back_up
from kneecoach.management.one_file import OneFileCommand


class Command(OneFileCommand):
    help = (
        "Writes everything that is kept, pictures included, to one file, as it is at one moment, while the site goes "
        "on; the file is read again before it has its name. It holds what runners told: keep it where nobody else "
        "reads it."
    )
    work = staticmethod(back_up)
    done = "{rows:,} rows of {tables} tables are in {file}."
