"""The words that make a link to another website suspicious, as data."""

import pytest

from data.outside import outside_links


def test_every_trade_has_a_name_and_a_pattern_that_finds_something() -> None:
    known = outside_links()
    assert len(known.trades) >= 5
    assert known.sites >= known.trades_needed >= 2
    assert not [name for name, pattern in known.trades.items() if pattern.search("")]


@pytest.mark.parametrize("host", ["www.hunan.gov.cn", "www.csu.edu.cn", "www.redcross.org.cn"])
def test_public_hosts_are_trusted(host: str) -> None:
    assert outside_links().trusted.search(host)
