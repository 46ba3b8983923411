"""What people did stays as it was written, and whoever changes it is found out."""

import hashlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from data.storage.audit import note
from data.store import Store
from data.trail import START, Anchor, Doer, Entry, hash_of, verdict
from data.types import Round, Unit
from tests.commands import gkc

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)


def chain(*whats):
    """Entries that fit."""
    entries, previous = [], START
    for number, what in enumerate(whats, 1):
        bare = Entry(number, AT, "li", "judge", "r1", "qinghe", what, previous, "")
        entries.append(replace(bare, hash=hash_of(bare)))
        previous = entries[-1].hash
    return entries


def add(store, **change):
    with store._database.write() as session:
        return note(session, **{"at": AT, "by": "li", "action": "judge", **change})


# --- the chain ----------------------------------------------------------------------------------


def test_the_hash_is_of_json_that_anybody_can_write():
    # by hand: keys in order, no spaces, UTF-8, microseconds
    told = (
        '{"action":"judge","at":"2023-12-15T08:30:00.000000+00:00","by":"li","number":1,'
        f'"previous":"{"0" * 64}","round":"r1","unit":"qinghe","what":"改为“已公开”"}}'
    )
    assert json.loads(told)["what"] == "改为“已公开”"
    assert chain("改为“已公开”")[0].hash == hashlib.sha256(told.encode()).hexdigest()


def test_a_chain_that_fits_says_where_it_ends():
    entries = chain("甲", "乙")
    assert verdict(entries) == verdict(entries, [Anchor(1, entries[0].hash)])
    assert (verdict(entries).fault, verdict(entries).end) == ("", Anchor(2, entries[1].hash))
    assert (verdict([]).fault, verdict([]).end) == ("", Anchor(0, START))


@given(st.integers(0, 4), st.sampled_from(["what", "by", "action", "round_id", "unit_id"]))
def test_a_changed_entry_is_named(place, name):
    entries = chain("甲", "乙", "丙", "丁", "戊")
    entries[place] = replace(entries[place], **{name: "x"})
    assert verdict(entries).fault == f"第 {place + 1} 条的内容与摘要值不符：被改过"


def test_a_changed_entry_with_a_new_hash_is_seen_from_the_next():
    entries = chain("甲", "乙", "丙")
    new = replace(entries[1], what="x")
    entries[1] = replace(new, hash=hash_of(new))
    assert verdict(entries).fault == "第 3 条接不上前一条：前一条被改过或换过"


def test_an_entry_taken_out_is_missed():
    entries = chain("甲", "乙", "丙")
    assert verdict(entries[1:]).fault == "第 1 条不见了：第 0 条之后是第 2 条"
    assert verdict([entries[0], entries[2]]).fault == "第 2 条不见了：第 1 条之后是第 3 条"


def test_a_cut_off_end_is_seen_by_an_anchor_alone():
    entries = chain("甲", "乙", "丙")
    anchor = Anchor(3, entries[2].hash)
    assert verdict(entries[:2]).fault == ""
    assert verdict(entries[:2], [anchor]).fault == "只到第 2 条，校验点记有第 3 条：末尾被截掉"


def test_a_chain_written_anew_is_seen_by_an_anchor():
    anchor = Anchor(2, chain("甲", "乙")[1].hash)
    fault = "第 2 条与校验点不符：整条链被重写过"
    assert verdict(chain("甲", "x", "丙"), [anchor]).fault == fault


@pytest.mark.parametrize("bad", ["", "x", "1:ab", f"-1:{'0' * 64}", f"1:{'G' * 64}"])
def test_an_anchor_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match=f"^{bad}$"):
        Anchor.parse(bad)


def test_an_anchor_is_read_as_it_is_written():
    anchor = Anchor(12, "ab" * 32)
    assert Anchor.parse(f" {anchor}\n") == anchor


# --- in the database ----------------------------------------------------------------------------


def test_entries_come_back_and_fit(store):
    beijing = AT.astimezone(timezone(timedelta(hours=8))) + timedelta(microseconds=7)
    first = add(store, round_id="r1", what="甲\x00乙\udc00")
    second = add(store, at=beijing, by="wang", unit_id="qinghe")
    assert store.trail() == [first, second]
    assert (first.what, second.at) == ("甲\ufffd乙?", AT + timedelta(microseconds=7))
    assert store.verify_trail().fault == ""
    assert store.verify_trail().end == Anchor(2, second.hash)


