"""The lists of data/budget: readable, without doubles, every pattern a valid one."""

import re

import pytest

from data import budget_lists as lists

SORTS = ("department_budget", "department_accounts", "government_budget", "government_accounts")


@pytest.mark.parametrize("sort", SORTS)
def test_tables_have_ids_names_and_patterns_that_know_their_own_name(sort: str) -> None:
    tables = lists.required_tables(sort)
    assert (
        len({table.id for table in tables}) == len({table.name for table in tables}) == len(tables)
    )
    for table in tables if "department" in sort else ():  # a government's are names of groups
        assert re.search(table.match, re.sub("[“”]", "", table.name)), table.name


def test_the_regulation_asks_for_eight_tables_of_budgets_and_nine_of_accounts() -> None:
    counts = [len(lists.required_tables(sort)) for sort in SORTS]
    assert counts == [8, 9, 4, 4]


def test_renamed_classes_have_a_year_and_a_name_that_is_a_class_itself() -> None:
    names = {subject.name for subject in lists.subject_classes()}
    for subject in lists.subject_classes():
        assert (subject.until is None) == (subject.now == "")
        assert subject.now in {"", *names}


def test_an_economic_subject_is_listed_once() -> None:
    both = (*lists.staff_subjects(), *lists.running_subjects())
    assert len(set(both)) == len(both)
    for covered in lists.covering_subjects().values():
        assert set(covered) <= set(both)


def test_right_words_are_not_misspelt() -> None:
    """No pattern strikes what it says is right, nor the names of subjects and tables."""
    right = [
        *(word.note for word in lists.typos()),
        *lists.staff_subjects(),
        *lists.running_subjects(),
        *(subject.name for subject in lists.subject_classes()),
        *(table.name for sort in SORTS for table in lists.required_tables(sort)),
        *(matter.name for group in ("department", "government") for matter in lists.matters(group)),
        "与上年相比，与上年相同，上年度，上一年度，行政运行，政府采购，购房补贴，津贴补贴",
    ]
    for word in (*lists.typos(), *lists.leftovers()):
        struck = [text for text in right if word.pattern.search(text.replace("，", ","))]
        assert struck == [], word.pattern.pattern


def test_limits_and_purposes_are_read() -> None:
    assert lists.limits().same_within_yuan == 150
    assert [p.words for p in lists.purposes() if p.subject.search("住房公积金")] == [
        ("公积金", "住房")
    ]
    assert [matter.id for matter in lists.matters("sangong")] == [
        "abroad",
        "buying",
        "running",
        "hosting",
    ]
