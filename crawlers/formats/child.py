"""The child process of `crawlers.documents.Reader`: files in on one pipe, content out on another.

A request is a line of JSON (size in bytes, tables or not, seconds of CPU time) and then the file.
An answer is a line of JSON. Plain data, so nothing that a malicious file does here can run code in
the parent.
"""

import json
import logging
import os
import signal
import sys

from crawlers.formats.extract import extract


def main(memory: int) -> None:
    """Answer requests until the pipe closes. `memory` limits the address space, in bytes."""
    logging.disable(logging.WARNING)  # libraries complain about every irregular file
    _limit(memory)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    answers.write(b"ready\n")
    answers.flush()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        body = sys.stdin.buffer.read(request["size"])
        _alarm(request["cpu_s"])
        _, content = extract(body, request["tables"])
        _alarm(0)
        blocks = [(block.page, block.text, block.rows) for block in content.blocks]
        answer = [content.state, content.pages, content.tables, blocks if request["tables"] else []]
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _alarm(cpu_s: float) -> None:
    """End this process after so much CPU time of its own, user and system; 0: never.

    By a signal that nothing handles, so it strikes inside a library too. Unlike RLIMIT_CPU it
    counts from now and knows fractions of a second. Windows has none: there the wall clock of the
    parent is all there is.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, cpu_s)


def _limit(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError) as error:  # macOS refuses; the limits on size still hold
        logging.getLogger(__name__).info("no memory limit: %s", error)


if __name__ == "__main__":
    main(int(sys.argv[1]))
