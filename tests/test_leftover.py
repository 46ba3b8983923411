"""What a killed look had archived is neither asked for again nor forgotten by the ledger."""

import json
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from crawlers.collect import WINDOW
from data.archive import Archive
from data.leftover import Leftover, leftover
from data.types import Fetch, FetchOutcome, Traffic
from data.writer import Beside, Writer
from tests.commands import gkc, start
from tests.farm import Farm
from tests.test_crew import ROUND, begin

pytestmark = pytest.mark.long

HOST = "a.localhost"
HOME = f"http://{HOST}/"
AT = datetime(2023, 12, 15, 2, 30, tzinfo=UTC)
HOUR = AT.replace(minute=0)
HTML = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "7"))


@pytest.mark.parametrize("kills", [[1], [9], [9, 6], [6, 3, 9]], ids=str)
def test_a_killed_look_repeats_only_what_was_under_way_and_counts_every_request(
    tmp_path: Path, kills: list[int]
) -> None:
    farm = Farm((HOST,), articles=14, pause_s=0.02)
    begin(tmp_path, farm.units())
    with farm.served() as options:
        for number in kills:
            begun = farm.begun
            process = start(tmp_path, "collect", ROUND, "--no-browser", *options)

            def kill(asked: int, process=process, last=begun + number) -> None:  # type: ignore[no-untyped-def]
                if asked == last:
                    process.kill()
                    process.wait()

            farm.after = kill
            process.communicate()
            assert process.returncode == -signal.SIGKILL
        farm.after = lambda number: None
        done = gkc(tmp_path, "collect", ROUND, "--no-browser", *options)
        assert done.code == 0, done.err
    assert set(farm.times(HOST)) == farm.pages
    repeated = farm.times(HOST).total() - len(farm.pages)
    assert repeated <= WINDOW * len(kills)
    ledger = gkc(tmp_path, "ledger", ROUND, "--format", "json")
    counted = sum(row["requests"] for row in json.loads(ledger.out))
    # What was under way, or waited for its turn to be taken in, came to nobody.
    assert farm.begun - WINDOW * len(kills) <= counted <= farm.begun - len(kills)
    assert counted >= farm.begun - repeated - len(kills)  # robots.txt may have been under way
    verified = gkc(tmp_path, "archive", "verify", ROUND)
    assert (verified.code, verified.err) == (0, "")


def answered(
    writer: Writer, path: str, body: bytes, at: datetime = AT, beside: Beside | None = None
) -> Fetch:
    row = Fetch(
        HOME + path, FetchOutcome.OK, at, 200, HOME + path,
        elapsed_ms=5, media_type="text/html", sha256=sha256(body).hexdigest(), via=HOME,
    )  # fmt: skip
    place = writer.append(row, HTML, body, asked=(("Host", HOST),), beside=beside)
    return replace(row, warc=place[0], offset=place[1], length=place[2])


def killed(archive: Archive) -> Writer:
    """A writer that is never closed."""
    return Writer(archive.folder / "a.warc.gz", 0)


def test_answers_behind_the_last_row_are_left(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    writer = killed(archive)
    first = answered(writer, "1", b"one")
    second, third = answered(writer, "2", b"two"), answered(writer, "3", b"one")  # a revisit
    writer.sync()
    found = leftover(archive, "a", [first], AT)
    assert found.answers == {second.url: [second], third.url: [third]}
    assert found.traffic == (Traffic(HOST, HOUR, 2, 14),)  # bytes as they were packed
    assert leftover(archive, "a", [first, second, third], AT) == Leftover({}, ())
    writer.close()


def test_what_was_counted_before_the_run_is_not_counted_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    writer = killed(archive)
    first, second = answered(writer, "1", b"one"), answered(writer, "2", b"two")
    writer.sync()
    found = leftover(archive, "a", [first], AT + timedelta(seconds=1))
    assert (found.answers, found.traffic) == ({second.url: [second]}, ())
    # Without any row the file may be of a look that gave way to another.
    assert leftover(archive, "a", [], AT + timedelta(seconds=1)) == Leftover({}, ())
    writer.close()


def test_robots_is_counted_and_no_answer(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    writer = killed(archive)
    answered(writer, "robots.txt", b"", beside=Beside.ROBOTS)
    writer.sync()
    assert leftover(archive, "a", [], AT) == Leftover({}, (Traffic(HOST, HOUR, 1, 7),))
    writer.close()


def test_a_look_that_ended_in_order_has_counted_everything(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.write("a") as writer:
        answered(writer, "robots.txt", b"", beside=Beside.ROBOTS)
    assert leftover(archive, "a", [], AT).traffic == ()


def test_what_is_before_the_note_of_a_row_is_of_rows(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    writer = killed(archive)
    answered(writer, "robots.txt", b"", beside=Beside.ROBOTS)
    down = Fetch(HOME, FetchOutcome.REFUSED, AT, final_url=HOME)
    writer.note(down)
    writer.sync()
    assert leftover(archive, "a", [down], AT) == Leftover({}, ())
    writer.close()


@pytest.mark.parametrize("cut", range(1, 400, 37))
def test_half_a_record_is_nothing(tmp_path: Path, cut: int) -> None:
    archive = Archive(tmp_path)
    writer = killed(archive)
    first, second = answered(writer, "1", b"one"), answered(writer, "2", b"two")
    writer.sync()
    writer.close()
    path = tmp_path / "a.warc.gz"
    path.write_bytes(path.read_bytes()[:-cut])
    found = leftover(archive, "a", [first], AT)
    assert second.url not in found.answers


def test_no_file_leaves_nothing(tmp_path: Path) -> None:
    assert leftover(Archive(tmp_path), "a", [], AT) == Leftover({}, ())