def test_entries_are_chosen(store):
    first, second = add(store, round_id="r1"), add(store, by="wang", unit_id="qinghe")
    third = add(store, round_id="r1", unit_id="qinghe")
    assert store.trail(round_id="r1") == [first, third]
    assert store.trail(unit_id="qinghe", last=1) == [third]
    assert store.trail(by="wang") == [second]


def test_what_is_undone_was_never_noted(store):
    add(store)
    with store._database.write() as session:
        note(session, at=AT, by="li", action="judge")
        session.rollback()
    assert len(store.trail()) == 1
    assert add(store).number == 2


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(ValueError, match="without a zone"):
        add(store, at=AT.replace(tzinfo=None))
    assert store.trail() == []


def test_many_writers_at_once_make_one_chain(database):
    def write(writer):
        with Store(database) as store:
            for number in range(10):
                add(store, by=f"w{writer}", what=str(number))

    with Store(database) as store:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(write, range(6)))
        assert store.verify_trail().fault == ""
        entries = store.trail()
    assert [each.number for each in entries] == list(range(1, 61))
    for writer in range(6):  # nobody's were lost, or changed places
        mine = [each.what for each in entries if each.by == f"w{writer}"]
        assert mine == [str(number) for number in range(10)]


def test_a_row_changed_in_the_database_is_named(store):
    for _ in range(3):
        add(store)
    with store._database.write() as session:
        session.execute(text("UPDATE audit_entry SET what = 'x' WHERE number = 2"))
    assert store.verify_trail().fault.startswith("第 2 条")


# --- the commands -------------------------------------------------------------------------------


def test_the_commands_list_and_verify(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        add(store, round_id="r1", what="改为“已公开”")
        last = add(store, by="wang")
    shown = gkc(tmp_path, "audit", "list", "--format", "csv")
    assert shown.out.splitlines()[1].startswith("1,2023-12-15 16:30:00,li,judge,r1,,改为“已公开”,")
    done = gkc(tmp_path, "audit", "verify")
    assert (done.code, done.out) == (0, f"2:{last.hash}\n")
    with closing(sqlite3.connect(tmp_path / "var" / "gkc.db")) as database:
        database.execute("DELETE FROM audit_entry WHERE number = 2")
        database.commit()
    assert gkc(tmp_path, "audit", "verify").code == 0
    cut = gkc(tmp_path, "audit", "verify", "--anchor", done.out.strip())
    assert (cut.code, cut.out) == (1, "")
    assert "只到第 1 条，校验点记有第 2 条：末尾被截掉" in cut.err
    wrong = gkc(tmp_path, "audit", "verify", "--anchor", "x")
    assert "校验点“x”不对" in wrong.err


def test_what_is_imported_is_noted_once_and_only_when_something_is_new(store):
    doer = Doer("gkc:root", AT)
    unit = Unit("a", "甲局", "department", "市直部门", "http://a.localhost/")
    store.put_units([unit], doer)
    store.put_units([unit], doer)
    store.put_units([replace(unit, name="甲委")], doer)
    store.put_scheme("s-1", "一")
    store.put_scheme("s-1", "二", doer)
    store.put_scheme("s-1", "二", doer)
    store.create_round(Round("r1", "一轮", "s-1", date(2023, 12, 15), 2023, ("a",), AT), doer)
    said = [(entry.by, entry.action, entry.round_id, entry.what) for entry in store.trail()]
    digest = hashlib.sha256("二".encode()).hexdigest()
    assert said == [
        ("gkc:root", "put_units", "", "导入单位名册：新增 1 个，更新 0 个"),
        ("gkc:root", "put_units", "", "导入单位名册：新增 0 个，更新 1 个"),
        ("gkc:root", "put_scheme", "", f"存入指标体系 s-1，摘要值 {digest}"),
        ("gkc:root", "create_round", "r1", "建立轮次：指标体系 s-1，截止 2023-12-15，1 个单位"),
    ]
    assert store.verify_trail().fault == ""
