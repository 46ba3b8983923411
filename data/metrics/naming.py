"""Which unit of a register a table means by a name: whole, alias, or the usual short name."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from data.marked import did_you_mean
from data.metrics.numbers import FigureError
from data.types import Unit

_LISTED = 20  # names that a sentence may list when none is near
# Longest first: a part of a name and what offices write for it.
_SHORT = (
    ("城市管理和综合执法", "城管"), ("城市管理综合执法", "城管"), ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"), ("国有资产监督管理", "国资"), ("文化旅游广电体育", "文旅"),
    ("住房和城乡建设", "住建"), ("住房城乡建设", "住建"), ("自然资源和规划", "自规"),
    ("民族宗教事务", "民宗"), ("工业和信息化", "工信"), ("市场监督管理", "市监"),
    ("行政审批服务", "审批"), ("退役军人事务", "退役军人"), ("街道办事处", "街道"),
    ("发展和改革", "发改"), ("文化和旅游", "文旅"), ("机关事务管理", "机关事务"),
    ("发展改革", "发改"), ("市场监管", "市监"), ("卫生健康", "卫健"), ("文化旅游", "文旅"),
    ("行政审批", "审批"), ("科学技术", "科技"), ("医疗保障", "医保"), ("应急管理", "应急"),
    ("交通运输", "交通"), ("城市管理", "城管"), ("人民政府", "政府"), ("委员会", "委"),
    ("办公室", "办"),
)  # fmt: skip
_PLACE = re.compile(r"(?P<place>.{1,9}?)(?P<kind>省|市|州|盟|自治县|县|新区|区|旗)(?P<rest>.{2,})")


class UnitNames:
    """The names of the units of a round, and of a register that holds more.

    An id, a name or an alias decides before any short name does. Short names leave out the place
    (县教育局, 教育局), 人民政府, or say 发改 for 发展和改革.
    """

    def __init__(self, units: Iterable[Unit], register: Iterable[Unit] = ()) -> None:
        self._asked = tuple(units)
        asked = {unit.id for unit in self._asked}
        others = [unit for unit in register if unit.id not in asked]
        self._names = tuple(
            (_index(self._asked, names), _index(others, names)) for names in (_exact, _short)
        )

    def unit(self, name: str) -> Unit | None:
        """The unit meant, or None for one that is in the register and not in the round.

        Raises:
            FigureError: several units go by that name, or none.
        """
        for (asked, others), wanted in zip(self._names, (_same, _meant), strict=True):
            found = _found(asked, wanted(name))
            if len(found) > 1:
                both = "”“".join(unit.name for unit in found)
                raise FigureError(f"“{name}”可能是“{both}”；请写单位全称或编号")
            if found:
                return found[0]
            if _found(others, wanted(name)):
                return None
        known = [n for unit in self._asked for n in (unit.name, *unit.aliases)]
        hint = did_you_mean(name, known)
        if len(known) > _LISTED and not hint.startswith("，是否"):
            hint = ""
        raise FigureError(f"本轮和名册里没有单位“{name}”{hint}；请核对名称，或在名册里补上别名")


def folded(name: str) -> str:
    """A name without differences of width, spaces, brackets and the usual abbreviations."""
    text = re.sub(r"[\s()（）\[\]【】“”\"'·]", "", unicodedata.normalize("NFKC", name)).lower()
    for whole, short in _SHORT:
        text = text.replace(whole, short)
    return text


def _same(name: str) -> set[str]:
    return {unicodedata.normalize("NFKC", name).strip()}


def _meant(name: str) -> set[str]:
    return {folded(name), folded(name).removesuffix("政府")} - {""}


def _exact(unit: Unit) -> set[str]:
    return {unicodedata.normalize("NFKC", known) for known in (unit.id, unit.name, *unit.aliases)}


def _short(unit: Unit) -> set[str]:
    return {form for each in (unit.name, *unit.aliases) for form in _forms(each)}


def _index(units: Iterable[Unit], names: Callable[[Unit], set[str]]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        for name in names(unit):
            found.setdefault(name, []).append(unit)
    return found


def _found(index: Mapping[str, list[Unit]], wanted: Iterable[str]) -> list[Unit]:
    """Each unit once, in the order of its place."""
    return list({unit.id: unit for name in wanted for unit in index.get(name, ())}.values())


def _forms(name: str) -> set[str]:
    """The names that a unit goes by in its own place."""
    whole = folded(name)
    forms = {whole, whole.removesuffix("政府")}
    place = _PLACE.fullmatch(whole)
    while place:
        rest = place["rest"]
        forms |= {rest, place["kind"] + rest, place["place"] + rest}
        place = _PLACE.fullmatch(rest)
    if whole.endswith("政府"):
        seat = whole.removesuffix("政府")
        forms.add(seat[:-1] if len(seat) > 2 and seat[-1] in "省市州县区旗" else seat)
    return {form for form in forms if form and form != "政府"}
