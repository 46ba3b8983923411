"""Names of persons in charge, as pages of an organisation print them. Pure."""

import re
from collections.abc import Iterator
from importlib.resources import files

_HAN = "\u4e00-\u9fa5"
POST = (
    "(党委书记|党组书记|书记|局长|县长|区长|市长|州长|旗长|镇长|乡长|厅长|主任|主席|行长|院长|关长|"
    "队长|站长|所长|处长|科长|股长|会长|理事长|台长|馆长|校长|总工程师|总经济师|督学|调研员|组长|巡视员)"
)
# What the places of a name and of what belongs to it look like; whether it is a name at all, its
# surname decides.
_NAME = f"([{_HAN}][ 　]?[{_HAN}]{{1,3}})"
_HEADS = (
    re.compile(
        f"(?:负责人|法定代表人|领导|{POST})(?:姓名)?[^\\n{_HAN}]{{1,6}}(?P<name>{_NAME})(?![{_HAN}])"
    ),
    re.compile(f"(?<![{_HAN}])(?P<name>{_NAME})[，,：:　 \\t（(]{{1,3}}[^\\n，。]{{0,16}}{POST}"),
    re.compile(f"姓[ 　]*名[：:\\s]*(?P<name>{_NAME})(?![{_HAN}])"),
    re.compile(f"^[ 　]*(?P<name>{_NAME})[ 　]*\\n[^\\n。]{{0,40}}{POST}", re.M),
    re.compile(f"{POST}(?P<name>[{_HAN}]{{2,4}}?)(?=同志|主持|分管|[，,。、（(\\s]|$)", re.M),
)
_HEAD_CELL = re.compile("^(主要)?(负责人|领导|法定代表人)?(姓名)?$")
_CLEARLY_NAMED = re.compile(f"(?:负责人|法定代表人|姓名)[：:][ 　]*([{_HAN}·]{{2,16}})(?![{_HAN}])")
_NOT_A_NAME = re.compile(
    "职务|职责|职能|职称|信箱|邮箱|邮编|电话|传真|手机|热线|号码|性别|姓名|分工|简历|简介|履历|照片|学历|学位|民族|籍贯|"
    "出生|单位|部门|科室|时间|日期|方式|成员|项目|文件|安全|任职|任免|任期|党组|党委|党建|管理|计划|干部|应急|联系|地址|"
    "地点|办公|备注|序号|信息|公开|公示|名单|领导|动态|活动|讲话|会议|工作|服务|查看|详[情细]|暂无|空缺|更多|主[任席]|"
    "[局县区市州旗镇乡厅处科股院站所队会馆台校]长|书记|同志|兼任|纪律|国家|文化|水利|农业|华侨|民政|司法|财政|经济"
)
# Family names, those of two characters too.
_SURNAMES = frozenset(files("data").joinpath("surnames.txt").read_text(encoding="utf-8").split())


def head(text: str) -> re.Match[str] | None:
    """The place that names a person in charge: 负责人：沈知远, or the cell below 姓名."""
    for pattern in _HEADS:
        for match in pattern.finditer(text):
            if _is_name(match.group("name")):
                return match
    for name in _below_head(text):
        return re.search("[ 　]*".join(name), text)
    return None


def _below_head(text: str) -> Iterator[str]:
    """Names in the column of a table that is headed 姓名 or 负责人."""
    places: list[int] = []
    for line in text.splitlines():
        cells = [re.sub(r"[ 　]", "", cell) for cell in line.split("\t")]
        heads = [n for n, cell in enumerate(cells) if cell and _HEAD_CELL.match(cell)]
        if heads:
            places = heads
        elif len(cells) < 2:
            places = []
        yield from (cells[n] for n in places if n < len(cells) and _is_name(cells[n]))


def unsure_name(text: str) -> re.Match[str] | None:
    """Words that stand where a name must stand, but begin with no surname of the table."""
    found = _CLEARLY_NAMED.finditer(text)
    return next((m for m in found if not _NOT_A_NAME.search(m.group(1))), None)


def _is_name(words: str) -> bool:
    """Two to four Han characters that begin with a common surname and are no label of a form."""
    words = re.sub(r"[ 　]", "", words)
    if not re.fullmatch(f"[{_HAN}]{{2,4}}", words) or _NOT_A_NAME.search(words):
        return False
    return words[0] in _SURNAMES or (words[:2] in _SURNAMES and len(words) > 2)
