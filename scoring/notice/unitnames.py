"""Whether a notice and a register mean the same unit: 市发改委 and 某市发展和改革委员会. Pure."""

import re
from collections.abc import Sequence

from data.types import Unit

# Usual short forms, longest first; both sides are brought to the same.
_SHORT = (
    ("国有资产监督管理", "国资"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("自然资源和规划", "资规"),
    ("文化和旅游广电体育", "文旅广体"),
    ("文化旅游广电体育", "文旅广体"),
    ("文化广电和旅游", "文旅广"),
    ("文化和旅游", "文旅"),
    ("文化旅游", "文旅"),
    ("农业农村", "农农"),
    ("市场监督管理", "监管"),
    ("市场监管", "监管"),
    ("城市管理和综合执法", "城管"),
    ("城市管理综合执法", "城管"),
    ("城市管理", "城管"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("工业和信息化", "工信"),
    ("科学技术和工业信息化", "科工"),
    ("科学技术", "科技"),
    ("卫生健康", "卫健"),
    ("生态环境", "环境"),
    ("交通运输", "交通"),
    ("应急管理", "应急"),
    ("退役军人事务", "退役"),
    ("政务服务和数据管理", "政数"),
    ("政务服务数据管理", "政数"),
    ("政务服务管理", "政务"),
    ("政务服务", "政务"),
    ("数据资源管理", "数据"),
    ("大数据发展管理", "大数据"),
    ("行政审批服务", "审批"),
    ("行政审批", "审批"),
    ("医疗保障", "医保"),
    ("乡村振兴", "乡振"),
    ("机构编制委员会办公室", "编办"),
    ("委编办", "编办"),
    ("人民政府办公室", "府办"),
    ("政府办公室", "府办"),
    ("政府办", "府办"),
    ("人民政府", "政府"),
    ("街道办事处", "街道"),
    ("管理委员会", "管委"),
    ("管委会", "管委"),
    ("委员会", "委"),
    ("局", ""),
    ("委", ""),
)
_PLACE = re.compile(
    r"^[一-龥]{1,8}?(?:自治州|自治县|新区|高新区|[省市州盟县区旗])(?=[一-龥])|^[省市州县区]直?(?=[一-龥])"
)
_NOBODY = re.compile(r"^(?:各|有关|相关|全|其他|.*(?:各有关|有关|相关|各级))")


def bare_name(name: str) -> tuple[str, str]:
    """What notices and registers share of a name, in its short form; and the kind of place before
    it: 县 of 清河县财政局, empty where none is named.
    """
    name = re.sub(r"[\s()（）]", "", name)
    for long, short in _SHORT:
        name = name.replace(long, short)
    place = ""
    while (found := _PLACE.match(name)) and len(name) > found.end() + 1:
        place, name = found.group().rstrip("直")[-1], name[found.end() :]
    return name, place


def unit_of(name: str, units: Sequence[Unit]) -> Unit | None:
    """The unit of a register that a notice means by a name; None if there is none, or several."""
    exact = [unit for unit in units if name in {unit.id, unit.name, *unit.aliases}]
    if len(exact) == 1:
        return exact[0]
    if _NOBODY.match(name):
        return None
    alike = [
        unit for unit in units if any(_same(name, said) for said in (unit.name, *unit.aliases))
    ]
    return alike[0] if len(alike) == 1 else None


def _same(one: str, other: str) -> bool:
    (name, place), (said, there) = bare_name(one), bare_name(other)
    return bool(name) and name == said and (not place or not there or place == there)
