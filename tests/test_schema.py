"""Every database, new or of an earlier version, ends with the tables of data/tables.py."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from data.storage import schema
from data.storage.database import Database, StoreError
from data.storage.schema import FIRST, How, Opening, Unfit, head, step_to, versions
from data.store import Store
from data.tables import Base
from data.types import Finding, Outcome, Round, Unit

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
UNIT = Unit("qinghe", "清河县", "county", "县市区政府", "http://qinghe.localhost/")
ROUND = Round("r1", "2023年评估", "county-2023", date(2023, 12, 15), 2023, ("qinghe",), AT)
FINDING = Finding(Outcome.MET, "已公开")


@pytest.fixture
def engine(database):
    made = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    yield made
    made.dispose()


def opening(database):
    with Store(database) as store:
        return store.opening


def fill(store):
    store.put_units([UNIT])
    store.put_scheme("county-2023", "id: county-2023\n")
    store.create_round(ROUND)
    store.put_findings("r1", "qinghe", {"a": FINDING})


def as_of_the_first_version(engine, *, stamped):
    """Tables of the first version, with a round in them."""
    with engine.connect() as connection:
        step_to(connection, FIRST)
        connection.commit()
    with engine.begin() as c:
        if not stamped:
            c.execute(text("DROP TABLE schema_version"))
        c.execute(text("INSERT INTO unit VALUES ('qinghe', '清河县', 'county', '县市区', '{}')"))
        c.execute(text("INSERT INTO scheme_version VALUES ('s', 'ab', 'id: s')"))
        c.execute(
            text(
                "INSERT INTO round VALUES ('r1', '甲', 's', '2023-12-15', 2023,"
                " '2023-12-15 08:30:00', FALSE)"
            )
        )
        c.execute(
            text(
                "INSERT INTO round_unit (round_id, unit_id, position, unit, copy, status,"
                " exhausted, attempts, note, tally)"
                " VALUES ('r1', 'qinghe', 0, '{}', FALSE, 'waiting', FALSE, 0, '', '')"
            )
        )


def differences(engine):
    """What the database has otherwise than data/tables.py; comments aside."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": schema.VERSION.name, "compare_server_default": True}
        )
        found = compare_metadata(context, Base.metadata)
    return [each for each in found if "comment" not in str(each[0])]


# --- the steps ----------------------------------------------------------------------------------


def test_the_steps_lead_to_the_tables(engine):
    with engine.connect() as connection:
        step_to(connection, head())
        connection.commit()
    assert differences(engine) == []


def test_an_empty_database_is_made_at_head(database, engine):
    assert opening(database) == Opening(How.MADE, "", head())
    assert opening(database) == Opening(How.AS_IT_WAS, head(), head())
    assert differences(engine) == []


def test_the_steps_stand_in_one_row_by_number():
    folder = ScriptDirectory(str(schema.FOLDER), version_locations=None)
    steps = list(reversed(list(folder.walk_revisions())))
    assert tuple(step.revision for step in steps) == versions()
    assert [step.down_revision for step in steps] == [None, *versions()[:-1]]


@pytest.mark.parametrize("stamped", [True, False])
def test_an_earlier_database_is_upgraded_with_its_rows(database, engine, stamped):
    as_of_the_first_version(engine, stamped=stamped)
    expected = Opening(How.UPGRADED, FIRST, head()) if stamped else Opening(How.ADOPTED, "", head())
    assert opening(database) == expected
    assert differences(engine) == []
    with Store(database) as store:
        [found] = store.rounds()
        assert (found.id, found.unit_ids, found.created_at) == ("r1", ("qinghe",), AT)
        store.put_findings("r1", "qinghe", {"a": FINDING})


def test_units_of_an_earlier_register_keep_the_order_by_group_and_id(database, engine):
    as_of_the_first_version(engine, stamped=True)
    with engine.begin() as c:
        for id_, group in (("shi", "市直部门"), ("baiyun", "县市区")):
            c.execute(text(f"INSERT INTO unit VALUES ('{id_}', '甲', 'county', '{group}', '{{}}')"))
    opening(database)
    with engine.connect() as c:
        found = c.execute(text("SELECT id FROM unit ORDER BY position")).scalars().all()
        assert found == ["baiyun", "qinghe", "shi"]


