"""How the tests of the browser are shared out among processes."""

from xdist.scheduler import LoadScopeScheduling


class OneByOne(LoadScopeScheduling):
    """Each test by itself, whoever is free takes the next; but those together that start servers of their own."""

    def _split_scope(self, nodeid):
        file = nodeid.split("::")[0]
        return file if file.endswith("test_served.py") else nodeid
