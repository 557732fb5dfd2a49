"""Calls made in the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(*calls):
    """What the calls return, made at the same time. SQLite lets one writer in after the other anyway, and a database
    in memory does not let the other wait."""
    if connection.vendor == "sqlite":
        return [call() for call in calls]
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
