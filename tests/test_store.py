"""The store gives back what it was given, on SQLite and on PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import StatementError

from data.facts import ColumnFacts, PageFacts, SiteState, SiteStatus
from data.storage.database import StoreError, database_url
from data.store import Store
from data.types import (
    Attachment,
    Capture,
    Cause,
    Evidence,
    Fetch,
    FetchOutcome,
    Finding,
    Judgement,
    Origin,
    Outcome,
    Page,
    PageKind,
    PageState,
    Points,
    Ranked,
    Round,
    Unit,
    UnitScore,
)

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
QINGHE = Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/")
BAIYUN = Unit(
    "baiyun",
    "白云县",
    "county",
    "县市区政府",
    "http://baiyun.localhost/",
    columns=("http://portal.localhost/baiyun/",),
    aliases=("白云",),
    duties=frozenset({"审批", "执法"}),
)
ROUND = Round(
    "r1", "2023年评估", "county-2023", date(2023, 12, 15), 2023, ("qinghe", "baiyun"), AT,
    copies=frozenset({"baiyun"}),
)  # fmt: skip
FETCH = Fetch("http://qinghe.localhost/", FetchOutcome.OK, AT, status=200, sha256="ab", warc="1.gz")
FINDING = Finding(Outcome.MET, "已公开", evidence=(Evidence("http://qinghe.localhost/", "预算"),))


@pytest.fixture
def filled(store):
    """A store with a round of two units that nobody has looked at."""
    store.put_units([QINGHE, BAIYUN])
    store.put_scheme("county-2023", "id: county-2023\n")
    store.create_round(ROUND)
    return store


# --- units and schemes ------------------------------------------------------------------------


EDU = Unit("edu", "教育局", "department", "市直部门", "http://edu.localhost/")


def test_units_come_back_in_the_order_of_the_register_group_by_group(store):
    store.put_units([QINGHE, EDU, BAIYUN])
    assert store.units() == [QINGHE, BAIYUN, EDU]
    assert store.unit("baiyun") == BAIYUN


def test_a_register_is_put_in_another_order_by_giving_it_anew(store):
    store.put_units([QINGHE, BAIYUN])
    store.put_units([EDU])
    assert store.units() == [QINGHE, BAIYUN, EDU]
    store.put_units([BAIYUN, QINGHE])  # change places; the third keeps its own
    assert store.units() == [BAIYUN, QINGHE, EDU]
    new = replace(QINGHE, id="anning")
    store.put_units([new, QINGHE])
    assert store.units() == [BAIYUN, QINGHE, new, EDU]  # of its group the last
    store.put_units([EDU, QINGHE, new, BAIYUN])
    assert store.units() == [EDU, QINGHE, new, BAIYUN]


def test_groups_are_ranked_in_the_order_of_the_register(filled):
    filled.put_units([EDU])
    filled.create_round(replace(ROUND, id="r2", unit_ids=("edu", "qinghe", "baiyun")))
    nothing = (None, None, Fraction(0), Fraction(0), Fraction(0), "", "核查覆盖率不足")
    places = [Ranked(unit.id, unit.group, *nothing) for unit in (BAIYUN, EDU, QINGHE)]
    blind = [
        UnitScore(each.unit_id, {}, {}, None, Fraction(0), Fraction(0), Fraction(0))
        for each in places
    ]
    filled.put_scores("r2", blind, places, "first", AT)
    assert [line.group for line in filled.ranked("r2")] == ["市直部门", *["县市区政府"] * 2]


def test_a_unit_put_again_is_brought_up_to_date(store):
    store.put_units([QINGHE, replace(QINGHE, name="清河市")])
    assert store.units() == [replace(QINGHE, name="清河市")]


def test_an_unknown_unit_is_named(store):
    with pytest.raises(StoreError, match="没有编号为“x”的单位"):
        store.unit("x")


def test_a_scheme_may_change_until_a_round_uses_it(store):
    store.put_scheme("county-2023", "old")
    store.put_scheme("county-2023", "new")
    assert store.scheme_text("county-2023") == "new"
    store.put_units([QINGHE, BAIYUN])
    store.create_round(ROUND)
    store.put_scheme("county-2023", "new")
    with pytest.raises(StoreError, match="指标体系“county-2023”已用于评估轮次 r1，内容不能再改"):
        store.put_scheme("county-2023", "newer")
    assert store.scheme_text("county-2023") == "new"


def test_schemes_are_told_apart_by_digest(store):
    store.put_scheme("b", "")
    store.put_scheme("a", "")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert list(store.schemes().items()) == [("a", empty), ("b", empty)]


def test_an_unknown_scheme_is_named(store):
    with pytest.raises(StoreError, match="没有编号为“x”的指标体系"):
        store.scheme_text("x")


# --- rounds -----------------------------------------------------------------------------------


def test_rounds_come_back_newest_first(filled):
    later = replace(ROUND, id="r2", created_at=AT + timedelta(days=1), copies=frozenset())
    filled.create_round(later)
    assert filled.rounds() == [later, ROUND]
    assert filled.round("r1") == ROUND


def test_a_round_that_another_process_begins_is_seen_with_its_units(filled):
    assert filled.rounds() == [ROUND]  # members are read once; those of a new round are not known
    later = replace(ROUND, id="r2", created_at=AT + timedelta(days=1), unit_ids=("baiyun",))
    with Store(filled.url) as other:
        other.create_round(later)
    assert filled.rounds() == [later, ROUND]
    assert filled.round("r2").unit_ids == ("baiyun",)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "r1"}, "评估轮次“r1”已经存在"),
        ({"scheme_id": "x"}, "没有编号为“x”的指标体系"),
        ({"unit_ids": ()}, "没有单位"),
        ({"unit_ids": ("qinghe", "qinghe")}, "单位有重复：qinghe"),
        ({"unit_ids": ("qinghe", "y", "x"), "copies": frozenset()}, "单位名册中没有：x、y"),
        ({"unit_ids": ("qinghe",)}, "不在本轮的单位却标为网站副本：baiyun"),
    ],
)
def test_a_round_that_cannot_be_is_refused_whole(filled, change, sentence):
    with pytest.raises(StoreError, match=sentence):
        filled.create_round(replace(ROUND, **{"id": "r2", **change}))
    assert filled.rounds() == [ROUND]


def test_an_unknown_round_is_named(filled):
    with pytest.raises(StoreError, match="没有编号为“x”的评估轮次；现有：r1"):
        filled.round("x")


def test_a_round_keeps_its_units_as_they_were(filled):
    filled.put_units([replace(QINGHE, kind="department")])
    assert filled.round_units("r1") == [QINGHE, BAIYUN]


# --- sites and fetches ------------------------------------------------------------------------


def test_a_site_is_waiting_then_running_then_done(filled):
    waiting = SiteState("qinghe", SiteStatus.WAITING, None, None, False, False, 0, "")
    assert filled.site_states("r1")["qinghe"] == waiting
    filled.start_site("r1", "qinghe", AT)
    filled.start_site("r1", "qinghe", AT + timedelta(hours=1))
    running = replace(
        waiting, status=SiteStatus.RUNNING, started_at=AT + timedelta(hours=1), attempts=2
    )
    assert filled.site_states("r1")["qinghe"] == running
    end = AT + timedelta(hours=2)
    filled.finish_site("r1", "qinghe", end, exhausted=True, note="完")
    done = replace(running, status=SiteStatus.DONE, finished_at=end, exhausted=True, note="完")
    assert filled.site_states("r1")["qinghe"] == done
    assert filled.site_states("r1")["baiyun"].copy


def test_fetches_come_back_by_depth_and_url_whatever_the_order(filled):
    deep = replace(FETCH, url="http://qinghe.localhost/a", depth=1, offset=2**40)
    deeper = replace(FETCH, url="http://qinghe.localhost/b", depth=1, status=None)
    filled.add_fetches("r1", "qinghe", [deeper, deep, FETCH])
    assert filled.fetches("r1", "qinghe") == [FETCH, deep, deeper]
    assert filled.fetches("r1", "baiyun") == []


def test_a_url_asked_for_again_replaces_what_was_known(filled):
    failed = replace(FETCH, outcome=FetchOutcome.TIMEOUT_BODY, status=None, sha256="", warc="")
    filled.add_fetches("r1", "qinghe", [failed, failed])
    filled.add_fetches("r1", "qinghe", [FETCH])
    assert filled.fetches("r1", "qinghe") == [FETCH]


def test_many_fetches_and_a_very_long_url(filled):
    many = [replace(FETCH, url=f"http://qinghe.localhost/{i:05}") for i in range(2500)]
    many.append(replace(FETCH, url="http://qinghe.localhost/z?" + "参数" * 5000))
    filled.add_fetches("r1", "qinghe", many)
    assert filled.fetches("r1", "qinghe") == many


def test_the_tally_counts_outcomes_by_unit(filled):
    down = replace(FETCH, url="http://qinghe.localhost/x", outcome=FetchOutcome.NOT_FOUND)
    filled.add_fetches(
        "r1", "qinghe", [FETCH, down, replace(down, url="http://qinghe.localhost/y")]
    )
    assert filled.fetch_tally("r1") == {"qinghe": {FetchOutcome.NOT_FOUND: 2, FetchOutcome.OK: 1}}


def test_times_come_back_in_utc(filled):
    beijing = datetime(2023, 12, 15, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    filled.add_fetches("r1", "qinghe", [replace(FETCH, fetched_at=beijing)])
    (fetch,) = filled.fetches("r1", "qinghe")
    assert (fetch.fetched_at, fetch.fetched_at.tzinfo) == (AT, UTC)


def test_a_time_without_a_zone_is_refused(filled):
    naive = datetime(2023, 12, 15, 8, 30)  # noqa: DTZ001 - what is to be refused
    with pytest.raises(StatementError, match="without a zone"):
        filled.add_fetches("r1", "qinghe", [replace(FETCH, fetched_at=naive)])


def test_text_no_database_takes_is_made_harmless(filled):
    filled.add_fetches("r1", "qinghe", [replace(FETCH, hint="预\x00算\udcff")])
    assert filled.fetches("r1", "qinghe")[0].hint == "预\ufffd算?"


@pytest.mark.parametrize(
    ("round_id", "unit_id", "sentence"),
    [
        ("x", "qinghe", "没有编号为“x”的评估轮次"),
        ("r1", "x", "评估轮次“r1”中没有单位“x”"),
    ],
)
def test_nothing_is_kept_of_a_stranger(filled, round_id, unit_id, sentence):
    with pytest.raises(StoreError, match=sentence):
        filled.add_fetches(round_id, unit_id, [FETCH])
    with pytest.raises(StoreError, match=sentence):
        filled.start_site(round_id, unit_id, AT)
    with pytest.raises(StoreError, match=sentence):
        filled.put_reading(round_id, unit_id, [], [], {})


# --- readings and findings --------------------------------------------------------------------


def test_a_reading_replaces_the_one_before(filled):
    filled.add_fetches("r1", "qinghe", [FETCH])
    page = Page(
        FETCH.url,
        PageKind.HOME,
        PageState.OK,
        title="首页",
        published_on=date(2023, 5, 12),
        issuer="青禾日报",
        origin=Origin.REPOST,
        author="青禾日报社",
        simhash="8f00c3a1e5d20b77",
        subject_year=2023,
        columns=("政务公开", "预算"),
        attachments=(Attachment("http://qinghe.localhost/1.pdf", "预算", "pdf"),),
        text="不入库",
    )
    column = ColumnFacts(
        "预算", ("政务公开", "预算"), "http://qinghe.localhost/ys/", "items", 3,
        date(2023, 2, 1), frozenset({"budget", "accounts"}),
    )  # fmt: skip
    unread = replace(
        page, url="http://qinghe.localhost/b", kind=PageKind.ARTICLE, origin=None, simhash=""
    )
    filled.put_reading("r1", "qinghe", [unread], [column, column], {"a": FINDING, "b": FINDING})
    filled.put_reading("r1", "qinghe", [page, unread], [column], {"a": FINDING})
    facts = PageFacts(
        FETCH.url, PageKind.HOME, PageState.OK, "首页", date(2023, 5, 12), None, "", "青禾日报",
        Origin.REPOST, "青禾日报社", "", 2023, ("政务公开", "预算"), 1, "8f00c3a1e5d20b77", "ab",
    )  # fmt: skip
    assert filled.pages("r1", "qinghe") == [
        facts,
        replace(facts, url=unread.url, kind=PageKind.ARTICLE, origin=None, simhash="", sha256=""),
    ]
    assert filled.columns("r1", "qinghe") == [column]
    assert filled.findings("r1") == {"qinghe": {"a": FINDING}}


def test_findings_are_replaced_for_one_unit_only(filled):
    unknown = Finding(Outcome.UNKNOWN, "首页没有读到", Cause.SITE_DOWN)
    filled.put_findings("r1", "baiyun", {"a": unknown})
    filled.put_findings("r1", "qinghe", {"a": unknown, "b": unknown})
    filled.put_findings("r1", "qinghe", {"a": FINDING})
    assert filled.findings("r1") == {"baiyun": {"a": unknown}, "qinghe": {"a": FINDING}}


def test_a_write_that_fails_leaves_everything_as_it_was(filled):
    filled.put_findings("r1", "qinghe", {"a": FINDING})
    not_json = replace(FINDING, counts={"n": object()})
    with pytest.raises(TypeError):
        filled.put_findings("r1", "qinghe", {"b": FINDING, "c": not_json})
    assert filled.findings("r1") == {"qinghe": {"a": FINDING}}


# --- judgements and scores --------------------------------------------------------------------


def test_judgements_are_appended(filled):
    first = Judgement(
        "qinghe", "a", Outcome.PARTIAL, "缺一项", "张", AT,
        items={"phone": Outcome.MISSING}, counts={"late": 2},
    )  # fmt: skip
    second = replace(first, outcome=Outcome.MET, reason="复核后认定", by="李")
    filled.add_judgements("r1", [first])
    filled.add_judgements("r1", [second])
    assert filled.judgements("r1") == [first, second]


def test_judgements_are_kept_all_or_none(filled):
    good = Judgement("qinghe", "a", Outcome.MET, "", "张", AT)
    with pytest.raises(StoreError, match="没有单位“x”"):
        filled.add_judgements("r1", [good, replace(good, unit_id="x")])
    assert filled.judgements("r1") == []


def test_scores_stay_exact(filled):
    third = Fraction(1, 3)
    points = Points(Fraction(3), Fraction(2), third)
    won = UnitScore(
        "qinghe", {"a": points}, {"root": points}, 100 * third, Fraction(0), Fraction(100),
        Fraction(2, 3), bonus=Fraction(1, 10), vetoes=("v",), grade="良",
    )  # fmt: skip
    blind = UnitScore("baiyun", {}, {}, None, Fraction(0), Fraction(100), Fraction(0))
    places = [
        Ranked("baiyun", "县市区政府", None, None, Fraction(0), Fraction(100), Fraction(0), "",
               "核查覆盖率不足"),
        Ranked("qinghe", "县市区政府", 1, 100 * third, Fraction(0), Fraction(100),
               Fraction(2, 3), "良"),
    ]  # fmt: skip
    assert (filled.scores("r1"), filled.ranked("r1"), filled.digest("r1")) == ({}, [], None)
    filled.put_scores("r1", [won, blind], places, "first", AT)
    filled.put_scores("r1", [won, blind], places, "second", AT)
    assert filled.scores("r1") == {"baiyun": blind, "qinghe": won}
    assert filled.ranked("r1") == places[::-1]
    assert filled.digest("r1") == "second"


def test_scores_and_places_must_be_of_the_same_units(filled):
    blind = UnitScore("baiyun", {}, {}, None, Fraction(0), Fraction(100), Fraction(0))
    with pytest.raises(ValueError, match="different units"):
        filled.put_scores("r1", [blind], [], "d", AT)


# --- opening ----------------------------------------------------------------------------------


def test_what_was_written_is_there_when_opened_again(filled, database):
    with Store(database) as again:
        assert again.rounds() == [ROUND]


def test_two_open_stores_take_turns_writing(filled, database):
    with Store(database) as other:
        other.put_findings("r1", "baiyun", {"a": FINDING})
        filled.put_findings("r1", "qinghe", {"a": FINDING})
        assert other.findings("r1").keys() == {"baiyun", "qinghe"}


def test_tables_of_another_version_are_refused(filled, database):
    url = database.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE finding ADD COLUMN more INTEGER"))
    engine.dispose()
    with pytest.raises(StoreError, match="另一版本的程序建立的（finding 表的列不一致）"):
        Store(database)


def test_sqlite_waits_for_other_writers(tmp_path):
    with (
        Store(f"sqlite:///{tmp_path / 'deep' / 'gkc.db'}") as store,
        store._database._engine.connect() as c,
    ):
        settings = {
            name: c.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 30000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("var/gkc.db", "数据库地址 GKC_DATABASE_URL 的格式不对；请写成 sqlite:///"),
        ("postgresql://u:secret@h:port/db", "格式不对"),
        ("mysql://u:secret@h/db", "不支持 mysql 数据库"),
        ("sqlite://", "没有写明文件"),
        ("postgresql://u:secret@127.0.0.1:1/db", r"打不开数据库 \S+u:\*\*\*@127.0.0.1:1/db"),
    ],
)
def test_a_wrong_address_gives_one_sentence_without_the_password(url, sentence):
    with pytest.raises(StoreError, match=sentence) as error:
        Store(url)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_database_gives_one_sentence(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("只是文本" * 1000, encoding="utf-8")
    with pytest.raises(StoreError, match="打不开数据库"):
        Store(f"sqlite:///{path}")


def test_the_database_is_a_file_in_var_unless_the_environment_says_otherwise():
    assert database_url({}) == "sqlite:///var/gkc.db"
    assert database_url({"GKC_DATABASE_URL": " postgresql://h/d "}) == "postgresql://h/d"


# --- first seen ----------------------------------------------------------------------------------


def seen(store, round_id, day, sha256="ab", unit="qinghe"):
    fetch = replace(FETCH, fetched_at=AT + timedelta(days=day), sha256=sha256)
    store.add_fetches(round_id, unit, [fetch])


@pytest.fixture
def two_rounds(filled):
    filled.create_round(replace(ROUND, id="r2"))
    return filled


@pytest.mark.parametrize("order", [(0, 90), (90, 0)], ids=["as it was", "imported later"])
def test_the_earliest_time_a_content_was_seen_is_kept(two_rounds, order):
    for day in order:
        seen(two_rounds, "r1" if day == 0 else "r2", day)
    assert two_rounds.captures(FETCH.url) == [
        Capture(FETCH.url, "ab", AT, "r1", "qinghe", "1.gz", 0)
    ]


def test_every_content_of_an_address_has_its_own_first_time(two_rounds):
    for round_id, day, sha256 in (("r1", 0, "ab"), ("r2", 90, "cd"), ("r2", 91, "ab")):
        seen(two_rounds, round_id, day, sha256)
    assert [(c.sha256, c.first_at, c.round_id) for c in two_rounds.captures(FETCH.url)] == [
        ("ab", AT, "r1"),
        ("cd", AT + timedelta(days=90), "r2"),
    ]


def test_what_was_not_archived_was_not_seen(filled):
    filled.add_fetches("r1", "qinghe", [replace(FETCH, warc="")])
    assert filled.captures(FETCH.url) == []
