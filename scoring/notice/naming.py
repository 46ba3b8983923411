"""A row of names of units, parted: 甲局、乙局和丙局等部门. Pure."""

import re
from collections.abc import Iterator

from scoring.notice.text import Quoted, Text

OPENING, CLOSING = "(〔【〈《“", ")〕】〉》”"
ENDS = "局委办厅部院心司府会署所处队站行社馆室道乡镇台校联区门位科股〉"
UNIT_END = (
    "局|委|委员会|办|厅|部|院|中心|公司|集团|政府|会|署|所|处|队|站|行|银行|社|馆|办公室|督查室|街道|乡|镇|"
    "台|校|库|监委|法院|检察院|税务|联|园区|管委会|单位|部门|高新区|开发区|经开区|新区|科|科室|股"
)
_PARTED = re.compile(
    rf"、|,(?=.)|;|(?<=[{ENDS}])"
    r"(?:以及|及其?|和|与)(?!责任|配合|参与)(?=.)|(?<!上)等(?=[^、,;]{0,8}(?:单位|部门|机构)(?:$|[、,;和及与]))"
)
# What is no more than the name of a unit.
NAMED = re.compile(rf"(?!其)[^。;:,]{{1,24}}(?:{UNIT_END})(?:\([^()]{{1,8}}\))?")
_NO_UNIT = re.compile(
    r"(?:按|依)?(?:职责|职能).*|.*(?:完成|落实|推进|坚持)$|.*\d{1,2}月.*|.*\d{4}年.*|年底.*|下同|不再.*"
    r"|部门|单位|机构"  # "甲局、乙局等部门"
)


def units_in(text: Text, start: int, end: int) -> Iterator[Quoted]:
    """Names between 、 that stand outside every bracket."""
    said = text.even[start:end]
    depth, begin, at = 0, 0, 0
    while at <= len(said):
        found = _PARTED.match(said, at) if depth == 0 and at < len(said) else None
        if found or at == len(said):
            if name := said[begin:at].strip(" 等\n。"):
                shift = said.index(name, begin)
                if _NO_UNIT.fullmatch(name):
                    name = ""
            if name:
                yield text.quoted(start + shift, start + shift + len(name))
            begin = at = found.end() if found else at + 1
            continue
        depth += (said[at] in OPENING) - (said[at] in CLOSING)
        at += 1
