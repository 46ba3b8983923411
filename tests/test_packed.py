"""XML out of packages: what the parser refuses for its size says nothing about the file."""

import pytest

from crawlers.formats.content import Unreadable
from crawlers.formats.packed import xml


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (b"<a>" * 300 + b"</a>" * 300, "too_large"),
        (b"<a>" + b"x" * 10_100_000 + b"</a>", "too_large"),
        (b"<a><b>", "broken"),
    ],
)
def test_a_limit_of_the_parser_is_not_a_damaged_file(data: bytes, state: str) -> None:
    with pytest.raises(Unreadable) as raised:
        xml(data)
    assert raised.value.state == state
