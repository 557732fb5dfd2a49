"""How the tests of the browser are shared out among processes."""

from xdist.scheduler import LoadScopeScheduling

LONG = (
    "commands/test_backup.py",
    "browser/test_training.py",
    "browser/test_pages.py",
    "browser/test_plan.py",
    "admin/test_in_the_browser.py",
)


def begin_with_the_longest(items):
    """Or the process that has one of them at the end is waited for, or both prepare what all tests of a file need."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONG))


class OneByOne(LoadScopeScheduling):
    """Each test by itself, whoever is free takes the next; but those together that start servers of their own."""

    def _split_scope(self, nodeid):
        file = nodeid.split("::")[0]
        return file if file.endswith("test_served.py") else nodeid
