"""`wget -r`: mirrors the sites to disk and extracts nothing."""

import os
import sys

from benchmarks.peers.task import Task


def run(*options: str) -> None:
    """Become wget; nothing of Python is left to be measured but its start."""
    task = Task.of_command_line()
    task.rows.touch()
    log = os.open(task.work / "log", os.O_WRONLY | os.O_CREAT)
    os.dup2(log, sys.stderr.fileno())  # what it says of every page, as where nobody watches
    folder = f"--directory-prefix={task.work}"
    os.execlp("wget", "wget", "--recursive", "--level=inf", folder, *options, *task.starts)


if __name__ == "__main__":
    run()
