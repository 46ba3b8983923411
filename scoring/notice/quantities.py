"""What a task asks for in figures: how many of what, what share, within how many days. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.notice.text import Quoted, Text

_DIGITS = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_UNITS = (
    "个百分点|个工作日|个自然日|工作日|个月|小时|分钟|秒(?!接)|课时|学时|场次|人次|批次|件次|户次|条次|例次|万元|亿元|"
    "平方公里|平方米|公里|立方米|公顷|千瓦时|千瓦|%|‰|户|项|种|件|次|批|场|期|篇|条|家|名|人|天|日|元|类|处|座|台|套|份|"
    "倍|轮|例|宗|门|个|年|部|所|字|吨|亩|辆|张(?!家)|本(?!地|级|市|县|区|省)|册|栋|幅|块|间|株|堂|节(?![点约能假水])|"
    "分(?![之别类级期析工布散解层])|米|只|头|支|艘|幢|套"
)
_LEAST = (
    r"不(?:得)?(?:低于|少于|小于|低於)|至少|力争(?:达到|实现|完成)?|达到|达|≥|高于|多于|大于|超过|"
    r"突破|超(?!过)"
)
_MOST = (
    r"不(?:得)?(?:高于|多于|超过?|大于|迟于)|控制在|至多|最多|≤|低于|少于|小于|不足|不满|未满|在"
)
_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
# 三分之一, 百分之九十五, 八成以上, 一半以上
_SHARE = re.compile(
    rf"(?P<before>{_MOST}|{_LEAST})?(?:了|到|为|约|近|前)?"
    r"(?:(?P<half>一半|半数)|(?P<whole>[千百二三四五六七八九十]+)分之(?P<part>[一二两三四五六七八九十百]+|\d+(?:\.\d+)?)|(?P<tenths>[一二三四五六七八九])成)"
    r"(?P<after>(?:及)?以上|(?:及)?以下|以内|之内|内(?!外)|左右)?"
)
# "由18份减至7份": the first figure is how it stands, only the second is asked for.
_FROM_TO = re.compile(
    rf"[由从](?:原来的?|原有的?|现有的?|目前的?)?(?P<now>(?:{_NUMBER}|[一二两三四五六七八九十百]+)[万亿]?"
    rf"(?:{_UNITS})?)(?:以上|以内|左右)?(?:进一步|统一|再)?"
    r"(?:(?P<down>精简|压缩|压减|缩短|缩减|减少|减|降低|下降|降)|提高|提升|增加|扩大|增|升)(?:至|到|为)"
)
_FIGURE = re.compile(
    rf"(?P<before>{_MOST}|{_LEAST})?(?:了|到|为|约|近|前)?"
    rf"(?:(?P<low>{_NUMBER})(?:%|(?P<low_scale>[万亿]))?(?:-|—|~|至|到))?"
    rf"(?:(?P<value>{_NUMBER})|(?P<words>[一二两三四五六七八九十百千]+))"
    rf"(?P<scale>[万亿])?余?(?P<unit>{_UNITS})(?:\((?:{_UNITS})\))?"
    r"(?P<after>(?:及)?以上|[(]含[)]以上|(?:及)?以下|以内|之内|内(?!外)|左右)?"
)
# Figures that are names, dates or places in a row.
_NO_FIGURE = re.compile(
    r"(?:\d{4}年(?:度)?|每个?(?:半年|季度|[年月周])(?:[末首]月)?\d{1,2}[日号]|\d{1,2}月(?:\d{1,2}日)?|第[\d一二三四五六七八九十]+[个届次期条号批]"
    r"|〔\d{4}〕\d+号|《[^》]*》|“[^”]{0,16}”(?:\d+条)?|\d+分钟[^,。;、]{0,10}圈|\d{5,}|[A-Za-z]+\d+)"
)
_EVERY = re.compile(
    r"每(?:个)?(半年|学期|两个月|2个月|两周|2周|工作日|季度|季|年度|年|半个月|半月|月|周|旬|日|天)[^,。;]{0,16}$"
)
_AIM = re.compile(r"力争|争取|确保|达到|完成(?!时[限间])|实现")
# "开展一次检查": a number in words that counts what is done; 一次办结 is a way of speaking.
_DONE = re.compile(
    r"(?:开展|组织|举办|召开|进行|检查|督查|通报|调度|评议|评估|培训|排查|演练|抽查|清理|核查|暗访|公布|公示|更新|听取|研究)$"
)
_ROUNDS = {"次", "轮", "场", "期"}
_IN_ONE = re.compile("性|办|告知|受理|提交|完成")
# "环节压缩至2个", "提高到85%": the way to where it goes says which side of it is right.
_MOVED = re.compile(
    r"(?:(?P<down>精简|压缩|压减|缩短|缩减|减少|减|降低|下降|降|延长|延|放宽)|提高|提升|增加|扩大|增|升)(?:至|到|为)$"
)
# "全县47家": all there are, neither at least nor at most.
_WHOLE = re.compile(r"(?:全[省市州盟县区旗镇乡国]|现有|已有|全部)的?$")
_PAUSE = "。;,\n:“”"
_TRIM = re.compile(
    r"^(?:(?:到|至)?(?:\d{4}年|今年|年)?度?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[底末内终](?:(?:之|以)?前)?|(?:之|以)?前)再?"
    r"|第?[一二三四]季度(?:[底末内])?前?|[上下]半年(?:[底内])?前?|每(?:半年|季度|[年月周日])(?:\d{1,2}日)?前?|将|把|使|要|并|和|及|与|或|的|了|按照|对|在|按时|推动|实现|确保|力争|完成|其中|[一二三四五六七八九十]是|分别|全面|继续)+"
    r"|(?:分别|各|同比|(?<!平)均|应|要|须|达到|达|压缩|提高|降低|减少|控制|不得|到|为|占|至|以|每年|每季度|每月|按|就|的)+$"
)
_TIME_ONLY = re.compile(r"(?:全年|年内|每年|累计|总共|合计|其中|原则上|每次|每期|均|共)*")
_SCALES = {"万": 10_000, "亿": 100_000_000}
_COUNTING = {"个", "类", "项", "种", "批", "件", "家", "条", "名", "处", "次", "场", "期", "篇"}
_TIMES = {"秒", "个工作日", "个自然日", "工作日", "天", "日", "小时", "分钟", "个月", "年"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """`comparator` `value` `unit` of `what`.

    A share of 70 % is 70 with the unit "%"; 2万户 is 20000 户.
    """

    said: Quoted
    comparator: str  # ">=", "<=" or "="
    value: Fraction
    unit: str
    what: str  # the words it counts, as they stand; may be empty
    low: Fraction | None = None  # of a range: 3 in "3到5年"
    every: str = ""  # "年" in "每年至少1次"


def quantities(text: Text, start: int, end: int) -> Iterator[Quantity]:
    """The figures between two places of a text that count, measure or limit something."""
    found = [*_figures(text, start, end), *_shares(text, start, end)]
    yield from sorted(found, key=lambda each: each.said.span.start)


def _shares(text: Text, start: int, end: int) -> Iterator[Quantity]:
    """Shares said in words: 百分之九十 is 90 %, 八成 80 %; 三分之一 is 1/3 without a unit."""
    for found in _SHARE.finditer(text.even, start, end):
        whole = _value(found["whole"]) if found["whole"] else Fraction(2 if found["half"] else 10)
        value = (_value(found["part"] or found["tenths"]) if not found["half"] else 1) / whole
        asked = found["before"] or found["after"]
        if not value or not (found["whole"] or asked):
            continue  # 三成 of nothing named: a way of speaking
        percent = whole in {10, 100}
        yield Quantity(
            said=text.quoted(found.start(), found.end()),
            comparator=_compared(
                found, text.even[max(start, found.start() - 80) : found.start()], "%"
            ),
            value=value * 100 if percent else value,
            unit="%" if percent else "",
            what=_counted(text.even[max(start, found.start() - 40) : found.start()]),
        )


def _counted(before: str) -> str:
    """The words before a figure, since the last pause."""
    said = re.split(rf"[{_PAUSE}]", before)[-1].rpartition("、")[2]
    return _TRIM.sub("", _TRIM.sub("", said))


def _figures(text: Text, start: int, end: int) -> Iterator[Quantity]:
    even = text.even
    names = [found.span() for found in _NO_FIGURE.finditer(even, start, end)]
    moved = list(_FROM_TO.finditer(even, start, end))
    names += [found.span("now") for found in moved]
    last: tuple[int, str] | None = None
    for found in _FIGURE.finditer(even, start, end):
        number = "value" if found["value"] else "words"
        at, unit = found.start(number), found["unit"]
        if any(begin <= at < stop for begin, stop in names):
            continue
        every = _EVERY.search(even, max(start, at - 24), found.start())
        exact = re.search("至少|至多|不[少低多超]", even[max(start, found.start() - 8) : at])
        done = (
            unit in _ROUNDS
            and _DONE.search(even, max(start, found.start() - 8), found.start())
            and not _IN_ONE.match(even, found.end())
        )
        if number == "words" and not (every or exact or found["after"] or done):
            continue  # 两个全生命周期, 五年一度: a way of speaking
        if at > start and (even[at - 1].isascii() and even[at - 1].isalnum()) and not found["low"]:
            continue  # the end of a name, 6712345
        since = last[0] if last and even[last[0] : last[0] + 1] in {"和", "及", "、"} else start
        what = _what(even, found, since, end)
        compared = _comparator(found, even[max(start, found.start() - 80) : found.start()])
        if move := next((each for each in moved if 0 <= at - each.end() <= 1), None):
            what = _counted(even[start : move.start()])
            compared = "<=" if move["down"] else ">="
        if last is not None and even[last[0] : found.start()] in {"、", "和"}:
            what = last[1]  # 覆盖率分别达到100%、80%以上
        last = (found.end(), what)
        value = _value(found[number]) * _SCALES.get(found["scale"], 1)
        yield Quantity(
            said=text.quoted(found.start(), found.end()),
            comparator=compared,
            value=value,
            unit=unit,
            what=what,
            low=_low(found, value),
            every=every[1] if every else "",
        )


def _low(found: re.Match[str], value: Fraction) -> Fraction | None:
    """The lower end of a range: 5万 of "5至10万元", 5000 of "5000至1万元"."""
    if not found["low"]:
        return None
    low = Fraction(found["low"])
    scaled = low * _SCALES.get(found["low_scale"] or found["scale"], 1)
    return scaled if scaled <= value else low


def _comparator(found: re.Match[str], before: str) -> str:
    return _compared(found, before, found["unit"], ranged=bool(found["low"]))


def _compared(found: re.Match[str], before: str, unit: str, *, ranged: bool = False) -> str:
    if found["after"] and "左" not in found["after"]:
        return ">=" if "上" in found["after"] else "<="
    said = found["before"] or ""
    if said and said != "在":
        return "<=" if re.fullmatch(_MOST, said) else ">="
    number = found.groupdict().get("value") or found.groupdict().get("words") or ""
    towards = before + found.group().partition(number)[0] if number else before
    if moved := _MOVED.search(towards):
        return "<=" if moved["down"] else ">="
    if _WHOLE.search(towards):
        return "="
    timed = unit in _TIMES
    if timed and (ranged or said):
        return "<="
    sentence = re.split("[。;\n]", before)[-1]
    clause = re.split("[,:]", sentence)[-1]
    if re.search(_LEAST, clause) or (unit != "%" and not timed and _AIM.search(sentence)):
        return ">="
    return "="


def _what(even: str, found: re.Match[str], start: int, end: int) -> str:
    """What is counted: the words behind a counting unit, else the words before the figure."""
    after = re.match(rf"[^{_PAUSE}、和及与或等]{{2,20}}", even[found.end() : end])
    behind = after.group() if after else ""
    begin = max(start, found.start() - 40)
    said = re.split(rf"[{_PAUSE}]", even[begin : found.start()])[-1]
    if "分别" not in said:
        said = said.rpartition("、")[2]
    for _ in range(2):
        said = _TRIM.sub("", said)
    if said in {"平均", "原则上", "一般"}:
        said = ""
    if _TIME_ONLY.fullmatch(said) and not behind:
        # 举办培训,全年不少于2期: the clause before says what.
        said = _TRIM.sub(
            "", re.split(rf"[{_PAUSE}]", _before_comma(even[begin : found.start()]))[-1]
        )
    counts = found["unit"] in _COUNTING and not re.search("率|数|种类|比例|占比", said)
    return (_TRIM.sub("", behind) or said) if counts else (said or _TRIM.sub("", behind))


def _before_comma(words: str) -> str:
    """The words before the last pause, where that is a comma."""
    found = re.search(rf"^(.*),[^{_PAUSE}]*$", words, re.S)
    return found[1] if found else ""


def _value(said: str) -> Fraction:
    """`1.5` -> 3/2, `二十` -> 20, `两` -> 2."""
    if said[0].isdigit():
        return Fraction(said)
    whole = ones = 0
    for character in said.replace("两", "二"):
        if character in _PLACES:
            whole += (ones or 1) * _PLACES[character]
            ones = 0
        else:
            ones = _DIGITS.index(character)
    return Fraction(whole + ones)
