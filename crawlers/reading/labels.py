"""Labelled facts near an article's title: 来源, 发布机构, 发文字号, 索引号, 有效性, dates."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from crawlers.reading.dates import any_date, chinese_date, first_date
from data.types import Validity

# A label's letters may be spread: 文　　号, 来 源.
_ALL = (
    r"索\s*引\s*号|信息索引号?|信息来源|文章来源|来\s*源|稿源|发布机构|发布机关|发文机关|发文机构|发文单位|发文部门|公开机构|公开主体|公开单位|公开部门|"
    r"发布单位|发布部门|制发机关|制发单位|稿件来源|索\s*取\s*号|时效状态|制定机关|主题分类|公文种类|体裁分类|组配分类|信息分类|分\s*类|类\s*别|主题词|关\s*键\s*词|"
    r"服务对象|发文字号|发文文号|发布文号|文\s*号|文件编号|统一登记号|登记号|编\s*号|有效性|有效期|时效性?|"
    r"信息时效|效力状态|是否有效|文件状态|生效日期|生效时间|实施日期|失效日期|废止日期|失效时间|成文日期|成文时间|"
    r"发文日期|发文时间|签发日期|制发日期|印发日期|发布日期|发布时间|发表时间|发表于|公开日期|公开时间|公布日期|"
    r"生成日期|生成时间|更新时间|更新日期|录入时间|上传时间|日\s*期|时\s*间|作\s*者|文章作者|责任编辑|编\s*辑|"
    r"审核|浏览次数|浏览量|点击数|点击次数|点击率?|阅读次数|阅读量?|访问量|访问次数|人气|浏览|字\s*体|字\s*号|"
    r"视力保护色?|打印|分享到?|名\s*称|标\s*题|信息名称|公开方式|公开范围|内容概述|主题|文件类型|供稿|摄影|记者|"
    r"发布人|发布者|信息提供|信息员|收藏|保护视力|大\s*中\s*小|我要纠错|关闭|语音播报|扫一扫"
)
_ANY_LABEL = re.compile(rf"[\[【（(]?\s*(?:{_ALL})\s*(?:[：:】\]]|$|\t)")
_NEXT = re.compile(
    rf"[\[【（(|｜\s]\s*(?:{_ALL})(?:大小)?\s*[：:】\]【\[]|\s*(?:浏览|发布|更新|日|时|字)(?:日期|时间|[字]?[号体](?:大小)?|期|间|次数)\s*[：:]|"
    r"\s*[\[【(（]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d|\s+[\[【]?(?:打印|关闭|字体|大中小|分享|收藏|我要纠错)"
)
_DOC_NO = re.compile(
    r"([\u4e00-\u9fa5A-Za-z（）()·]{1,24}?)\s*[〔\[（(﹝【［]\s*((?:19|20)\d{2})\s*年?[〕\]）)﹞】］]\s*(?:第\s*)?(\d{1,5})\s*号"
)
_ORDER_NO = re.compile(
    r"([\u4e00-\u9fa5]{2,30}?(?:令|公告))\s*[（(]?\s*(?:((?:19|20)\d{2})年)?\s*第\s*(\d{1,5}|[一二三四五六七八九十百零〇]+)\s*号"
)
_VALUE_END = re.compile(r"\t|\s[|｜]\s|\s(?:浏览|点击|阅读|访问)[次数量]{0,2}\s*\d")
_COLON = re.compile(r"\s*[】\]]?\s*[：:]?\s*")
_EMPTY_VALUES = re.compile(r"^[\s\-—_/\\.:：|｜]*$|^(?:无|暂无|null|undefined|本站原创编辑)$", re.I)


@lru_cache(maxsize=2)  # a page's text is asked for many labels
def _unspread(text: str) -> str:
    return "".join(text.split())


def _named(text: str, names: tuple[str, ...]) -> list[str]:
    """The labels whose letters stand in the text in their order: most do not, and are dear."""
    close = _unspread(text)
    ends = {end for end in _ends(names) if _has(close, end)}
    return [name for name in names if name[-2:] in ends and _has(close, name)]


def _has(text: str, name: str) -> bool:
    """One letter is found many times as fast as two, and most texts lack one of a label's."""
    return name[0] in text and name[-1] in text and name in text


@cache
def _ends(names: tuple[str, ...]) -> frozenset[str]:
    """Their last two letters, which many have in common: one look instead of several."""
    return frozenset(name[-2:] for name in names)


