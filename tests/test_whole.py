"""A file is written whole or not at all."""

import errno
from pathlib import Path

import pytest

from data.whole import write_whole


def test_a_write_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.csv", b"new")]


def test_a_full_disk_leaves_the_old_file_and_no_piece_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, body: bytes) -> int:
        with path.open("wb") as file:
            file.write(body[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.csv"
    write_whole(path, b"old")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.csv", b"old")]
