"""Whose document is it: the unit's own, or one that it passes on from another organ?

Only documents of its own can be held against a unit, so for `own_document` every doubt counts as
"not its own". What a unit is credited with asks the other way round: `passed_on`, and by the title
alone `of_others`, where every doubt leaves the credit.
"""

import re
from functools import lru_cache

from crawlers.reading import organs
from crawlers.reading.origin import (
    central,
    headed_by_other,
    names_other_place,
    origin_of,
    signatures,
    title_organ,
)
from crawlers.site import Item
from data.types import Origin, Unit

# The sign of a government's own series: 清政发, 清政办函. A department's is 清教发, 清民政发.
_GOVERNMENT_SIGN = re.compile("(?<![民财行邮])政(府)?(办)?(规|发|函|字|通|告|令|电)*$")
_PLAIN = re.compile("人民|政府|管理|委员会|[省市县区州局委办厅]")
# Signs of provinces: 湘教发 does not make a document 湘潭市教育局's.
_PROVINCES = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔云滇陕甘陇青宁新蒙藏")


def own_document(unit: Unit, item: Item) -> bool:
    """The unit wrote it: its name heads the title, signs the text, or its sign is in the 文号.

    A government also answers for its offices and departments. False where another organ is named,
    and where nothing names anybody.
    """
    if credited(unit, item)[0] is Origin.REPOST:
        return False
    page = item.page
    head = title_organ(item.title)
    named = [head] if head else list(signatures(page.text if page else ""))
    if named:
        return belongs(unit, named[0])
    number = page.doc_no if page else ""
    if central(number) or names_other_place(_names(unit), item.title):
        return False
    if number:
        return shares_sign(unit, number)
    return belongs(unit, page.issuer) if page else False


def credited(unit: Unit, item: Item) -> tuple[Origin | None, str]:
    """Whether the entry is the unit's own or passed on, and which organ is credited with it.

    Seen from the unit: a city's notice on a district's site is the city's, whatever 来源 says.
    (None, "") where nothing is sure, and for a unit that nobody named.
    """
    if not is_named(unit):
        return None, ""
    page = item.page
    if page is None:
        return origin_of(_names(unit), item.title, "").value
    return origin_of(_names(unit), item.title, page.text, page.doc_no, page.issuer).value


def belongs(unit: Unit, organ: str) -> bool:
    """The organ is the unit, one of its offices or, for a government, one of its departments."""
    return organs.belongs(_names(unit), organ)


def shares_sign(unit: Unit, number: str) -> bool:
    """The 机关代字 of a 文号 is the unit's by its characters: 清政发 and 清河县.

    False where the sign is a government's and the unit is a department, and where its first
    character is a province's that the unit does not lie at the head of.
    """
    sign = number.partition("〔")[0]
    core = _PLAIN.sub("", "".join(_names(unit)))
    if not sign or (_GOVERNMENT_SIGN.search(sign[1:]) and not organs.governs(_names(unit))):
        return False
    if sign[0] in _PROVINCES and "省" not in unit.name[:4]:
        return any(char in core for char in sign[1:2])
    return any(char in core for char in sign[:2])


def passed_on(unit: Unit, item: Item) -> bool:
    """The entry is surely another organ's: by its title, its signature, its 文号 or its 来源."""
    return of_others(unit, item.title) or credited(unit, item)[0] is Origin.REPOST


# --- whose credit is it -------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def is_named(unit: Unit) -> bool:
    """Somebody said which body it is: a host stands in for the name of a site never read."""
    return re.search("[\u4e00-\u9fff]", unit.name) is not None


def of_others(unit: Unit, title: str) -> bool:
    """The title is headed by an organ, or a place, that is certainly not the unit's.

    False wherever that is not sure, and for a unit that nobody named.
    """
    return is_named(unit) and bool(headed_by_other(_names(unit), title))


def _names(unit: Unit) -> organs.Names:
    return tuple(name for name in (unit.name, *unit.aliases) if len(name) >= 2)
