"""The demo generator: the same bytes every time, five families, a truth that checks can answer."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.pages import read_page
from crawlers.registry import all_checks
from data.demo.content.annual_report import annual_reports, figures
from data.demo.content.build import content_of
from data.demo.content.decision import CONSULTED_FROM, CONSULTED_TO
from data.demo.content.model import (
    AS_OF,
    Body,
    Cell,
    Content,
    Table,
    change_article,
    drop_article,
    drop_columns,
)
from data.demo.content.money import change, money_of, show
from data.demo.decoy import write_decoy
from data.demo.families.parts import render, source_of
from data.demo.fault import Fault
from data.demo.faults import FAULTS, ID_NUMBER, UNREADABLE
from data.demo.generate import Demo, address, generate, planted, truth_of, views_of_all, write_site
from data.demo.units import BODIES
from data.demo.unjudged import OPEN
from data.units import read_units

SHARED = Path(__file__).parents[2] / "shared"
VIEWS = {view.body.id: view for view in views_of_all()}
READABLE = [body for body in BODIES if body.id not in UNREADABLE]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Demo]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, generate(folder)


def _files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _grid(table: Table) -> list[list[str]]:
    return [[c.text if isinstance(c, Cell) else c for c in row] for row in table.rows]


# --- what is written ----------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["jiaoyu", "minzheng", "shichang"])
def test_a_site_is_written_with_the_same_bytes_every_time(unit: str, tmp_path: Path) -> None:
    write_site(VIEWS[unit], tmp_path / "first")
    write_site(VIEWS[unit], tmp_path / "second")
    assert _files(tmp_path / "first") == _files(tmp_path / "second")


def test_the_register_reads_back_as_the_units(demo: tuple[Path, Demo]) -> None:
    folder, made = demo
    assert tuple(read_units(folder / "units.csv")) == made.units
    assert Counter(unit.group for unit in made.units) == {"县市区政府": 5, "市直部门": 10}


def test_every_unit_has_a_host_that_is_a_folder_or_a_behaviour(demo: tuple[Path, Demo]) -> None:
    folder, made = demo
    assert {urlsplit(unit.portal).hostname for unit in made.units} == set(made.hosts)
    told = json.loads((folder / "hosts.json").read_text(encoding="utf-8"))
    assert Counter(value for value in told.values() if "/" not in value) == {
        "challenge": 1,
        "down": 1,
    }
    served = [folder / value for value in told.values() if "/" in value]
    assert all((root / "index.html").is_file() for root in served)


def test_departments_without_a_site_of_their_own_are_columns_of_one_portal(
    demo: tuple[Path, Demo],
) -> None:
    _, made = demo
    on_portal = [unit for unit in made.units if unit.columns]
    assert {unit.portal for unit in on_portal} == {"http://xxgk-yuheng.localhost:8700/"}
    assert on_portal[0].columns == ("http://xxgk-yuheng.localhost:8700/bm/weijian/",)
    assert len(on_portal) == 3


def test_links_lead_to_files_except_the_planted_dead_ones(demo: tuple[Path, Demo]) -> None:
    _, made = demo
    dead = set()
    for host, root in made.hosts.items():
        if isinstance(root, str):
            continue
        files = set(_files(root))
        for name in [name for name in files if name.endswith((".html", ".htm"))]:
            text = (
                (root / name)
                .read_bytes()
                .decode("gbk" if name.endswith(".htm") else "utf-8", "ignore")
            )
            for link in re.findall(r'(?:href|src)="([^"]+)"', text, re.I):
                url = urlsplit(urljoin(f"http://{host}/{name}", link))
                path = url.path.lstrip("/")
                wanted = f"{path}index.html" if not path or path.endswith("/") else path
                if url.hostname == host and wanted not in files:
                    dead.add(f"{host}{url.path}")
    assert dead == {
        "jiaoyu-yuheng.localhost/zt/home-1.html",
        "jiaoyu-yuheng.localhost/zt/news-2-1.html",
        "jiaoyu-yuheng.localhost/zt/notice-2-1.html",
    }


# --- families -----------------------------------------------------------------------------------


@pytest.mark.parametrize("body", READABLE, ids=lambda body: body.id)
def test_articles_read_back_with_title_date_and_source(body: Body) -> None:
    view = VIEWS[body.id]
    pages = render(view)
    for key in ("news-1", "notice-1", "policy-1", "functions", "guide"):
        article, path = view.content.article(key), view.articles[key]
        page = read_page(address(view, path), pages[path], "text/html")
        assert (page.title, page.published_on) == (article.title, article.on)
        assert page.issuer == source_of(view, article)
        assert len(page.attachments) == len(article.files)


def test_the_table_family_is_gbk_and_has_no_tags() -> None:
    pages = render(VIEWS["minzheng"])
    assert all(b"SiteName" not in body and b"ArticleTitle" not in body for body in pages.values())
    with pytest.raises(UnicodeDecodeError):
        pages["/"].decode("utf-8")


def test_lists_of_the_json_family_hold_no_entries_themselves() -> None:
    view = VIEWS["wangshu"]
    pages = render(view)
    path = view.columns["gfxwj"]
    title = view.content.article("policy-2").title
    assert title not in pages[path].decode()
    assert title in pages[path.replace("index.html", "list.json")].decode()


def test_long_lists_of_the_static_family_go_on_with_index_1() -> None:
    pages = render(VIEWS["qinghe"])
    assert 'createPageHTML(2, 0, "index", "html")' in pages["/zwgk/gzdt/"].decode()
    assert "/zwgk/gzdt/index_1.html" in pages
    assert "/zwgk/gzdt/index_2.html" not in pages


def test_the_platform_of_the_frames_family_is_a_tree_in_a_frame() -> None:
    pages = render(VIEWS["huanjing"])
    assert '<iframe name="tree" src="/xxgk/tree.html"' in pages["/xxgk/"].decode()
    assert "政府信息公开年报" in pages["/xxgk/tree.html"].decode()


def test_the_home_page_shows_news_of_the_last_two_weeks() -> None:
    for body in READABLE:
        newest = VIEWS[body.id].newest(("gzdt", "tzgg"))[0]
        assert AS_OF - timedelta(days=14) <= newest.on <= AS_OF


# --- the truth ----------------------------------------------------------------------------------


def test_truth_speaks_only_of_what_checks_declare() -> None:
    checks = all_checks()
    for entry in truth_of(VIEWS)["faults"]:
        check = checks[str(entry["check"])]
        items, counts = entry["items"], entry["counts"]
        assert isinstance(items, dict)
        assert isinstance(counts, dict)
        assert set(items) <= set(check.items)
        assert set(counts) <= set(check.counts)


def test_truth_says_where_each_fault_is_seen() -> None:
    hosts = {body.id: body.host for body in BODIES}
    entries = truth_of(VIEWS)["faults"]
    assert len(entries) >= 80
    keys = [(entry["unit"], entry["check"]) for entry in entries]
    assert len(set(keys)) == len(keys), "one entry a unit and check"
    for entry in entries:
        assert urlsplit(str(entry["url"])).hostname == hosts[str(entry["unit"])]
        assert re.search("[\u4e00-\u9fa5]", str(entry["what"]))


def test_each_group_has_a_unit_without_a_fault() -> None:
    at_fault = {fault.unit for fault in FAULTS} | set(UNREADABLE)
    perfect = {body.id for body in BODIES} - at_fault
    assert perfect == {"qinghe", "caizheng", "renshe", "huanjing", "weijian"}


def test_what_stays_open_is_planted_nowhere() -> None:
    kinds = {body.id: body.kind for body in BODIES}
    planted = {(kinds[f.unit], e.check) for f in FAULTS for e in f.expected if e.cause is None}
    left = {(kind, check) for kind, checks in OPEN.items() for check in checks}
    # Departments need not tell of fees and procurement; a county that does not is at fault.
    assert left & planted == set()
    assert {check for _, check in left} <= set(all_checks())


def test_columns_taken_off_a_site_are_gone_with_all_below_them() -> None:
    content = content_of(BODIES[0])
    keys = {column.key for column in content.columns()}
    left = {column.key for column in drop_columns(content, ["czyjs"]).columns()}
    assert keys - left == {"czyjs", "zfys", "zfjs", "bmyjs"}
    with pytest.raises(KeyError):
        drop_columns(content, ["no-such-column"])


def test_every_unreadable_unit_has_a_cause() -> None:
    assert truth_of(VIEWS)["unreadable"] == [
        {"unit": "lanting", "cause": "blocked"},
        {"unit": "jiaotong", "cause": "site_down"},
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.unit}-{fault.where}")
def test_a_fault_changes_its_unit_unless_the_family_itself_is_the_fault(fault: Fault) -> None:
    whole = content_of(next(body for body in BODIES if body.id == fault.unit))
    untagged = fault.expected[0].check == "meta_tags"
    assert (fault.plant(whole) == whole) is untagged


def test_a_missing_budget_leaves_last_years_in_the_column() -> None:
    column = planted("yingji").column("bmys")
    assert [article.title for article in column.articles] == ["玉衡市应急管理局2022年部门预算"]


def test_the_planted_id_number_has_the_right_check_digit() -> None:
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(ID_NUMBER, weights, strict=False))
    assert "10X98765432"[total % 11] == ID_NUMBER[17]


# --- content ------------------------------------------------------------------------------------


def test_an_edit_of_an_unknown_article_is_refused() -> None:
    content = content_of(BODIES[0])
    with pytest.raises(KeyError):
        drop_article(content, "no-such-article")
    with pytest.raises(KeyError):
        change_article(content, "no-such-article", lambda article: article)


def test_an_edit_touches_only_the_article_it_names() -> None:
    content = content_of(BODIES[0])
    edited = change_article(content, "plan", lambda a: replace(a, on=date(2023, 4, 1)))
    changed = [
        old.key
        for (_, old), (_, new) in zip(content.articles(), edited.articles(), strict=True)
        if old != new
    ]
    assert changed == ["plan"]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.id)
def test_keys_are_unique_and_nothing_is_younger_than_the_cut_off(body: Body) -> None:
    content: Content = content_of(body)
    keys = [article.key for _, article in content.articles()]
    columns = [column.key for column in content.columns()]
    assert len(keys) == len(set(keys))
    assert len(columns) == len(set(columns))
    assert all(article.on <= AS_OF for _, article in content.articles())


def test_consultations_last_at_least_thirty_days() -> None:
    assert (CONSULTED_TO - CONSULTED_FROM).days >= 30


@given(st.integers(0, 60), st.sampled_from([2021, 2022, 2023]))
def test_sangong_is_the_sum_of_its_parts_and_falls(seed: int, year: int) -> None:
    money = money_of(seed, year)
    assert money.sangong == money.buy + money.run + money.reception
    assert money.before == money_of(seed, year - 1).sangong
    assert money.total == money.staff + money.office + money.project


@pytest.mark.parametrize(
    ("cents", "printed"), [(0, "0.00"), (5, "0.05"), (123456, "1234.56"), (100, "1.00")]
)
def test_money_is_printed_with_two_decimals(cents: int, printed: str) -> None:
    assert show(cents) == printed


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (110, 100, "增加0.10万元，增长10.00%"),
        (75, 100, "减少0.25万元，下降25.00%"),
        (100, 100, "与上年持平"),
    ],
)
def test_a_change_is_worded_with_amount_and_percentage(now: int, before: int, words: str) -> None:
    assert change(now, before) == words


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.id)
def test_annual_report_tables_keep_the_identities(body: Body) -> None:
    now, before = figures(body)
    assert now.carried == before.left
    for report in annual_reports(body):
        _, table3, table4 = [_grid(b) for b in report.blocks if isinstance(b, Table)]
        numbers = [[int(cell) for cell in row[-7:]] for row in table3[3:]]
        new, carried, *handled, total, left = numbers
        assert len(numbers) == 25
        assert [a + b for a, b in zip(new, carried, strict=True)] == [
            a + b for a, b in zip(total, left, strict=True)
        ]
        assert [sum(column) for column in zip(*handled, strict=True)] == total
        assert all(sum(row[:6]) == row[6] for row in numbers)
        last = [int(cell) for cell in table4[-1]]
        assert [sum(last[i : i + 4]) for i in (0, 5, 10)] == [last[i] for i in (4, 9, 14)]


def test_the_decoy_names_everything_and_holds_only_its_home_page(tmp_path: Path) -> None:
    named = write_decoy(tmp_path)
    assert list(_files(tmp_path)) == ["index.html"]
    assert {"政府信息公开", "政府信息公开指南", "青禾县2023年政府预算"} <= set(named)
    page = read_page("http://decoy.localhost/", (tmp_path / "index.html").read_bytes(), "text/html")
    assert set(named) <= {link.text for link in page.links}


@pytest.mark.skipif(not SHARED.exists(), reason="no list of real governments beside the project")
def test_the_places_are_invented() -> None:
    real = (SHARED / "registry" / "china_governments.tsv").read_text(encoding="utf-8")
    assert not [body.place for body in BODIES if body.place[:-1] in real]
