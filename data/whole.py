"""Files written whole or not at all."""

import os
from pathlib import Path


def write_whole(path: Path, body: bytes) -> None:
    """Put `body` where a reader sees the old file or the new one, never half of one.

    Several processes may write at once: the last one wins. A write that fails (a full disk) leaves
    the old file as it was and nothing beside it.

    Raises:
        OSError: it could not be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
