"""Figures as people type them -> exact numbers in a metric's own unit of measure."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from data.marked import number_text
from data.metrics.types import Kind, Metric


class FigureError(ValueError):
    """What is wrong with a cell and how to put it right: a Chinese clause without file and row."""


_BLANK = {"", "-", "--", "/", "\\", "—", "——", "无数据", "暂无"}
WITHDRAWN = "撤回"
_TIMES: Mapping[str, int] = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "亿": 10**8}
_MEASURES = (
    "个工作日|工作日|平方米|小时|人次|件次|份|件|单|条|项|次|个|家|张|人|户|种|起|宗|例|天|日|分|笔"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)(?P<digits>{_DIGITS})(?P<times>百万|[百千万亿]?)"
    rf"(?P<measure>%|‰|{_MEASURES}|)"
)
_MOST = 30  # characters of a figure; more is a text
_DAYS = {"天", "日", "工作日", "个工作日"}


def is_blank(text: str) -> bool:
    """Nothing was handed over. 无 could mean none as well as unknown, so it is no blank."""
    return unicodedata.normalize("NFKC", text).strip() in _BLANK


def read_figure(text: str, metric: Metric, unit: str = "") -> Fraction:
    """The exact number that a cell says, in the metric's unit of measure; percent for shares.

    Read: full-width digits, thousands separators, 万 and 亿, %, ‰, a unit behind the number.
    1.2万件 is 12000, 97.5％ is 97.5.

    Args:
        unit: what the column of units or the heading says: 件, 万件, %.

    Raises:
        FigureError: no number, another unit, out of the metric's range, or a share that could be
            read both as 0.975 and as 97.5 %.
    """
    folded = unicodedata.normalize("NFKC", text)
    squeezed = re.sub(r"\s", "", folded).replace("，", ",")
    found = _NUMBER.fullmatch(squeezed) if len(squeezed) <= _MOST else None
    # ③26 is item 3, 26² a footnote: folded they would make numbers that nobody wrote.
    if found is None or any(unicodedata.category(character) == "No" for character in text):
        raise FigureError(f"“{text[:_MOST]}”不是数字；请只填数字，没有数据的留空，确为零的填 0")
    times, measure = _unit(unit)
    if found["times"] and times != 1:
        raise FigureError(f"“{text}”和计量单位“{unit}”都写了倍数；请只写一处")
    measure = found["measure"] or measure
    value = Fraction(Decimal(found["sign"] + found["digits"].replace(",", "")))
    value *= _TIMES[found["times"]] * times
    value = _share(value, text, found["measure"]) if metric.kind is Kind.SHARE else value
    _fits(metric, measure, text)
    if metric.kind is Kind.COUNT and value.denominator != 1:
        raise FigureError(f"“{text}”应为整数（{metric.unit}）；请核对")
    if not metric.low <= value <= metric.high:
        said = f"{number_text(metric.low)} 到 {number_text(metric.high)}{metric.unit}"
        raise FigureError(f"“{text}”超出可接受的范围（{said}）；请核对")
    return value


def shown(value: Fraction, unit: str = "") -> str:
    """A value for people, with its unit of measure: at most two decimals, halves away from 0."""
    scaled = int(abs(value) * 100 + Fraction(1, 2))
    whole, rest = divmod(scaled, 100)
    digits = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{'-' if value < 0 and scaled else ''}{digits}{unit}"


def is_measure(text: str) -> bool:
    """A unit of measure: 件, 万件, %."""
    try:
        return bool(text.strip()) and _unit(text) is not None
    except FigureError:
        return False


def _unit(said: str) -> tuple[int, str]:
    """A unit of measure as a sheet names it: how many times, and which."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))
    if not folded:
        return 1, ""
    found = re.fullmatch(rf"(百万|[百千万亿]?)(%|‰|百分比|百分点|{_MEASURES}|)", folded)
    if found is None:
        raise FigureError(f"不认识计量单位“{said}”；请改用 件、万件、%、分、天 等，或留空")
    return _TIMES[found[1]], "%" if found[2] in {"百分比", "百分点"} else found[2]


def _share(value: Fraction, text: str, sign: str) -> Fraction:
    if sign == "‰":
        return value / 10
    if not sign and 0 < value <= 1:
        percent, more = number_text(value), number_text(value * 100)
        raise FigureError(
            f"“{text}”看不出是 {more}% 还是 {percent}%；请在数字后写上 %，或存成 xlsx"
        )
    return value


def _fits(metric: Metric, measure: str, text: str) -> None:
    """The unit said is one that the metric may have."""
    if not measure:
        return
    shares = measure in {"%", "‰"}
    if shares != (metric.kind is Kind.SHARE) and (metric.subject or not shares):
        own = metric.unit or "数"
        raise FigureError(
            f"“{text}”的计量单位是“{measure}”，而“{metric.name}”按“{own}”填报；请核对"
        )
    if metric.kind is Kind.DAYS and measure not in _DAYS:
        raise FigureError(f"“{text}”的计量单位是“{measure}”，应折算成天后填报")
