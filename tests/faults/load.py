"""Runners who log sets at the same time, each tap sent until it is answered, as the page does it."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from types import TracebackType
from urllib.parse import parse_qs

from benchmarks.server import HOST
from tests.faults.site import Site, Tap, sets_in

PATIENCE = 10  # seconds to wait for an answer, as sending.js does
PAUSE = 0.2  # seconds before the same tap is sent again
MINUTES_TO_WAIT = 3
AGAIN = 10  # every so many taps one is sent twice, like that of a nervous thumb
TOKEN = "k" * 32


@dataclass
class Load:
    """Within the block each of the lists of taps is sent, one after the other, by a thread of its own."""

    site: Site
    taps: list[list[Tap]]
    acknowledged: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    resent: int = 0
    pace: float = 0  # seconds between two taps of a runner

    def __enter__(self) -> "Load":
        self._stopped = threading.Event()
        self.began = time.monotonic()
        self._threads = [threading.Thread(target=self._send_all, args=[taps]) for taps in self.taps]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self.ended = time.monotonic()

    def wait_for(self, more: int) -> None:
        """Until so many more sets are acknowledged."""
        wanted = len(self.acknowledged) + more
        self.wait_until(lambda: len(self.acknowledged) >= wanted, f"{more} more sets were not acknowledged")

    def wait_until(self, happened: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + MINUTES_TO_WAIT * 60
        while not happened():
            if not any(thread.is_alive() for thread in self._threads):
                raise RuntimeError("All taps were sent before it was over; there have to be more.")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{otherwise}, for {MINUTES_TO_WAIT} minutes.")
            time.sleep(0.05)

    @property
    def longest_gap(self) -> float:
        """Seconds without any set being acknowledged."""
        times = [self.began, *sorted(self.at), self.ended]
        return max(later - earlier for earlier, later in pairwise(times))

    def lost_and_doubled(self, environment: dict[str, str]) -> tuple[int, int]:
        """Of the sets that were acknowledged, how many are not in the database, and how many are there twice."""
        kept = Counter(sets_in(environment))
        return sum(uuid not in kept for uuid in self.acknowledged), sum(kept[uuid] > 1 for uuid in self.acknowledged)

    def _send_all(self, taps: list[Tap]) -> None:
        for number, tap in enumerate(taps):
            for _ in range(2 if number % AGAIN == 0 else 1):
                while (status := self._send(tap)) is None:
                    if self._stopped.wait(PAUSE):
                        return
                    self.resent += 1
                if status != 200:
                    self.refused[status] += 1
            if status == 200:
                self.acknowledged.append(parse_qs(tap.fields)["uuid"][0])
                self.at.append(time.monotonic())
            if self._stopped.wait(self.pace):
                return

    def _send(self, tap: Tap) -> int | None:
        """What the server says for good, or None: later."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
        try:
            connection.request(
                "POST", f"/sessions/{tap.session}/sets/", f"{tap.fields}&csrfmiddlewaretoken={TOKEN}", _headers(tap)
            )
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        ours = 'id="do-' in text and answer.status in (200, 400, 409, 410)
        return answer.status if ours or answer.status in (302, 403, 404) else None


def _headers(tap: Tap) -> dict[str, str]:
    return {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Origin": f"https://{HOST}",
        "Cookie": f"__Host-session={tap.login}; __Host-csrf={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "HX-Request": "true",
    }
