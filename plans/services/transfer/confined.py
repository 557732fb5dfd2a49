"""A file from outside is taken apart by another process, which has so much of the processor, of memory and of time, and
no more: what could hurt the site hurts that one. What comes back is as large as the limits let it be, and plain."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from plans.services.transfer import parser
from plans.services.transfer.kinds import Unreadable

MOST_BYTES = parser.MOST_BYTES
SECONDS = 20  # by the clock, on a machine that is busy
TOO_BIG = f"The file is too big: at most {MOST_BYTES // 1_000_000} MB can be imported."
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # where some hosts have Python's own libraries
_TOO_HARD = "The file takes too much to read: nothing that Kneecoach writes does."


class TooBig(Unreadable):
    """More bytes than are read."""


def parsed(kind: Literal["json", "sets"], raw: bytes) -> Any:
    """What the parser found. Nothing of this process is in the other one: no connection, no thread, no environment.

    Raises Unreadable.
    """
    if len(raw) > MOST_BYTES:
        raise TooBig(TOO_BIG)
    command = [sys.executable, "-I", "-S", str(Path(parser.__file__)), kind]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, env=kept, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_HARD) from None
    if done.returncode < 0 or done.returncode == parser.TOO_HARD:
        raise Unreadable(_TOO_HARD)
    if done.returncode:
        raise RuntimeError(f"The parser failed: {done.stderr.decode(errors='replace')}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return answer["found"]
