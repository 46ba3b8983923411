"""Whole numbers as Chinese text writes them: 3,119, 十二, 两, 一百零三."""

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "".join(_DIGITS) + "十百千万"

# For patterns: a whole number in either notation, never the end of a longer one or of a decimal.
NUMBER = rf"(?<![\d{_CHINESE}])(?<!\d[.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+|[{_CHINESE}]+)"


def whole_number(text: str) -> int | None:
    """The number, at least 0; None for anything that is not one ("万", "1.2", "几")."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text):
        return int(text.replace(",", ""))
    if not text or any(char not in _CHINESE for char in text):
        return None
    high, _, low = text.rpartition("万")
    if "万" in high or ("万" in text and not high):
        return None
    below, above = _below_ten_thousand(low), _below_ten_thousand(high) if high else 0
    return None if below is None or above is None else above * 10_000 + below


def _below_ten_thousand(text: str) -> int | None:
    if text and all(char in _DIGITS for char in text):  # 二〇 and 一二三 are read digit by digit
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            continue
        unit = _UNITS[char]
        if unit >= last or digit == 0 or (digit is None and unit != 10):
            return None
        total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0)
