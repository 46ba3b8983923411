"""Whose document is it: the unit's own, or one that it passes on from another organ?

Only documents of its own can be held against a unit, so for `own_document` every doubt counts as
"not its own". What a unit is credited with asks the other way round: `of_others`, where every doubt
leaves the credit.
"""

import re
from functools import lru_cache

from crawlers.site import Item
from data.types import Unit

_ORGAN = (
    r"(?:[\u4e00-\u9fa5]{0,24}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|"
    r"国务院办公厅|国务院|管理委员会|管委会|委员会办公室|领导小组办公室|指挥部办公室|委员会|办公厅|"
    r"办公室|管理局|监督局|[\u4e00-\u9fa5]局|[\u4e00-\u9fa5]厅|[\u4e00-\u9fa5]委|教育部|财政部|"
    r"民政部|公安部|司法部|[\u4e00-\u9fa5]{2,8}部|总局|银行|中心))"
)
_TITLE_ORGAN = re.compile(
    rf"^[“《]?({_ORGAN}(?:[ 　、等]+{_ORGAN})*)[ 　]?(?:等.{{0,6}}部门)?"
    r"(?=关于|印发|转发|批转|发布|公布|令|办法|公告|通告)"
)
_SIGNATURE = re.compile(
    rf"^[ 　]*({_ORGAN})[ 　]*\n+[ 　]*(?:\d{{4}}|[二〇○零O一三四五六七八九]{{4}})年", re.M
)
_PLACE_IN_TITLE = re.compile(
    r"(?:关于)?(?:印发|发布|公布)?[《“]([\u4e00-\u9fa5]{1,8}?[省市县区州])"
)
_CENTRAL = re.compile(r"^(中|国)(发|办|函|令|法|市监|税|资|家|卫|能|铁|市)|^中(办|共|央)|^国办")
_GOVERNMENT = re.compile("(人民政府|管理委员会|管委会|政府)$")
_NATIONAL = re.compile(
    "^(国务院|中共中央|中华人民共和国|国家|全国|中央)|^[\u4e00-\u9fa5]{2,8}(部|总局)(办公厅|办公室)?$"
)
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
    page = item.page
    title = item.title
    text = page.text if page else ""
    names = [m.group(1) for m in (_TITLE_ORGAN.search(title),) if m]
    names += [m.group(1) for m in _SIGNATURE.finditer(text)]
    if names:
        return any(belongs(unit, name) for name in names) and belongs(unit, names[0])
    number = page.doc_no if page else ""
    if _CENTRAL.search(number):
        return False
    place = _PLACE_IN_TITLE.search(title)
    if place and not _same_place(unit, place.group(1)):
        return False
    if number:
        return shares_sign(unit, number)
    return belongs(unit, page.issuer) if page else False


@lru_cache(maxsize=4096)
def belongs(unit: Unit, organ: str) -> bool:
    """The organ is the unit, one of its offices or, for a government, one of its departments."""
    organ = re.sub(r"[ 　·]", "", organ)
    if len(organ) < 3 or _NATIONAL.search(organ):
        return False
    for name in _names(unit):
        core = _GOVERNMENT.sub("", name)
        if name in organ or (name.endswith(organ) and not organ.endswith("政府")):
            return True
        if _governs(unit) and (
            core in organ or re.match(f"{core[-1]}(人民)?政府|{core[-1]}委", organ)
        ):
            return True
    return False


def shares_sign(unit: Unit, number: str) -> bool:
    """The 机关代字 of a 文号 is the unit's by its characters: 清政发 and 清河县.

    False where the sign is a government's and the unit is a department, and where its first
    character is a province's that the unit does not lie at the head of.
    """
    sign = number.partition("〔")[0]
    core = _PLAIN.sub("", "".join(_names(unit)))
    if not sign or (_GOVERNMENT_SIGN.search(sign[1:]) and not _governs(unit)):
        return False
    if sign[0] in _PROVINCES and "省" not in unit.name[:4]:
        return any(char in core for char in sign[1:2])
    return any(char in core for char in sign[:2])


# --- whose credit is it -------------------------------------------------------------------------

