"""Words that should not stand in a published budget."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.figures import NUMBER
from crawlers.subjects.budget.issues import Issue, Severity, issue
from crawlers.subjects.budget.passages import Passage
from data.budget_lists import Wording, leftovers, limits, typos

_UNFILLED = re.compile(r"[Xx×✕＊*]{2,}|_{3,}|[〇○]{3,}|。。。")
_FORM = re.compile("模板|模版|样表|表样|范本|(?:格式|参考)文本|格式$")


def template(book: Book) -> Iterator[Issue]:
    """整份是没有填写的模板：标题就是模板而没有一个数，或占位符（XX、____）成片而几乎没有金额。

    只报这一条，不再逐处核对。
    """
    if is_template(book):
        count = _count(book)
        first = next((p for p in book.passages if _UNFILLED.search(p.text) or not count), None)
        yield issue(
            Severity.CERTAIN,
            [first.page] if first else [],
            first.text[:60] if first else "",
            f"整份文件是没有填写的模板，{f'占位符{count}处' if count else '没有一个数'}",
            "换成填写完整的正式文本后公开。",
        )


def is_template(book: Book) -> bool:
    """A form by its title, without a figure; or more places to be filled in than amounts."""
    amounts = sum(
        len(re.findall(rf"(?:{NUMBER})(?:万元|亿元|元|%|件|条)", passage.text))
        for passage in book.passages
    )
    figures = sum(
        1 for table in book.tables for row in table.rows for v in row.figures.values() if v
    )
    titled = any(_FORM.search(passage.text) for passage in book.passages[:3])
    if titled and not amounts + figures:
        return True
    return _count(book) >= limits().placeholders and _count(book) > 2 * (amounts + figures)


def _count(book: Book) -> int:
    return sum(len(_UNFILLED.findall(passage.text)) for passage in book.passages)


def leftover_hints(book: Book) -> Iterator[Issue]:
    """模板提示语没有删改：增加（减少）没有二选一、“按……填写”的说明、没有填的XX等。同一种合并为一条。"""
    yield from _listed(
        book, leftovers(), "{note}：“{words}”{count}处", "删去模板提示语，按实际填写。"
    )


def misspelt(book: Book) -> Iterator[Issue]:
    """常见错字、漏字（按 data/budget/wording.yaml 的词表）。同一个错合并为一条。"""
    for found in _listed(book, typos(), "“{words}”应为“{note}”，{count}处", "改正错字。"):
        if "应为“删去" in found.found:
            found = replace(found, found=found.found.replace("应为“删去", "：“删去"))
        if "名词解释" not in found.found or _is_said(book, "名词解释"):
            yield found


def _is_said(book: Book, words: str) -> bool:
    return any(words in passage.text for passage in book.passages)


def _listed(
    book: Book, wordings: tuple[Wording, ...], pattern: str, remedy: str
) -> Iterator[Issue]:
    for wording in wordings:
        places = [
            (passage, found)
            for passage in book.passages
            for found in wording.pattern.finditer(passage.text)
        ]
        if not places:
            continue
        passage, first = places[0]
        words = "”“".join(dict.fromkeys(found.group() for _, found in places[:6]))
        yield issue(
            Severity.MINOR,
            [passage.page_at(found.start()) for passage, found in places],
            passage.around(first.start(), first.end(), 40),
            pattern.format(note=wording.note, words=words, count=len(places)),
            remedy,
        )


_VERB = "增加|减少|增长|下降|降低|上升|压减|提高"
_NO_PERCENT = re.compile(
    rf"(?:{_VERB})(?:了)?(?:{NUMBER})(?:万元|亿元|元)[,，;；]?(?:同比)?(?:{_VERB})(?:了)?"
    rf"(?P<number>{NUMBER})(?=[。;；,，])"
)
_NO_PERCENT_SHARE = re.compile(
    rf"(?:占(?![地用])(?:[^,，。;；\d]{{0,16}}(?:比例|比重|支出|合计|总计|经费|收入|预算|总额))?的?(?:比例|比重)?"
    rf"(?:为|约|达)?|完成[^,，。;；\d]{{0,10}}预算的)(?P<number>{NUMBER})(?=[。;；,，])"
)
_NO_FIGURE = re.compile(
    r"(?:支出|收入|总额|总计|合计|经费|增加|减少|预算|决算|为|金额|共|增长|下降)(?P<unit>万元|亿元)(?=[,，。;；])"
)


def missing_sign(book: Book) -> Iterator[Issue]:
    """增减幅度、占比写了数却漏了“%”。"""
    for passage in book.prose:
        for pattern in (_NO_PERCENT, _NO_PERCENT_SHARE):
            for found in pattern.finditer(passage.text):
                yield issue(
                    Severity.MINOR,
                    [passage.page_at(found.start("number"))],
                    passage.around(found.start(), found.end(), 20),
                    f"“{found['number']}”后缺“%”",
                    "补上百分号。",
                    figures=(found["number"],),
                )


_NO_UNIT = re.compile(
    r"(?:支出|收入|经费|拨款|[合总]计|总额|金额|决算数?|预算数?|费|[(（]项[)）][”\"]?)(?:为|是|共|安排)?"
    rf"(?P<number>{NUMBER})(?=[。;；,，](?!\d))|"
    rf"(?:增加|减少)了?(?P<change>{NUMBER})(?=[,，](?:增长|下降|降低|上升))"
)
_CLAUSE = re.compile("[,，。;；:：、%]")
_PRINTED_AS_MONEY = re.compile(r"\d,\d{3}|\.\d\d$")


def missing_unit(book: Book) -> Iterator[Issue]:
    """“支出决算为4.19，”：写了金额却漏了“万元”（“元”）。只看写到两位小数或有千分位的数，写0的不算。"""
    for passage in book.prose:
        for found in _NO_UNIT.finditer(passage.text):
            number = found["number"] or found["change"]
            clause = _CLAUSE.split(passage.text[max(found.start() - 40, 0) : found.start()])[-1]
            is_money = _PRINTED_AS_MONEY.search(number) and number.strip("0,.")
            if not is_money or re.search("占|比例|比重|完成", clause):
                continue
            yield issue(
                Severity.MINOR,
                [passage.page_at(found.start())],
                passage.around(found.start(), found.end(), 40),
                f"“{number}”后没有金额单位",
                "补上金额单位。",
                figures=(number,),
            )


def missing_figure(book: Book) -> Iterator[Issue]:
    """“支出　万元”：单位前漏了金额。"""
    for passage in book.prose:
        for found in _NO_FIGURE.finditer(passage.text):
            yield issue(
                Severity.MINOR,
                [passage.page_at(found.start())],
                passage.around(found.start(), found.end(), 40),
                f"“{found['unit']}”前没有金额",
                "补上金额，没有的写0或删去。",
            )


_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"), ("〔", "〕"), ("【", "】"))


def brackets(book: Book) -> Iterator[Issue]:
    """括号、书名号、引号没有成对。与相邻段落合起来能成对的，可能是断行所致，不提出。"""
    prose = book.prose
    for at, passage in enumerate(prose):
        text = re.sub(
            r"(?:^|(?<=[,，。;；:：、]))[一二三四五六七八九十\d]{1,2}[)）]", "", passage.text
        )
        near = "".join(p.text for p in prose[max(at - 2, 0) : at + 3])
        for left, right in _PAIRS:
            missing = text.count(left) - text.count(right)
            if not missing or near.count(left) == near.count(right):
                continue
            place = _unpaired(passage, left, right)
            alone, other = (left, right) if missing > 0 else (right, left)
            yield issue(
                Severity.MINOR,
                [passage.page_at(place)],
                passage.text[max(place - 10, 0) : place + 40],
                f"“{alone}”没有与之成对的“{other}”",
                "补全或删去标点。",
            )


def _unpaired(passage: Passage, left: str, right: str) -> int:
    """The place of the bracket that stays open, or closes what was not opened."""
    stack: list[int] = []
    for at, char in enumerate(passage.text):
        if char == left:
            stack.append(at)
        elif char == right:
            if not stack:
                return at
            stack.pop()
    return stack[-1] if stack else 0


_DOUBLED = re.compile(r"[，,。；;、：:](?<![.…])[，,。；;、](?<!:“)|。、|、。")


def punctuation(book: Book) -> Iterator[Issue]:
    """两节以上的末尾用了“；”“，”，段末缺句号而并列各段都有，标点连用。全文合并为一条。"""
    found: list[tuple[int, str, str]] = []
    endings: list[tuple[int, str, str]] = []
    passages = [p for p in book.passages if not p.listed]
    for at, passage in enumerate(passages):
        if passage.is_heading:
            continue
        text = passage.text
        for double in _DOUBLED.finditer(text):
            page = passage.page_at(double.start())
            found.append((page, text[max(double.start() - 8, 0) : double.end() + 4], "标点连用"))
        after = passages[at + 1] if at + 1 < len(passages) else None
        if text[-1:] in {";", ","} and after and after.is_heading and len(text) > 8:
            endings.append((passage.last_page, text[-12:], "一节末尾用“；”或“，”"))
        elif after and _lacks_stop(passage, passages[at - 1] if at else None, after):
            found.append((passage.last_page, text[-12:], "段末缺句号"))
    found += endings if len(endings) > 1 else []
    if found:
        yield issue(
            Severity.MINOR,
            [page for page, _, _ in found],
            "；".join(f"…{words}" for _, words, _ in found[:6]),
            "；".join(dict.fromkeys(f"{what}（第{page}页）" for page, _, what in found)),
            "改正标点。",
        )


_ITEM = re.compile(r"\d{1,2}[.、．]|[(（][一二三四五六七八九十]{1,2}[)）]")


def _lacks_stop(passage: Passage, before: Passage | None, after: Passage) -> bool:
    """A numbered paragraph without a stop between two that have one."""
    if before is None or len(passage.text) < 20 or not re.search(r"[\u4e00-\u9fa5]$", passage.text):
        return False
    return all(_ITEM.match(p.text) for p in (before, passage, after)) and all(
        p.text.endswith("。") and len(p.text) >= 20 for p in (before, after)
    )
