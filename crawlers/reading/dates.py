"""Dates as Chinese government pages print them."""

import re
from collections.abc import Iterator
from datetime import date

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "O": "0", "Ｏ": "0", "０": "0", "ο": "0", "Ο": "0", "о": "0", "О": "0",
}  # fmt: skip
_NUMERAL = "".join(_DIGITS)
_WIDE = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")

_ARABIC = re.compile(
    r"(?<![\d./-])((?:19|20)\d{2})\s*([-/.年])\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])"
    r"(?!\d)(?![./-]\d)"
)
_WIDES = re.compile("[０-９－／．]")
# One set of characters at its start, not two: that is searched for twice as fast.
_YEARLIKE = re.compile(r"[12１２](?:(?<=[1１])[9９]|(?<=[2２])[0０])\d\d")
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{6})?(?!\d)"
)
_CHINESE = re.compile(
    rf"([一二][{_NUMERAL}]{{3}})\s*年\s*([{_NUMERAL}十元]{{1,3}})\s*月\s*([{_NUMERAL}十廿卅]{{1,3}})\s*日"
)


_WIDE_YEAR = re.compile(r"(?<![0-9０-９])[2２][0０][0-9０-９]{2}(?![0-9０-９])")
# From 二〇〇〇年 to 二〇二九年; later ones are goals, and stay as they are printed.
_SPELT_YEAR = re.compile(rf"二[{_NUMERAL}](?![三四五六七八九])[{_NUMERAL}]{{2}}(?=\s*年)")


def plain_years(title: str) -> str:
    """The title with its years in plain figures: ２０２３年, 二〇二三年, 二○二三年度."""
    if _WIDES.search(title):
        title = _WIDE_YEAR.sub(lambda year: year[0].translate(_WIDE), title)
    if "二" not in title:
        return title
    return _SPELT_YEAR.sub(
        lambda year: "".join("2" if c == "二" else _DIGITS[c] for c in year[0]), title
    )


def yearlike(text: str) -> bool:
    """It has what may be a year; the plain look first, it tells most texts apart."""
    plain = "20" in text or "19" in text
    wide = "０" in text or "１" in text or "２" in text or "９" in text
    return (plain or wide) and _YEARLIKE.search(text) is not None


def dates_in(text: str) -> Iterator[tuple[int, date]]:
    """Every valid date in Arabic figures with its place in the text, left to right."""
    if not yearlike(text):
        return
    if _WIDES.search(text):
        text = text.translate(_WIDE)
    for match in _ARABIC.finditer(text):
        if day := _date(match[1], match[3], match[4]):
            yield match.start(), day


def first_date(text: str) -> date | None:
    """The first date in Arabic figures (2023-05-12, 2023/5/12, 2023年5月12日), or None."""
    if not yearlike(text):
        return None
    if _WIDES.search(text):
        text = text.translate(_WIDE)
    for match in _ARABIC.finditer(text):
        if day := _date(match[1], match[3], match[4]):
            return day
    return None


def any_date(text: str) -> date | None:
    """The first date in any notation, 20230512 and Chinese numerals included, or None."""
    if day := first_date(text):
        return day
    if match := _COMPACT.search(text):
        return _date(match[1], match[2], match[3])
    return chinese_date(text)


def chinese_date(text: str) -> date | None:
    """The last date in Chinese numerals (二〇二三年五月十二日), or None."""
    day = None
    for match in _CHINESE.finditer(text):
        year = "".join(_DIGITS[c] for c in match[1])
        day = _date(year, _number(match[2]), _number(match[3])) or day
    return day


def _number(numeral: str) -> str:
    numeral = numeral.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(_DIGITS[c] for c in numeral)
    return str(int(_DIGITS.get(tens, "1") or 1) * 10 + int(_DIGITS.get(ones, "0")))


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
