"""A scheme file that somebody hands in, read in a child process under limits.

A workbook of a few kilobytes can claim a billion cells, and YAML can be made slow to read: the
server must outlive both.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from data.schemes import SchemeError
from data.uploads import neutral

WALL_S, CPU_S = 120, 60  # a scheme of 500 indicators takes three seconds
_MEMORY = 1_500_000_000  # bytes of address space


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The text of a scheme that can be used, and what to tell of the reading."""

    text: str
    notes: tuple[str, ...]


def read_file(
    name: str,
    body: bytes,
    scheme_id: str,
    before: str = "",
    *,
    title: str = "",
    kind: str = "",
) -> ReadFile:
    """The scheme in a YAML file, a workbook of ours or a table of anybody's.

    Args:
        scheme_id: for a table of strangers, as are title and kind (of the units, as schemes name
            it); empty: the table's own title, and the kind that its title tells.
        before: text of the version before, whose ids stay.

    Raises:
        SchemeError: it is none, or cannot be read within the limits.
    """
    shown = neutral(name)
    asked = {
        "name": shown, "id": scheme_id, "before": before, "title": title, "kind": kind,
        "size": len(body),
    }  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.schemefiles.child"],
            input=json.dumps(asked).encode() + b"\n" + body,
            capture_output=True,
            timeout=WALL_S,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as error:
        raise SchemeError(f"{shown}：读取时间过长，已停止；请核对文件是不是指标体系。") from error
    if done.returncode != 0:
        raise SchemeError(f"{shown}：读取时超出了内存或时间的限制，不像指标体系；请另存后再试。")
    told = json.loads(done.stdout)
    if "error" in told:
        raise SchemeError(told["error"])
    return ReadFile(told["text"], tuple(told["notes"]))


def limits() -> None:
    """Bounds of this process; Windows knows none, and has only the time of the parent."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
