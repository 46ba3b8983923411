"""What scripts know of a list or a menu, as far as the markup shows it: how many pages their pager
has, and which words are links by a click only. Pure.
"""

import re
from collections.abc import Iterator
from itertools import islice

from crawlers.promises import disclosures
from crawlers.reading.flat import squeeze

# A script's pager: how many entries there are, and how many a page has, within one call.
_COUNT_CODE = re.compile(
    r"\b(?:count|total|total_?(?:count|num|rows?|records?|items?|number)|record_?count|row_?count)"
    r"[\"']?\s*[:=]\s*[\"']?(\d{1,6})\b|\.pagination\(\s*(\d{1,6})\s*,"  # in lower case
)
_LIMIT_CODE = re.compile(
    r"\b(?:limit|page_?size|page_?rows|per_?page|items_?(?:per_?page|onpage)|rows|size)"
    r"[\"']?\s*[:=]\s*[\"']?(\d{1,4})\b"
)
_PAGES_CODE = re.compile(r"\blaypage\s*\([^()]{0,200}\bpages\s*:\s*(\d{1,4})\b")
_NEAR = 200  # characters
# Where scripts keep what a click on a word leads to.
_KEPT = r"(?:url|href|link|src|path|to|go|page|route|id|cid|code|channel|catalog|node|column)"
_MOST_TOLD = 1000  # elements of a page
_TELLS = re.compile(rf"data-{_KEPT}")
_TOLD = re.compile(
    r"<(?:li|span|div|p|td|dd|dt|h\d|em|b|strong|label|button)\b[^<>]{0,300}?"
    rf"\bdata-{_KEPT}\w*"
    r"\s*=\s*[\"']?([^\"'<>\s]{1,200})[^<>]{0,300}>(?:\s|<\w[^<>]{0,100}>){0,4}([^<>]{2,20})<",
    re.I,
)


def pages_counted(code: str) -> list[int]:
    """Numbers of pages that calls of a script's pager come to: {count: 120, limit: 10}."""
    if "age" not in code and "imit" not in code:
        return []
    low, found = code.lower(), []
    counted = "count" in low or "total" in low or ".pagination(" in low
    for count in _COUNT_CODE.finditer(low) if counted else ():
        around = low[max(0, count.start() - _NEAR) : count.end() + _NEAR]
        limit = _LIMIT_CODE.search(around)
        if limit and int(limit[1]):
            found.append(-(-int(count[1] or count[2]) // int(limit[1])))
    if "laypage" in low:
        found += [int(pages[1]) for pages in _PAGES_CODE.finditer(low)]
    return found


def told_by_data(html: str) -> Iterator[tuple[str, str]]:
    """Words that name a column of disclosures and are no link, with what their element tells a
    script: an address, a number.
    """
    for told in islice(_TELLS.finditer(html), _MOST_TOLD):
        match = _TOLD.match(html, html.rfind("<", 0, told.start()))
        if match and disclosures(words := squeeze(match[2])):
            yield words, match[1]
