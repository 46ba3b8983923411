"""The form of the outcomes labelled by hand: known names, real paths, no words of the pages."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crawlers.registry import all_checks
from dashboard.accuracy.measuring import labelled_leaves
from data.types import Outcome

LABELS = Path(__file__).parent / "labels" / "sites.tsv"
SITES = Path(__file__).parents[2] / "shared" / "corpus" / "sites"
COLUMNS = ["site", "indicator", "outcome", "also", "lacks", "paths", "reason", "revised"]
OUTCOMES = {outcome.value for outcome in Outcome}
LEAST_ROWS = 400
# A stretch this long that also stands on the page was copied, not said in our own words; names of
# documents and columns are shorter once numbers and punctuation part them.
COPIED = 16

with_sites = pytest.mark.skipif(not SITES.is_dir(), reason="没有真实网站的副本（不随项目提供）")

Row = dict[str, str]


def read_labels() -> tuple[list[str], list[Row]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restkey="beyond")
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


HEADER, ROWS = read_labels()


def key(row: Row) -> str:
    return f"{row['site']} {row['indicator']}"


def test_every_row_has_all_columns_and_nothing_beyond() -> None:
    assert HEADER == COLUMNS
    assert [key(row) for row in ROWS if "beyond" in row or None in row.values()] == []


def test_there_are_enough_rows_and_none_twice() -> None:
    assert len(ROWS) >= LEAST_ROWS
    assert [name for name, count in Counter(map(key, ROWS)).items() if count > 1] == []


def test_every_site_is_labelled_for_the_same_indicators() -> None:
    sites = {row["site"] for row in ROWS}
    labelled = {site: {r["indicator"] for r in ROWS if r["site"] == site} for site in sites}
    assert len(set(map(frozenset, labelled.values()))) == 1


def test_indicators_are_leaves_that_a_check_decides() -> None:
    leaves = {leaf.id for leaf in labelled_leaves("department")}
    assert {row["indicator"] for row in ROWS} - leaves == set()


def test_every_check_has_been_labelled_on_every_site() -> None:
    leaves = {leaf.id: str(leaf.check) for leaf in labelled_leaves("department")}
    assert {leaves[row["indicator"]] for row in ROWS} == set(all_checks())


def test_outcomes_are_known_and_alternatives_differ_from_them() -> None:
    wrong = [
        key(row)
        for row in ROWS
        if row["outcome"] not in OUTCOMES
        or set(row["also"].split()) - (OUTCOMES - {row["outcome"]})
        or len(set(row["also"].split())) != len(row["also"].split())
    ]
    assert wrong == []


def test_lacks_names_items_of_the_check_where_something_is_there_in_part() -> None:
    leaves = {leaf.id: leaf for leaf in labelled_leaves("department")}
    wrong = [
        key(row)
        for row in ROWS
        if row["lacks"]
        and (
            row["outcome"] != Outcome.PARTIAL
            or not set(row["lacks"].split())
            <= set(all_checks()[str(leaves[row["indicator"]].check)].items)
        )
    ]
    assert wrong == []


def test_every_site_is_asked_about_once() -> None:
    with LABELS.with_name("asked.tsv").open(encoding="utf-8", newline="") as file:
        asked = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["site"] for row in asked] == sorted({row["site"] for row in ROWS})
    assert all(date.fromisoformat(row["as_of"]) and int(row["year"]) for row in asked)


def test_every_row_says_where_and_why_in_a_few_words() -> None:
    said = {key(row): len(row["reason"]) for row in ROWS}
    assert {name: length for name, length in said.items() if not 4 <= length <= 80} == {}
    assert [key(row) for row in ROWS if not row["paths"].split()] == []
    assert {row["revised"] for row in ROWS} <= {"", "yes"}


def test_no_label_carries_a_personal_number() -> None:
    numbers = re.compile(r"\d{7,}|@")
    assert [key(row) for row in ROWS if numbers.search(row["reason"])] == []


@with_sites
def test_paths_lead_to_pages_of_the_copy() -> None:
    lost = [
        f"{row['site']}/{path}"
        for row in ROWS
        for path in row["paths"].split()
        if not (SITES / row["site"] / path).is_file()
    ]
    assert lost == []


@with_sites
def test_reasons_are_not_sentences_of_the_pages() -> None:
    texts: dict[Path, str] = {}

    def text(path: Path) -> str:
        if path not in texts:
            texts[path] = "".join(
                re.findall(r"[一-鿿]+", path.read_text(encoding="utf-8", errors="replace"))
            )
        return texts[path]

    copied = [
        key(row)
        for row in ROWS
        for said in re.findall(r"[一-鿿]+", row["reason"])
        for start in range(len(said) - COPIED + 1)
        for path in row["paths"].split()
        if said[start : start + COPIED] in text(SITES / row["site"] / path)
    ]
    assert copied == []
