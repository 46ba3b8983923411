"""Documents that the checks cite by number are given their titles."""

import pytest

from crawlers.registry import Check, all_checks
from data.cited import NUMBER, titled, titles

CHECKS = all_checks()


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        (
            "《条例》第五条；国办发〔2018〕22号",
            "《条例》第五条；国办发〔2018〕22号《关于做好政府公报工作的通知》",
        ),
        ("国办发〔2018〕22号《公报》", "国办发〔2018〕22号《公报》"),
        ("《公报》（国办发〔2018〕22号）", "《公报》（国办发〔2018〕22号）"),
        ("某办发〔2001〕1号", "某办发〔2001〕1号"),
    ],
)
def test_a_number_without_a_title_beside_it_gets_one(basis: str, shown: str) -> None:
    assert titled(basis) == shown


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_document_that_a_check_cites_is_named(check: Check) -> None:
    assert titled(check.basis) == check.basis
    bare = [
        match[0]
        for match in NUMBER.finditer(check.basis)
        if check.basis[match.end() : match.end() + 1] not in {"《", "）"}
    ]
    assert bare == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_docstring_ends_with_the_legal_source_and_the_method_stands_without_it(
    check: Check,
) -> None:
    assert (check.run.__doc__ or "").endswith(f"依据：{check.basis}。")
    assert "\n\n依据：" not in check.method


def test_every_title_is_cited() -> None:
    cited = {number for check in CHECKS.values() for number in NUMBER.findall(check.basis)}
    assert set(titles()) <= cited
