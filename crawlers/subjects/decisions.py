"""Which entries are a year's catalogue of major administrative decisions (重大行政决策事项目录)."""

import re

from crawlers.site import Item

_CATALOGUE = re.compile(r"决策.{0,10}(?:目录|清单)")
# Rules about catalogues, what is asked or reported for one, and what explains one. The notice that
# issues a catalogue (关于印发…目录的通知) carries it.
_ABOUT_ONE = re.compile(
    r"办法|规定|制度|细则|征集|征求|申报|报送|编制|标准|解读"
    r"|(?:做好|开展|推进|落实|执行).{0,60}通知[》”]?$"
)


def names_catalogue(title: str) -> bool:
    """The title speaks of such a catalogue, whatever it says of it."""
    return _CATALOGUE.search(title) is not None


def is_catalogue(item: Item, year: int) -> bool:
    """The entry is the catalogue of that year; without a year in the title its day tells."""
    if not names_catalogue(item.title) or _ABOUT_ONE.search(item.title):
        return False
    years = re.findall(r"20\d\d(?=\s*年)", item.title)
    if years:
        return str(year) in years
    return item.on is not None and item.on.year == year
