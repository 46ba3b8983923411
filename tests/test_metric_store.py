"""Imported figures in the database: appended, the last one counts; proofs kept by their hash."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from data.metrics.numbers import FigureError
from data.metrics.proofs import MOST_BYTES, Proofs, harmless, keep, kept
from data.metrics.types import Figure, Period, Proof, Reported
from data.storage.database import StoreError
from data.types import Finding, Outcome
from tests import rounds

AT = datetime(2024, 1, 5, 8, 30, tzinfo=UTC)
HALF_YEAR = Period(2023, 1, 6)
PROOF = Proof(name="截图.png", sha256="cd" * 32)
FIRST = Figure(
    Reported("good", "red_cards", HALF_YEAR, Fraction(1), "第 2 行", "已复核", PROOF),
    "表.xlsx",
    "ab" * 32,
    "张三",
    AT,
)


def with_value(value, **changes):
    return replace(FIRST, said=replace(FIRST.said, value=value, **changes))


def test_a_figure_comes_back_as_it_was_imported(store):
    rounds.create(store)
    store.add_metrics("r1", [FIRST])
    assert store.metrics("r1") == {"good": {"red_cards": (FIRST,)}}


def test_the_last_of_several_counts_and_all_of_them_are_kept(store):
    rounds.create(store)
    second = with_value(Fraction(7, 2))
    later = with_value(Fraction(3), period=Period(2023, 7, 12))
    store.add_metrics("r1", [FIRST])
    store.add_metrics("r1", [later, second])
    assert store.metrics("r1") == {"good": {"red_cards": (second, later)}}
    assert store.metric_history("r1") == [FIRST, later, second]


def test_a_figure_taken_back_no_longer_counts(store):
    rounds.create(store)
    store.add_metrics("r1", [FIRST])
    store.add_metrics("r1", [with_value(None)])
    assert store.metrics("r1") == {}
    assert len(store.metric_history("r1")) == 2


def test_figures_of_a_unit_outside_the_round_are_refused_whole(store):
    rounds.create(store)
    with pytest.raises(StoreError, match="没有单位“nobody”"):
        store.add_metrics("r1", [FIRST, with_value(Fraction(1), unit_id="nobody")])
    assert store.metric_history("r1") == []


def test_a_finding_laid_over_others_leaves_them(store):
    rounds.create(store)
    store.put_findings("r1", "good", rounds.GOOD_FINDINGS)
    new = Finding(Outcome.MET, "红牌 0张", counts={"红牌": 0})
    store.lay_findings("r1", {"good": {"answers": new}})
    assert store.findings("r1")["good"] == rounds.GOOD_FINDINGS | {"answers": new}


# --- proofs --------------------------------------------------------------------------------------


def test_a_proof_beside_the_sheet_is_kept_by_its_hash(tmp_path):
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "截图.png").write_bytes(b"picture")
    proofs = Proofs(tmp_path)
    digest = hashlib.sha256(b"picture").hexdigest()
    assert proofs("附件/截图.png") == Proof(name="截图.png", sha256=digest)
    assert not (tmp_path / "var").exists()
    proofs.keep(tmp_path / "var")
    assert kept(tmp_path / "var", digest).read_bytes() == b"picture"
    assert [p.name for p in (tmp_path / "var").rglob("*") if p.is_file()] == [digest]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有.png", "找不到"),
        ("../outside.txt", "不在填报表所在的文件夹里"),
        ("/etc/hostname", "不在填报表所在的文件夹里"),
        ("link", "不在填报表所在的文件夹里"),
        ("empty.txt", "空文件"),
        ("large.bin", "超过 50 MB"),
        (".", "不在填报表所在的文件夹里"),
        ("a\x00b", "不在填报表所在的文件夹里"),
        ("x" * 300, "文件名太长"),
        ("ftp://x.example/a", "不完整"),
        ("http:///a", "不完整"),
        ("http://a:b@x.example/", "用户名或密码"),
    ],
)
def test_what_is_no_proof_is_refused(tmp_path, text, said):
    home = tmp_path / "in"
    home.mkdir()
    (tmp_path / "outside.txt").write_text("x")
    (home / "link").symlink_to(tmp_path / "outside.txt")
    (home / "empty.txt").touch()
    with (home / "large.bin").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(FigureError, match=said):
        Proofs(home)(text)


def test_a_proof_that_changes_while_it_is_imported_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    proofs = Proofs(tmp_path)
    proofs("a.txt")
    (tmp_path / "a.txt").write_text("two")
    with pytest.raises(FigureError, match="被改动"):
        proofs.keep(tmp_path / "var")


def test_what_is_kept_stays_as_it_is(tmp_path):
    digest = hashlib.sha256(b"x").hexdigest()
    path = keep(tmp_path, b"x", digest)
    assert keep(tmp_path, b"x", digest) == path


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("截图.png", "截图.png"),
        ("../../etc/passwd", "passwd"),
        ("a\\b\\c.txt", "c.txt"),
        ("=cmd|x.xlsx", "_=cmd_x.xlsx"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("a\nb.txt", "a_b.txt"),
        ("...", "未命名"),
        ("长" * 200 + ".pdf", "长" * 76 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(name, shown):
    assert harmless(name) == shown