# In front of the name of the thing explained: 【图解】, 一图读懂.
_FORM = re.compile(
    r"^(?:【[^】]*】|\[[^\]]*\]|(?:一图|一文|图解|视频)?(?:读懂|看懂|了解)|图解|[:：])+"
)
_HEAD = r"^(?:关于)?(?:印发|发布|公布|转发|批转)?[《“〈]*"
_HEAD_ORGAN = re.compile(
    rf"{_HEAD}({_ORGAN}|[\u4e00-\u9fa5]{{1,12}}?政府)"
    r"(?=关于|印发|转发|批转|发布|公布|20\d\d|年度|政府信息|信息公开|主动公开|重大|工作|召开|第|[《〈])"
)
_HEAD_PLACE = re.compile(
    rf"{_HEAD}([\u4e00-\u9fa5]{{2,4}}(?<!全|我|本|各|城|超)[省市县])"
    r"(?=20\d\d|年度|国民经济|国土空间|土地利用|城市总体|“?十[一二三四五六七八九]五|第十|重大行政决策)"
)
_PLACE = re.compile(r"^(?:[\u4e00-\u9fa5]{2,8}?(?:自治区|自治州|自治县|[省市县州旗区]))+(?=.{2})")
_LEVEL = re.compile(r"^(省|市|县|区|州|旗)(?!场|容|民|域|政(?!府))(?=.{2})")
_SUFFIX = re.compile("(?:人民)?(?:委员会|办公厅|办公室|管理局|监督局|总局|政府|局|厅|委|部)+$")
_SURE_SUFFIX = re.compile("(?:局|厅|委|委员会|政府|政府办公[室厅])$")


@lru_cache(maxsize=8192)
def is_named(unit: Unit) -> bool:
    """Somebody said which body it is: a host stands in for the name of a site never read."""
    return re.search("[\u4e00-\u9fff]", unit.name) is not None


def of_others(unit: Unit, title: str) -> bool:
    """The title is headed by an organ, or a place, that is certainly not the unit's.

    True for the State Council and its like, another place, another level (市财政局 for a county)
    and another office of the same place. False wherever that is not sure: nobody named, an office
    below the unit, a former name that shares words with the present one.
    """
    if not is_named(unit):
        return False
    title = _FORM.sub("", re.sub(r"\s", "", title))
    place = _HEAD_PLACE.search(title)
    if place and not _same_place(unit, place.group(1)):
        return not any(_GOVERNMENT.sub("", name) in title for name in _names(unit))
    head = _HEAD_ORGAN.search(title)
    if not head:
        return False
    organ = head.group(1)
    if belongs(unit, organ) or any(name in organ or organ in name for name in _names(unit)):
        return False
    if _NATIONAL.search(organ):
        return True
    if not _SURE_SUFFIX.search(organ):
        return False
    if named := _PLACE.search(organ):
        if not any(_shared(named.group(), name) for name in _names(unit)):
            return True
        organ = organ[named.end() :]
    elif level := _LEVEL.search(organ):
        levels = set("省市县区州旗") & set("".join(_names(unit)))
        if levels and level.group(1) not in levels:
            return True
        organ = organ[1:]
    elif _governs(unit):
        return False  # one of its departments, named without the place
    if organ.endswith("政府") or "政府办公" in organ:
        return not _governs(unit)
    field = _SUFFIX.sub("", organ)
    return len(field) >= 2 and not any(_shared(field, name) for name in _names(unit))


def _shared(one: str, other: str) -> bool:
    """Two characters in a row are the same."""
    return any(one[n : n + 2] in other for n in range(len(one) - 1))


def _governs(unit: Unit) -> bool:
    """A government: it answers for what its departments publish on its site."""
    return any(
        _GOVERNMENT.search(name) or name[-1:] in {"省", "市", "县", "区", "州", "旗"}
        for name in _names(unit)
    )


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(name for name in (unit.name, *unit.aliases) if len(name) >= 2)


def _same_place(unit: Unit, place: str) -> bool:
    return any(place in name or name.startswith(place) for name in _names(unit))