def labelled(text: str, *names: str) -> tuple[str, str] | None:
    """The value printed behind the first of these labels that has one, and both together."""
    for name in _named(text, names):
        for match in _labels(text, name):
            value = _value(text, match)
            if value and not _EMPTY_VALUES.match(value):
                return value, f"{name}：{value}"
    return None


def _labels(text: str, name: str) -> Iterator[re.Match[str]]:
    """Where a label stands. Its letters are looked for first, then what must be around them."""
    letters, whole = _letters(name), _label(name)
    end = 0
    while found := letters.search(text, end):
        start = end = found.start()
        end = found.end()
        while start and text[start - 1] in " \t":
            start -= 1
        if start and text[start - 1] in "[【（(":
            start -= 1
        for place in (start, start + 1):
            if place <= found.start() and (match := whole.match(text, place)):
                yield match
                end = match.end()
                break


def _value(text: str, label: re.Match[str]) -> str:
    """What follows a label on its line, up to the next label or date.

    The next line counts only for a label that has its own line, and only when it reads like a
    value: an empty label must not swallow the article's first sentence.
    """
    end = text.find("\n", label.end())
    line = text[label.end() : end if end >= 0 else len(text)]
    if not line.strip(" \t[]【】|｜"):
        alone = text.rfind("\n", 0, label.start()) in (label.start() - 1, -1)
        beyond = text.find("\n", end + 1)
        following = text[end + 1 : beyond if beyond >= 0 else len(text)] if end >= 0 else ""
        if not alone or len(following) > 30 or re.search(r"[。；，：:]|^[（(]?[一二\d]", following):
            return ""
        line = following
    if _ANY_LABEL.match(line):
        return ""
    cut = _NEXT.search(line)
    value = line[: cut.start()] if cut else line
    return _VALUE_END.split(value, maxsplit=1)[0].strip(" \t[]【】|｜,，;；")


@cache
def _letters(name: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(name))


@cache
def _label(name: str) -> re.Pattern[str]:
    """A label at a word's start, its letters possibly spread, with its colon or cell border."""
    spread = r"\s*".join(name)
    return re.compile(
        rf"(?<![\u4e00-\u9fa5])[\[【（(]?[ \t]*{spread}[ \t]*"
        r"(?:[】\]]?[：:]|[】\]\t]|(?=\n)|$)[ \t]*"
    )


def normal_number(text: str) -> str:
    """The first 发文字号 in a text with 〔〕 and without spaces, or ""."""
    if match := _DOC_NO.search(text):
        # 行政处罚决定书（某市监罚〔2023〕45号）: what stands before an open bracket is a name.
        organ = re.split(r"[（(](?![^（()）]*[）)])", match[1])[-1]
        return re.sub(r"\s+", "", f"{organ}〔{match[2]}〕{match[3]}号")
    return ""


def begins_with_label(text: str) -> bool:
    """来源：…, [实施日期]: a fact about the article, never its title."""
    sign = "：" in text or ":" in text or text[0] in "[【" or "\t" in text
    return sign and _ANY_LABEL.match(text) is not None


def order_number(text: str) -> str:
    """A number of the kind 国务院令第711号 or 农业部公告第2579号, or ""."""
    if match := _ORDER_NO.search(text):
        year = f"{match[2]}年" if match[2] else ""
        return re.sub(r"\s+", "", f"{match[1]}{year}第{match[3]}号")
    return ""


def validity_of(value: str) -> Validity | None:
    """效力状态 from the words of a label; None when they say nothing known."""
    if re.search(r"失效|废止|无效|^否", value):
        return Validity.REPEALED
    if re.search(r"修改|修订|修正", value):
        return Validity.AMENDED
    if re.search(r"有效|^是", value):
        return Validity.VALID
    return None


def labelled_date(text: str, *names: str) -> tuple[date, str] | None:
    """The date behind the first of these labels that has a readable one, and both as printed."""
    for name in _named(text, names):
        for found in _letters(name).finditer(text):
            if found.start() and "\u4e00" <= text[found.start() - 1] <= "\u9fa5":
                continue
            match = _COLON.match(text, found.end())
            if match is None:
                continue
            value = text[match.end() : match.end() + 24]
            value = value.lstrip("[(（【 \t\n")
            if re.match(
                r"[12][\d０-９〇零○一二三四五六七八九]|[一二][〇零○Oo一二三四五六七八九]", value
            ) and (day := first_date(value) or any_date(value) or chinese_date(value)):
                return day, f"{name}：{value.split(chr(10), 1)[0].strip()}"
    return None
