"""Phrases of documents: how an office writes figures, lists of names, faults."""

from collections.abc import Sequence
from fractions import Fraction

from dashboard.wording.printing import points
from dashboard.wording.words import CAUSE
from data.types import Points
from scoring.gaps import Gap
from scoring.score import round_half_up

_FIGURES = "零一二三四五六七八九十"
_SHORT_LINK = 60  # characters of an address in a table on paper
_LONG_REASON = 160
_ASSESSED = ("评估", "测评", "考评", "考核", "检查")


def nth(number: int) -> str:
    """A number of a heading in Chinese, 1-99: 一, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _FIGURES[ones]
    lead = "" if tens == 1 else _FIGURES[tens]
    return f"{lead}十{_FIGURES[ones] if ones else ''}"


def share(value: Fraction | None) -> str:
    """A share 0-1 in per cent with one decimal; a dash when nobody knows."""
    return "—" if value is None else f"{round_half_up(value * 100, 1)}%"


def change(value: Fraction | None, unit: str = "分") -> str:
    """How something moved: `上升1.20分`, `下降0.50分`, `持平`."""
    if value is None:
        return ""
    if not value:
        return "持平"
    return f"{'上升' if value > 0 else '下降'}{points(abs(value))}{unit}"


def names(every: Sequence[str], most: int = 4) -> str:
    """Names with 、 between; a long list ends with how many there are."""
    if len(every) <= most:
        return "、".join(every)
    return f"{'、'.join(every[:most])}等{len(every)}个单位"


def short_link(url: str) -> str:
    """An address for a table on paper; the whole one is in the workbook."""
    return url if len(url) <= _SHORT_LINK else f"{url[: _SHORT_LINK - 1]}…"


def short(text: str, most: int = _LONG_REASON) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def unseen(gap: Gap) -> str:
    """Why points of an indicator are open, in a word."""
    return CAUSE[gap.cause] if gap.cause else "部分要素没有看清"


def earned(got: Points) -> str:
    """Points won; a dash for what nobody could judge, which is no nought."""
    return points(got.got) if got.known or not got.full else "—"


def assessment(name: str) -> str:
    """The name of a round as documents call it: with what was assessed, if the name lacks that."""
    return name if any(word in name for word in _ASSESSED) else f"{name}政务公开评估"


def place(path: Sequence[str], name: str) -> str:
    """An indicator with the part it stands in."""
    return f"{path[0]}—{name}" if path else name
