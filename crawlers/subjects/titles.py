"""Titles compared: which of them speak of the same document, whatever words stand around its name.

Another year's plan is another document, and so is another batch: where two names both give figures
(years, 第三批, 十四五), those of one must hold all of the other's. A name without figures may leave
them out. Nothing here compares every title with every other one: `TitleIndex` finds the few that
share rare pairs of characters.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from crawlers.subjects.annual.numerals import whole_number

_LONGEST = 200  # characters of a title that are compared; nobody reads a longer one
_NAMED = re.compile(r"[《〈<]([^《》〈〉<>]{4,})[》〉>]")
_DRAFT = re.compile(
    r"[（(][^（）()]*(?:征求意见稿|意见稿|草案|送审稿|修订)[^（）()]*[)）]|[（()）《》〈〉<>“”\s]"
    r"|征求意见稿|草案|"
    r"^(?:关于|公开|征求|征集|对|就|向社会)+|(?:公开)?(?:征求|征集)?(?:社会|公众)"
    r"?意见(?:建议)?(?:的)?(?:采纳|反馈|征集)?(?:结果|情况)*(?:的)?"
    r"(?:反馈|公告|通告|通知|公示|说明)*$|采纳情况.*$|(?:征集|征求).{0,6}结果.*$"
)
_FORM = re.compile(
    "政策|解读|图解|一图(读懂|看懂|了解)|读懂|看懂|问答|答记者问|起草说明|视频|动画|漫画|文字|图文|"
    "负责人|专家|关于|印发|发布|公布|的?通知|的?公告|[〔\\[（(].{0,12}[〕\\]）)]|[^\u4e00-\u9fa50-9]"
)
_GENRE = re.compile(
    "人民政府|政府|办公室|办公厅|(管理|暂行|试行|实施|工作|若干|指导)*"
    "(办法|规定|细则|规则|意见|方案|措施|规划|计划|条例|预案|规程)"
)
_BODY = re.compile("(政府|[局厅委会室院部])$")
_SHORTEST = 4  # characters of a name that can be compared
_ALL = 1.0
_SHARE = 0.7  # of the pairs of characters of both names together, counted in each
_COMMON = 4  # Han characters in a row that two titles must share to be about the same matter

# --- figures --------------------------------------------------------------------------------------

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
# The number under which a document was issued, and what was done to it later, are not its name.
_NOT_NAME = re.compile(
    r"[（(]?[\u4e00-\u9fa5]{0,10}[〔\[［【（(]\d{4}[〕\]］】）)]\s*第?\s*\d+\s*号[）)]?|"
    r"[（(][^（）()]*(?:修订|修正|意见稿|草案|送审稿)[^（）()]*[)）]"
)
_DIGIT = "零〇○一二两三四五六七八九"
_YEAR = re.compile(f"(?<![{_DIGIT}])[一二][{_DIGIT}]{{3}}(?=年)")
_FIGURE = re.compile(rf"(?P<digits>\d+)|第(?P<ordinal>[{_DIGIT}十百]+)|十[一二三四五六七八九]五")


def figures(name: str) -> frozenset[str]:
    """Years and numbers that a name gives, in Arabic digits; a five-year plan's as 十四五.

    The number of issue (〔2023〕5号) and the year of a revision in brackets are left out.
    """
    return frozenset(map(_figure, _FIGURE.finditer(_NOT_NAME.sub("", _arabic(name)))))


def _arabic(name: str) -> str:
    """Full-width digits and years in Chinese numerals as 2023."""
    return _YEAR.sub(lambda year: str(whole_number(year[0])), name.translate(_WIDE))


def _figure(match: re.Match[str]) -> str:
    number = whole_number(match["digits"] or match["ordinal"] or "")
    return match[0] if number is None else str(number)


# --- names ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """What is compared of a name."""

    words: str  # its characters without the words of form
    pairs: frozenset[str]  # of characters next to each other
    figures: frozenset[str]
    telling: bool  # it says which document it is


@dataclass(frozen=True, slots=True)
class Title:
    """The names that a title gives in 《》, or else itself as the only one."""

    names: tuple[Name, ...]
    whole: Name | None  # all of a title that gives names


def names_document(title: str) -> bool:
    """The title gives a name in 《》."""
    return _NAMED.search(title[:_LONGEST]) is not None


def draft_name(title: str) -> str:
    """The longest name in 《》, else the title, without the words that call it a draft or ask for
    opinions on it.
    """
    title = title[:_LONGEST]
    return _undecorated(max(_NAMED.findall(title), key=len, default=title))


def _undecorated(name: str) -> str:
    while (shorter := _DRAFT.sub("", name)) != name:
        name = shorter
    return name


@lru_cache(maxsize=16384)
def read_title(title: str) -> Title:
    """The first 200 characters of a title, made ready to be compared."""
    title = title[:_LONGEST]
    names = tuple(_name(name) for name in dict.fromkeys(_NAMED.findall(title)))
    return Title(names, _name(title)) if names else Title((_name(title),), None)


def _name(text: str) -> Name:
    words = _FORM.sub("", _undecorated(_arabic(text)))
    pairs = frozenset(words[n : n + 2] for n in range(len(words) - 1))
    return Name(words, pairs, figures(text), _telling(words))


def _telling(words: str) -> bool:
    """They are more than 实施方案, and no name of an organ."""
    if len(words) < _SHORTEST or _BODY.search(words):
        return False
    return len(_GENRE.sub("", words)) >= 2


def same_name(one: str, other: str) -> bool:
    """Two titles speak of the same document, drafts and interpretations of it included.

    Either name holds the other, or the two share seven tenths of their pairs of characters, and
    their figures do not contradict each other. What stands in 《》 is compared and not the words
    around it; but it may be all that another title is about.
    """
    pairs = _compared(read_title(one), read_title(other))
    return any(_holds(a, b) or _alike(a, b) for a, b in pairs)


def _compared(one: Title, other: Title) -> Iterator[tuple[Name, Name]]:
    for name in one.names:
        yield from ((name, its) for its in other.names)
        if other.whole:
            yield name, other.whole
    if one.whole:
        yield from ((one.whole, its) for its in other.names)


def _holds(one: Name, other: Name) -> bool:
    """The longer name holds all of the shorter."""
    short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
    return short.telling and short.words in long.words and _agree(one, other)


def _alike(one: Name, other: Name) -> bool:
    """Both are names, and written with nearly the same characters."""
    both = len(one.pairs) + len(other.pairs)
    if not (one.telling and other.telling and _agree(one, other)):
        return False
    return 2 * len(one.pairs & other.pairs) >= _SHARE * both


def _agree(one: Name, other: Name) -> bool:
    return one.figures <= other.figures or other.figures <= one.figures


# --- many titles ----------------------------------------------------------------------------------

# A name asked for, one that may be the same, and where that stands: as a name or as a whole title.
_Tried = tuple[Name, Name, list[tuple[int, bool]]]


class TitleIndex:
    """Titles among which those of the same name are found without trying them all.

    A name that another holds has all its pairs there, one that is alike seven tenths of them: so
    the other has one of its rarest, and only names with such a pair are tried.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        places: dict[Name, list[tuple[int, bool]]] = defaultdict(list)
        for place, title in enumerate(titles):
            read = read_title(title)
            for name in read.names:
                places[name].append((place, True))
            if read.whole:
                places[read.whole].append((place, False))
        self._names = tuple(places.items())
        self._times = Counter(pair for name in places for pair in name.pairs)
        self._having: dict[str, list[int]] = defaultdict(list)
        self._rare: dict[float, dict[str, list[int]]] = {_ALL: defaultdict(list)}
        self._rare[_SHARE] = defaultdict(list)
        for n, name in enumerate(places):
            for pair in name.pairs:
                self._having[pair].append(n)
            for share, rare in self._rare.items():
                for pair in self._rarest(name, share):
                    rare[pair].append(n)
        self._found: dict[str, tuple[int, ...]] = {}

    def of_same_name(self, title: str) -> tuple[int, ...]:
        """Places of the titles for which `same_name` is true, in their order.

        Where one name holds the other somewhere, those that are only alike are left out: the plan
        of the neighbouring town is alike too.
        """
        if title not in self._found:
            read = read_title(title)
            held = _places(self._candidates(read, _ALL), _holds)
            found = held or _places(self._candidates(read, _SHARE), _alike)
            self._found[title] = tuple(sorted(found))
        return self._found[title]

    def first(self, title: str) -> int | None:
        """The first of these places, or None."""
        return next(iter(self.of_same_name(title)), None)

    def _candidates(self, title: Title, share: float) -> Iterator[_Tried]:
        """Names worth trying. All of one title with all of another says nothing."""
        for name in title.names:
            yield from ((name, *self._names[n]) for n in self._sharing(name, share))
        if title.whole:
            for n in self._sharing(title.whole, share):
                other, places = self._names[n]
                yield title.whole, other, [place for place in places if place[1]]

    def _sharing(self, name: Name, share: float) -> set[int]:
        """Names that may have this share of this one's pairs, or this one of theirs."""
        rare = self._rare[share]
        lists = [rare.get(pair, ()) for pair in name.pairs]
        lists += [self._having.get(pair, ()) for pair in self._rarest(name, share)]
        return set().union(*lists)

    def _rarest(self, name: Name, share: float) -> Sequence[str]:
        wanted = len(name.pairs) - ceil(share * len(name.pairs)) + 1
        return sorted(name.pairs, key=lambda pair: (self._times[pair], pair))[:wanted]


def _places(tried: Iterable[_Tried], near: Callable[[Name, Name], bool]) -> set[int]:
    return {place for one, other, places in tried if near(one, other) for place, _ in places}


# --- one matter -----------------------------------------------------------------------------------


def one_matter(organs: Iterable[str], explaining: str, document: str) -> bool:
    """The titles have four Han characters in a row in common besides names of organs and words of
    form.

    An interpretation called no more than 政策解读 is taken at its link's word.
    """
    names = "|".join(re.escape(name) for name in sorted(organs, key=len, reverse=True))
    a, b = (
        _GENRE.sub("", _FORM.sub("", re.sub(names, "", title[:_LONGEST])))
        for title in (explaining, document)
    )
    wanted = min(_COMMON, len(b))
    return len(a) < 2 or not wanted or bool(_runs(a, wanted) & _runs(b, wanted))


def _runs(text: str, size: int) -> set[str]:
    return {text[n : n + size] for n in range(len(text) - size + 1)}
