"""How ./run serves: threads, no control socket, and silence but for the two lines that say where it is; in
production it logs as the rest does, a line of JSON for each request included."""

import http.client
import os
import signal
import threading
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from gunicorn.app.wsgiapp import run
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneecoach.settings")

worker_class = "gthread"
threads = 8  # by measurement, as docs/hosting.md has it; WEB_CONCURRENCY sets the number of worker processes
loglevel = "warning"
logconfig_dict = settings.LOGGING if settings.PRODUCTION else {}
# A visitor on this machine could otherwise say under which path all links begin, or that HTTPS was spoken. Behind a
# proxy the settings read its headers.
forwarded_allow_ips = ""
control_socket_disable = True
graceful_timeout = 5  # seconds for requests under way after SIGTERM

_nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN


def main(_arguments: list[str]) -> None:
    """gunicorn itself, which reads the command line on its own."""
    run()


def when_ready(arbiter: Arbiter) -> None:
    """Stop when the terminal is closed; gunicorn would take that for a wish to reload and live on unseen."""

    def hang_up(_signal: int, frame: FrameType | None) -> None:
        arbiter.signal(signal.SIGTERM, frame)

    signal.signal(signal.SIGHUP, signal.SIG_IGN if _nohup else hang_up)


def post_worker_init(worker: Worker) -> None:
    # Ctrl-C, or the arbiter's word of it: gunicorn's own handler waits for a lock that this thread may hold.
    for stop in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(stop, lambda _signal, _frame: os._exit(0))
    if worker.age == 1:
        threading.Thread(target=_announce, daemon=True).start()


def _announce() -> None:
    """Say where Kneecoach is, once it has really answered."""
    url = os.environ["KNEECOACH_URL"]
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request("GET", "/healthz" if settings.PRODUCTION else "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return  # stopped in the meantime; if not, the worker has said what is wrong
    finally:
        connection.close()
    print(
        f"Kneecoach is at {url} (stop with Ctrl-C)\n"
        "To become an administrator: .venv/bin/python manage.py createsuperuser",
        flush=True,
    )
