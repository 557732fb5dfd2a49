"""Debian's packages: what of them is needed is installed where that is allowed."""

import os
import shutil
import subprocess
import sys


def install(packages: list[str], how_long: str) -> None:
    """Install them if we may; says nothing when we may not, since who asked looks again anyway."""
    if not (shutil.which("apt-get") and (root := become_root()) is not None):
        return
    print(f"Installing {', '.join(packages)} ({how_long}, once)…", flush=True)
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        done = subprocess.run([*apt, *command], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            sys.stderr.buffer.write(done.stderr)


def become_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None