def test_tables_that_an_unversioned_database_lacks_are_made(database, engine):
    as_of_the_first_version(engine, stamped=False)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE metric"))
    assert opening(database).how is How.ADOPTED
    assert differences(engine) == []


def test_an_unversioned_database_with_other_columns_is_refused(database, engine):
    as_of_the_first_version(engine, stamped=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE finding ADD COLUMN more INTEGER"))
    with pytest.raises(StoreError, match="另一版本的程序建立的（finding 表的列不一致）"):
        Store(database)
    assert not inspect(engine).has_table(schema.VERSION.name)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("9999", "的版本是 9999，本程序只到 .*请换用新版本的程序"), ("0000", "的版本“0000”不是")],
)
def test_a_version_that_is_not_ours_is_refused(database, engine, version, sentence):
    opening(database)
    with engine.begin() as connection:
        connection.execute(schema.VERSION.update().values(version_num=version))
    with pytest.raises(StoreError, match=sentence):
        Store(database)


# --- safely -------------------------------------------------------------------------------------


def test_an_upgrade_that_fails_leaves_everything_as_it_was(database, engine, monkeypatch):
    as_of_the_first_version(engine, stamped=True)

    def broken(connection, version):
        connection.execute(text("ALTER TABLE unit ADD COLUMN more INTEGER"))
        connection.execute(text("DELETE FROM round_unit"))
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    monkeypatch.setattr(schema, "step_to", broken)
    with pytest.raises(StoreError, match=f"从版本 {FIRST} 升级到 {head()} 时出错，已原样退回"):
        Store(database)
    monkeypatch.undo()
    assert opening(database) == Opening(How.UPGRADED, FIRST, head())
    with Store(database) as store:
        assert [found.id for found in store.rounds()] == ["r1"]


def test_an_sqlite_file_is_copied_for_the_time_of_the_upgrade(tmp_path, monkeypatch):
    path = tmp_path / "gkc.db"
    url = f"sqlite:///{path}"
    made = create_engine(url)
    as_of_the_first_version(made, stamped=True)
    made.dispose()
    copy, seen = Path(f"{path}.before-{FIRST}"), []

    def watched(connection, version):
        with closing(sqlite3.connect(copy)) as kept:
            seen.extend(kept.execute("SELECT id FROM round"))
        step_to(connection, version)

    monkeypatch.setattr(schema, "step_to", watched)
    opening(url)
    assert seen == [("r1",)]
    assert not copy.exists()


def test_a_step_that_loses_what_rows_refer_to_is_refused(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    made = create_engine(url)
    as_of_the_first_version(made, stamped=True)
    monkeypatch.setattr(schema, "step_to", lambda c, version: c.execute(text("DELETE FROM round")))
    with pytest.raises(StoreError, match="已原样退回"):
        Store(url)
    with made.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM round")) == 1
    made.dispose()


def test_references_are_kept_after_an_upgrade(tmp_path):
    url = f"sqlite:///{tmp_path / 'gkc.db'}"
    made = create_engine(url)
    as_of_the_first_version(made, stamped=True)
    made.dispose()
    with Store(url) as store, store._database.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_two_may_open_an_empty_database_at_once(database):
    with ThreadPoolExecutor(4) as pool:
        hows = sorted(each.how for each in pool.map(lambda _: opening(database), range(4)))
    assert hows == [How.AS_IT_WAS] * 3 + [How.MADE]


def test_unfit_never_reaches_a_caller(database, engine):
    opening(database)
    with engine.begin() as connection:
        connection.execute(schema.VERSION.update().values(version_num="9999"))
    with pytest.raises(StoreError) as error:
        Database(database)
    assert isinstance(error.value.__cause__, Unfit)
