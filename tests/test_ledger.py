import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.network.ledger import Ledger
from dashboard.commands.ledger import per_minute, print_ledger, summary
from dashboard.wording.printing import Format
from data.store import Store
from data.types import Traffic
from tests.rounds import GOOD, ROUND, create

HOUR = datetime(2023, 12, 15, 2, tzinfo=UTC)  # 10:00 in China
SPENT = [
    Traffic("a.gov.cn", HOUR, 90, 1000),
    Traffic("a.gov.cn", HOUR + timedelta(hours=2), 60, 200),
    Traffic("b.gov.cn", HOUR, 30, 500),
]


def test_requests_are_counted_by_host_and_whole_hour_until_they_are_taken():
    ledger = Ledger()
    ledger.count("b.gov.cn", HOUR, 500)
    ledger.count("a.gov.cn", HOUR + timedelta(minutes=59, seconds=59), 10)
    ledger.count("a.gov.cn", HOUR, 5)
    ledger.count("a.gov.cn", HOUR + timedelta(hours=1), 0)
    ledger.count("a.gov.cn", HOUR + timedelta(minutes=30), 1)
    assert ledger.take() == (
        Traffic("a.gov.cn", HOUR, 3, 16),
        Traffic("a.gov.cn", HOUR + timedelta(hours=1), 1, 0),
        Traffic("b.gov.cn", HOUR, 1, 500),
    )
    assert ledger.take() == ()


def test_a_summary_adds_hosts_and_hours_up():
    assert per_minute(SPENT) == "1.50"  # 180 requests in two hours
    assert summary(SPENT) == {
        "requests": 180,
        "size_bytes": 1700,
        "first": "2023-12-15 10:00",
        "last": "2023-12-15 12:00",
        "busiest": "2023-12-15 10:00 a.gov.cn",
        "most": 90,
        "per_minute": "1.50",
    }


@pytest.fixture
def spent(store: Store) -> Store:
    create(store)
    store.add_fetches(ROUND.id, GOOD.id, [], traffic=SPENT)
    return store


def test_a_ledger_has_a_row_for_every_host_and_hour(spent, capsys):
    print_ledger(spent, ROUND.id, Format.CSV)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["单位", "主机", "小时（北京时间）", "请求次数", "接收字节", "平均每分钟次数"],
        ["甲局", "a.gov.cn", "2023-12-15 10:00", "90", "1000", "1.50"],
        ["甲局", "a.gov.cn", "2023-12-15 12:00", "60", "200", "1.00"],
        ["甲局", "b.gov.cn", "2023-12-15 10:00", "30", "500", "0.50"],
    ]


def test_a_ledger_for_programs_keeps_ids(spent, capsys):
    print_ledger(spent, ROUND.id, Format.JSON, unit="甲局")
    rows = json.loads(capsys.readouterr().out)
    assert [(row["unit_id"], row["requests"]) for row in rows] == [
        ("good", 90),
        ("good", 60),
        ("good", 30),
    ]


def test_a_printed_ledger_ends_with_the_sum_and_who_asked(spent, capsys):
    print_ledger(spent, ROUND.id, Format.TABLE, unit="甲局", contact="gk@example.cn")
    out = capsys.readouterr().out
    assert "Gongkaichi/0.1 (+gk@example.cn)" in out
    assert "2023-12-15 10:00 a.gov.cn" in out
    assert "180" in out
