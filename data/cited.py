"""Documents cited by number: what their titles are."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

CITED_FILE = Path(__file__).with_name("cited.yaml")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}〔\d{4}〕\d+号")
# A number with its title before it, in brackets behind the title, or right after it.
_NAMED = re.compile(rf"》（{NUMBER.pattern}）|{NUMBER.pattern}《")


@cache
def titles() -> Mapping[str, str]:
    """Titles by number, both as printed and without 《》."""
    found: dict[str, str] = yaml.safe_load(CITED_FILE.read_text(encoding="utf-8"))
    return found


def titled(basis: str) -> str:
    """The basis with 《title》 after every number that has none beside it; a number that nobody
    entered stays as it is.
    """
    named = [match.span() for match in _NAMED.finditer(basis)]

    def with_title(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in named):
            return match[0]
        title = titles().get(match[0])
        return f"{match[0]}《{title}》" if title else match[0]

    return NUMBER.sub(with_title, basis)
