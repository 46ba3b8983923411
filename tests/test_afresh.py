"""`gkc collect --afresh`: a look begins from nothing, and what it saw before is kept."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from data.archive import Archive, evidence_of
from data.facts import SiteStatus
from data.storage.afresh import evidence_files, files_of, forget_look
from data.storage.database import Database
from data.store import Store
from data.types import Capture, Evidence, Fetch, FetchOutcome, Page, PageKind, PageState, Rung, Step
from data.writer import ArchiveBusy, ArchiveError
from tests import rounds
from tests.commands import gkc
from tests.farm import Farm
from tests.test_crew import ROUND, begin

PAGE = "http://a.localhost:8700/tz/1.html"


@contextmanager
def collected(folder: Path) -> Iterator[tuple[Farm, str, list[str]]]:
    """Two sites collected, checked and scored; the servers go on answering."""
    farm = Farm(("a.localhost", "b.localhost"), articles=4)
    url = begin(folder, farm.units())
    with farm.served() as options:
        options = [*options, "--no-browser"]
        assert gkc(folder, "collect", ROUND, *options).code == 0
        for step in ("check", "score"):
            assert gkc(folder, step, ROUND).code == 0
        yield farm, url, options


def first_times(url: str) -> dict[str, object]:
    with Store(url) as store:
        return {
            f"{capture.url} {capture.sha256}": capture.first_at
            for row in store.fetches(ROUND, "a")
            for capture in store.captures(row.final_url or row.url)
        }


def shown(folder: Path, url: str = PAGE) -> list[dict[str, object]]:
    done = gkc(folder, "archive", "show", url, "--format", "json")
    assert done.code == 0, done.err
    rows: list[dict[str, object]] = json.loads(done.out)
    return rows


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_evidence_that_is_lost_is_collected_afresh_by_the_command_that_the_error_names(
    tmp_path: Path, damage: str
) -> None:
    with collected(tmp_path) as (farm, url, options):
        folder = evidence_of(tmp_path / "var", ROUND).folder
        before, [seen] = first_times(url), shown(tmp_path)
        file = folder / "a.warc.gz"
        if damage == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:200])

        command = "gkc collect 轮次 --unit 单位 --afresh"
        for failing in (("archive", "verify", ROUND), ("check", ROUND)):
            done = gkc(tmp_path, *failing)
            assert (done.code, command in done.err) == (1, True), done.err
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", *options)
        assert (done.code, command in done.err) == (1, True), done.err

        asked = farm.times("b.localhost")
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a局", "--afresh", *options)
        assert done.code == 0, done.err
        aside = f"var/evidence/{ROUND}/aside/a-2/a.warc.gz"
        said = (
            f"a局的原存证 a.warc.gz 不在 var/evidence/{ROUND}；日后找到请放到 {aside}"
            if damage == "gone"
            else f"a局的原存证 a.warc.gz 已移到 {aside}"
        )
        assert said in done.err
        assert "采集完成：1 个单位" in done.err
        assert (tmp_path / aside).exists() is (damage != "gone")
        assert farm.times("b.localhost") == asked
        assert farm.times("a.localhost") == dict.fromkeys(farm.pages, 2)

        for step in (("archive", "verify", ROUND), ("check", ROUND), ("score", ROUND)):
            done = gkc(tmp_path, *step)
            assert done.code == 0, done.err
        assert first_times(url) == before
        [again] = shown(tmp_path)
        assert (again["first_at"], again["sha256"]) == (seen["first_at"], seen["sha256"])
        assert again["size"] == seen["size"]


def test_evidence_that_is_whole_is_kept_with_all_that_points_to_it(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, url, options):
        folder = evidence_of(tmp_path / "var", ROUND).folder
        kept = (folder / "a.warc.gz").read_bytes()
        [seen] = shown(tmp_path)
        with Store(url) as store:
            spent = sum(each.requests for each in store.traffic(ROUND, "a"))
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options)
        assert done.code == 0, done.err
        assert (folder / "aside" / "a-1" / "a.warc.gz").read_bytes() == kept
        assert (folder / "aside" / "a-1" / "a.cdxj").exists()
        [again] = shown(tmp_path)
        assert again == seen | {"place": f"aside/a-1/{seen['place']}"}
        with Store(url) as store:
            # Not checked again yet: findings stand on what was seen before.
            pieces = [
                piece
                for finding in store.findings(ROUND)["a"].values()
                for piece in finding.evidence
                if piece.warc
            ]
            assert pieces
            assert {piece.warc for piece in pieces} == {"aside/a-1/a.warc.gz"}
            for piece in pieces:
                Archive(folder).record(piece.warc, piece.offset, piece.sha256)
            assert sum(each.requests for each in store.traffic(ROUND, "a")) == 2 * spent
            assert store.site(ROUND, "a").attempts == 2
        assert gkc(tmp_path, "archive", "verify", ROUND).err == ""

        assert gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options).code == 0
        assert sorted(path.name for path in (folder / "aside").iterdir()) == ["a-1", "a-2"]


def test_a_round_never_collected_has_nothing_to_set_aside(tmp_path: Path) -> None:
    farm = Farm(("a.localhost",), articles=2)
    begin(tmp_path, farm.units())
    with farm.served() as options:
        done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", "--no-browser", *options)
    assert done.code == 0, done.err
    assert "原存证" not in done.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--afresh",), "--afresh 一次重采一个单位，请用 --unit 写明是哪个"),
        (("--afresh", "--unit", "a", "--cluster"), "--afresh 在存有证据的机器上运行"),
        (("--afresh", "--unit", "zz"), "没有唯一叫“zz”的单位"),
    ],
)
def test_what_cannot_be_collected_afresh_is_said(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    begin(tmp_path, Farm(("a.localhost",)).units())
    done = gkc(tmp_path, "collect", ROUND, *options)
    assert (done.code, said in done.err) == (1, True), done.err


def test_a_unit_that_somebody_looks_at_is_left_to_him(tmp_path: Path) -> None:
    with collected(tmp_path) as (_, url, options):
        archive = evidence_of(tmp_path / "var", ROUND)
        with archive.write("a"):
            done = gkc(tmp_path, "collect", ROUND, "--unit", "a", "--afresh", *options)
        assert (done.code, "正由另一个采集写入" in done.err) == (1, True), done.err
        assert (archive.folder / "a.warc.gz").exists()
        with Store(url) as store:
            assert store.site(ROUND, "a").status is SiteStatus.DONE
            assert store.fetches(ROUND, "a")


# --- setting aside --------------------------------------------------------------------------------


def test_what_was_cut_off_is_done_again_with_the_same_names(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    files = ["a-002.warc.gz", "a.warc.gz"]
    for name in files:
        (tmp_path / name).write_bytes(name.encode())

    def cut_off() -> None:
        with archive.setting_aside("a", files, 3):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    with archive.setting_aside("a", files, 3) as moved:
        assert moved == {name: f"aside/a-3/{name}" for name in files}
        with pytest.raises(ArchiveBusy), archive.write("a"):
            pass
    assert {name: (tmp_path / new).read_bytes() for name, new in moved.items()} == {
        name: name.encode() for name in files
    }


def test_nothing_is_ever_put_over_evidence_set_aside(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for content in (b"old", b"new"):
        (tmp_path / "a.warc.gz").write_bytes(content)
        if content == b"old":
            with archive.setting_aside("a", ["a.warc.gz"], 1):
                pass
            continue
        with (
            pytest.raises(ArchiveError, match="已经存在"),
            archive.setting_aside("a", ["a.warc.gz"], 1),
        ):
            pass
    assert (tmp_path / "aside" / "a-1" / "a.warc.gz").read_bytes() == b"old"
    assert (tmp_path / "a.warc.gz").read_bytes() == b"new"


def test_only_the_look_itself_is_forgotten(database: str) -> None:
    digest = sha256(b"x").hexdigest()
    row = Fetch(
        "http://good.localhost/1", FetchOutcome.OK, rounds.AT, 200, "http://good.localhost/1",
        sha256=digest, warc="good.warc.gz", offset=7, length=1,
    )  # fmt: skip
    other = replace(row, url="http://poor.localhost/1", final_url="", warc="poor.warc.gz")
    page = Page(row.url, PageKind.ARTICLE, PageState.OK)
    step = Step(Rung.LATER, row.url, rounds.AT)
    evidence = Evidence(row.url, "引文", rounds.AT, digest, "good.warc.gz", 7)
    findings = rounds.poor_findings(evidence)
    with Store(database) as store, closing(Database(database)) as opened:
        rounds.create(store)
        for unit_id, fetch in (("good", row), ("poor", other)):
            store.start_site("r1", unit_id, rounds.AT)
            store.add_fetches("r1", unit_id, [fetch], pages=[(1, page)])
            store.put_steps("r1", unit_id, [step])
            store.finish_site("r1", unit_id, rounds.AT, exhausted=True)
        store.put_findings("r1", "good", findings)
        assert evidence_files(opened, "r1") == {
            "good": ["good.warc.gz"],
            "poor": ["poor.warc.gz"],
        }
        poor = store.fetches("r1", "poor"), store.steps("r1", "poor"), store.pages("r1", "poor")

        moved = {"good.warc.gz": "aside/good-1/good.warc.gz"}
        forget_look(opened, "r1", "good", moved)
        assert (store.fetches("r1", "good"), store.steps("r1", "good")) == ([], [])
        assert store.pages("r1", "good") == []
        assert store.captures(row.url) == [
            Capture(row.url, digest, rounds.AT, "r1", "good", moved["good.warc.gz"], 7)
        ]
        now = store.findings("r1")["good"]
        assert now.keys() == findings.keys()
        assert now["report"].evidence == (replace(evidence, warc=moved["good.warc.gz"]),)
        assert now["budget"] == findings["budget"]
        state = store.site("r1", "good")
        assert (state.status, state.exhausted, state.attempts, state.finished_at) == (
            *(SiteStatus.WAITING, False, 1, None),
        )
        assert files_of(opened, "r1", "good") == []
        assert (
            store.fetches("r1", "poor"),
            store.steps("r1", "poor"),
            store.pages("r1", "poor"),
        ) == poor
