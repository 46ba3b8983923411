"""What a sentence of an indicator table says in points, as `clauses` reads it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points off for one kind of fault."""

    fault: str  # what is wrong, in the words of the sentence: 未公开
    points: Fraction  # off for each time
    each: bool  # for every one found; else once
    listed: bool = False  # for every one of the matters that the sentence lists
    unit: str = ""  # 项, 例, 处 …
    of_leaf: bool = False  # `points` is a share, 0 to 1, of what the indicator is worth

    @property
    def is_all(self) -> bool:
        """Whether it leaves nothing: 不得分."""
        return self.of_leaf and self.points == 1 and not self.each


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the indicator with points of its own (考察点)."""

    name: str
    points: Fraction
    marked: bool = False  # its points stand in brackets behind it: 【2分】


@dataclass(frozen=True, slots=True)
class Share:
    """Points off for every so many percentage points below a share."""

    full_at: Fraction  # 0-1
    step: Fraction  # percentage points
    points: Fraction
    of_leaf: bool = False  # as of a deduction


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule as read. What stands before the first fault is the duty."""

    text: str
    duty: str
    deductions: tuple[Deduction, ...] = ()
    elements: tuple[Element, ...] = ()
    share: Share | None = None
    most: Fraction | None = None  # 最多扣
    vague: bool = False  # 扣1-3分, 酌情扣分: only a person can say how much
    matters: tuple[str, ...] = ()  # what the duty lists, or the fault where it lists itself

    @property
    def marked(self) -> bool:
        """Whether its points stand behind its 考察点."""
        return bool(self.elements) and all(each.marked for each in self.elements)
