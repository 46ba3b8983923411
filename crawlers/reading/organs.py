"""Names of organs: whether one is, belongs to, or certainly is not a body known by some names."""

import re
from functools import lru_cache

ORGAN = (
    r"(?:[\u4e00-\u9fa5]{0,24}?(?:人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|"
    r"国务院办公厅|国务院|管理委员会|管委会|委员会办公室|领导小组办公室|指挥部办公室|委员会|办公厅|"
    r"办公室|管理局|监督局|[\u4e00-\u9fa5]局|[\u4e00-\u9fa5]厅|[\u4e00-\u9fa5]委|教育部|财政部|"
    r"民政部|公安部|司法部|[\u4e00-\u9fa5]{2,8}部|总局|银行|中心))"
)
_GOVERNMENT = re.compile("(人民政府|管理委员会|管委会|政府)$")
_NATIONAL = re.compile(
    "^(国务院|中共中央|中华人民共和国|国家|全国|中央)|^[\u4e00-\u9fa5]{2,8}(部|总局)(办公厅|办公室)?$"
)
_STEP = (
    r"(?:[\u4e00-\u9fa5]{2,8}?(?:自治区|自治州|自治县|[省市县州旗]|区(?<!社区))"
    r"|(?![全本各我该省市区])[\u4e00-\u9fa5]县)"
)
_PLACE = re.compile(rf"^(?:{_STEP})+(?=.{{2}})")
_OWN_PLACE = re.compile(rf"^(?:{_STEP})+")
_STEPS = re.compile(_STEP)
_LEVEL = re.compile(r"^(省|市|县|区|州|旗)(?!场|容|民|域|政(?!府))(?=.{2})")
_SUFFIX = re.compile("(?:人民)?(?:委员会|办公厅|办公室|管理局|监督局|总局|政府|局|厅|委|部)+$")
_SURE_SUFFIX = re.compile("(?:局|厅|委|委员会|政府|政府办公[室厅])$")
_LEVELS = frozenset("省市县区州旗")

Names = tuple[str, ...]


@lru_cache(maxsize=4096)
def belongs(names: Names, organ: str) -> bool:
    """The organ is the body, one of its offices or, for a government, one of its departments."""
    organ = re.sub(r"[ 　·]", "", organ)
    if len(organ) < 3 or _NATIONAL.search(organ):
        return False
    if governs(names) and _own_places(names) & set(_steps(organ)[-1:]):
        return True
    for name in names:
        core = _GOVERNMENT.sub("", name)
        if name in organ or (name.endswith(organ) and not organ.endswith("政府")):
            return True
        if governs(names) and (
            core in organ or re.match(f"{core[-1]}(人民)?政府|{core[-1]}委", organ)
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def foreign(names: Names, organ: str) -> bool:
    """The organ is certainly not the body's.

    True for the State Council and its like, another place, another level (市财政局 for a county,
    the city around a district) and another office of the same place. False wherever that is not
    sure: an office below the body, a former name that shares words with the present one.
    """
    if belongs(names, organ) or any(name in organ or organ in name for name in names):
        return False
    if _NATIONAL.search(organ):
        return True
    if not _SURE_SUFFIX.search(organ):
        return False
    if named := _PLACE.search(organ):
        if not any(_shared(named.group(), name) for name in names) or _above(names, named.group()):
            return True
        organ = organ[named.end() :]
    elif level := _LEVEL.search(organ):
        levels = _own_levels(names)
        if levels and level.group(1) not in levels:
            return True
        organ = organ[1:]
    elif governs(names):
        return False  # one of its departments, named without the place
    if organ.endswith("政府") or "政府办公" in organ:
        return not governs(names)
    field = _SUFFIX.sub("", organ)
    return len(field) >= 2 and not any(
        _shared(field, name) or _shortens(field, name) for name in names
    )


def of_own_level(names: Names, organ: str) -> bool:
    """A department of a government, named without the place: 县教育局, 教育局, 区融媒体中心."""
    if not governs(names) or _NATIONAL.search(organ):
        return False
    if level := _LEVEL.search(organ):
        return level[1] in _own_levels(names)
    return _SURE_SUFFIX.search(organ) is not None and _PLACE.search(organ) is None


def governs(names: Names) -> bool:
    """A government: it answers for what its departments publish on its site."""
    return any(_GOVERNMENT.search(name) or name[-1:] in _LEVELS for name in names)


def same_place(names: Names, place: str) -> bool:
    return any(place in name or name.startswith(place) for name in names)


def _above(names: Names, place: str) -> bool:
    """The place is one that the body's own lies in: 株洲市 for 株洲市荷塘区."""
    inner = _STEPS.findall(place)[-1]
    return any(inner in _steps(name)[:-1] for name in names)


def _own_levels(names: Names) -> frozenset[str]:
    """The level of each name's own place: 区 for 株洲市荷塘区."""
    return frozenset(place[-1] for place in _own_places(names)) or _LEVELS & set("".join(names))


def _own_places(names: Names) -> set[str]:
    return {steps[-1] for name in names if (steps := _steps(name))}


def _steps(name: str) -> list[str]:
    """The places that a name begins with, from the outermost inwards."""
    match = _OWN_PLACE.match(name)
    return _STEPS.findall(match[0]) if match else []


def _shared(one: str, other: str) -> bool:
    """Two characters in a row are the same."""
    return any(one[n : n + 2] in other for n in range(len(one) - 1))


def _shortens(short: str, name: str) -> bool:
    """All its characters stand in the name in their order: 文广旅 for 文化广电旅游局."""
    rest = iter(name)
    return all(char in rest for char in short)
