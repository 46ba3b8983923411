"""What a rule has to say about a report: a frozen value with its place and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Degree(StrEnum):
    """How sure a remark is. Only a person turns a suspicion into a fault."""

    CERTAIN = "certain"  # the report contradicts itself or its form, as printed
    SUSPECTED = "suspected"  # most likely wrong; a person has to look
    HINT = "hint"  # unusual, and may well be right


class Rule(NamedTuple):
    title: str  # what is asked, for readers
    basis: str


_FORM = "国办公开办函〔2021〕30号"
_ACT = "《政府信息公开条例》"
RULES: Mapping[str, Rule] = {
    "template": Rule("报告已填写", f"{_ACT}第五十条"),
    "deadline": Rule("按期公布", f"{_ACT}第四十九条"),
    "parts": Rule("六个部分齐全", f"{_ACT}第五十条；{_FORM}"),
    "content": Rule("各部分写明应报告的内容", f"{_ACT}第五十条；{_FORM}"),
    "form": Rule("使用现行格式", _FORM),
    "year": Rule("年度前后一致", f"{_ACT}第四十九条"),
    "I1": Rule("第一项加第二项之和等于第三项加第四项之和", f"{_FORM}表三"),
    "I2": Rule("各项办理结果之和等于总计", f"{_FORM}表三"),
    "I3": Rule("各类申请人之和等于总计", f"{_FORM}表三"),
    "I4": Rule("四类结果之和等于总计", f"{_FORM}表四"),
    "I5": Rule("上年结转数等于上年报告的结转下年度数", f"{_FORM}表三"),
    "I6": Rule("正文与表格数字一致", f"{_FORM}"),
    "I7": Rule("现行有效件数前后一致", f"{_FORM}表二"),
    "I8": Rule("数字和单位合理", f"{_FORM}"),
    "I9": Rule("逐格填写，没有的填0", f"{_FORM}"),
    "I10": Rule("内容不与其他报告雷同", f"{_FORM}四、明确责任"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the report: part or table, row and column as readers know them, page from 1."""

    where: str
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found. `figures` are those compared, as printed, in the order they are named."""

    rule: str  # key of RULES
    degree: Degree
    said: str  # one Chinese sentence without a full stop
    place: Place
    figures: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """All that the rules say of one report."""

    remarks: tuple[Remark, ...] = ()
    held: int = 0  # equations that hold, figures in words that agree
    undecided: int = 0  # equations that blank or unread cells leave open
    unchecked: tuple[str, ...] = ()  # in Chinese: what could not be checked, and why

    def __add__(self, other: "Review") -> "Review":
        return Review(
            (*self.remarks, *other.remarks),
            self.held + other.held,
            self.undecided + other.undecided,
            (*self.unchecked, *other.unchecked),
        )

    def of(self, *rules: str) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.rule in rules)
