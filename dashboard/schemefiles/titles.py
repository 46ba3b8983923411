"""What the title of a scheme says of a round that uses it. Pure."""

import re

_SCHEME = "指标体系"  # at the end of a title, which a round is not


def bare(title: str) -> str:
    """A title without saying that it is a scheme."""
    return title.removesuffix(_SCHEME)


def year_said(title: str) -> int | None:
    """The year in a title, 2008 to 2100, if it says one and no more."""
    found = {int(each) for each in re.findall(r"(?<!\d)(\d{4})(?=年)", title)}
    return found.pop() if len(found) == 1 and 2008 <= min(found) <= 2100 else None
