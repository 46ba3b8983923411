"""Processes that a test started: which are there, and whether one still runs."""

import os
from pathlib import Path

# How a browser is started: as root too, without a screen, asking nobody on the internet.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def below(part, root=None):
    """Processes below this one (or `root`), at any remove, whose command has `part` in it."""
    parents, root = _parents(), root or os.getpid()
    found = set()
    for pid in parents:
        above = pid
        while above in parents and above != root:
            above = parents[above]
        if above == root != pid and part in command(pid):
            found.add(pid)
    return found


def browsers():
    """The main process of every browser that this process drives.

    Not its helpers, nor the shell that some packages start it with.
    """
    started = {pid: command(pid) for pid in below("--remote-debugging-pipe")}
    return frozenset(
        pid
        for pid, said in started.items()
        if "--type=" not in said and not said.startswith("/bin/sh")
    )


def command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:  # it has ended meanwhile
        return ""


def running(pid):
    """Not ended; one that only waits to be counted by its parent has."""
    return bool(said := _stat(pid)) and said[0] != "Z"


def _parents():
    found = {int(entry.name): _stat(entry.name) for entry in Path("/proc").glob("[0-9]*")}
    return {pid: int(said[1]) for pid, said in found.items() if said}


def _stat(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
