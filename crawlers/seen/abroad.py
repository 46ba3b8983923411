"""Ways to another website under which everything that must be disclosed may stand. Pure."""

import re
from enum import StrEnum

from data.types import Unit

_GENERAL = re.compile(
    r"(?P<who>.{0,14}?)的?(?:法定)?(?:(?:政府|政务|主动)?信息公开|政务公开|主动公开)"
    r"(?:基本|内容|目录|事项|信息)*(?:平台|专栏|专区|系统|门户|网站?|栏目|首页|入口)*"
)
_OLD = re.compile(
    r"(?:查看|进入|返回|访问|浏览)?(?:.{0,6}(?:局|委|厅|办|院|政府))?(?:旧|老|原|历史|往期)版?"
    r"(?:官方?网?|门户|信息)?(?:网站|网页|官网|门户|站点|版|站|网)(?:入口|首页)?"
    r"|(?:网站|官网|门户)(?:旧|老|历史)版本?"
)
_DECORATION = re.compile(r"[\s　>＞»·•|｜\[\]【】（）()“”]+")
_OURS = re.compile(r"(?:本|我)(?:局|委|厅|办|院|站|单位|部门|机关|级)")
_LEVELS = frozenset("省市县区州旗")


class Way(StrEnum):
    """What a link to another website may lead to."""

    OWN = "own"  # the disclosures of the unit: by the unit's name, or by no name
    ABOVE = "above"  # those of the government that the unit belongs to
    OLD = "old"  # the site as it was before


def way_of(words: str, unit: Unit) -> Way | None:
    """What a link's words promise of everything disclosed; None: nothing, or another body's."""
    plain = _DECORATION.sub("", words)
    if _OLD.fullmatch(plain):
        return Way.OLD
    found = _GENERAL.fullmatch(plain)
    if found is None:
        return None
    who = found["who"].removesuffix("人民政府").removesuffix("人民")
    names = (unit.name, *unit.aliases)
    governs = {name.removesuffix("人民政府") for name in names if name.endswith("政府")}
    if not who or who in governs or _OURS.fullmatch(who):
        return Way.OWN
    if any(name.endswith(who) or who.endswith(name) for name in names):
        return Way.OWN
    if who in _LEVELS or any(who in name for name in names):
        return Way.ABOVE
    return None
