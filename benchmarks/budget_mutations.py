"""How much of what is wrong in a budget the rules see, and what they say of one that is right.

`python -m benchmarks.budget_mutations [DOCUMENTS]`: makes right documents in the layouts of several
provinces, counts what is reported of them (every one false), then changes one thing at a time and
counts how often that is reported. One line a kind of fault, then the places most often missed.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from crawlers.subjects.budget.figures import AMOUNT, cell_number
from crawlers.subjects.budget.issues import Issue
from crawlers.subjects.budget.register import issues
from tests.budget_layouts import LAYOUTS, NAMES, Layout, Printer, printed
from tests.budgets import Part, book

Changed = tuple[list[Part], str]  # the document, and where it was changed
Mutate = Callable[[Printer, list[Part], Random], Changed | None]
_TRIES = 6  # changes of a kind to each document
_SHOWN = 25  # places shown that were missed


@dataclass(slots=True)
class Tally:
    """Of one kind of fault: how many were made and seen, and where it was missed."""

    made: int = 0
    seen: int = 0
    missed: Counter[str] = field(default_factory=Counter)


def reported(printer: Printer, parts: Sequence[Part]) -> Sequence[Issue]:
    """What the rules say, questions to a person among it."""
    return issues(book(*parts, title=printer.title))


def _other(number: str, random: Random) -> str:
    """The number with one digit of its whole part, or else of the rest, another one."""
    places = [n for n, char in enumerate(number) if char.isdigit()]
    whole = [n for n in places if n < (number + ".").index(".")]
    at = random.choice(whole)
    digit = random.choice([d for d in "123456789" if d != number[at]])
    return number[:at] + digit + number[at + 1 :]


def _replaced(parts: Sequence[Part], at: int, part: Part) -> list[Part]:
    return [*parts[:at], part, *parts[at + 1 :]]


def table_figure(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
    """One figure of one table is another."""
    places = [
        (at, r, c)
        for at, part in enumerate(parts)
        if part and not isinstance(part, str)
        for r, row in enumerate(part)
        for c, cell in enumerate(row)
        if "." in cell or len(cell) > 7
        if cell_number(cell) and not cell.isdecimal()
    ]
    at, r, c = random.choice(places)
    rows = parts[at]
    assert rows is not None
    assert not isinstance(rows, str)
    changed = [list(row) for row in rows]
    changed[r][c] = _other(changed[r][c], random)
    title = next(p for p in reversed(parts[: at - 1]) if isinstance(p, str))
    return _replaced(parts, at, changed), f"{title}｜{rows[r][0][:3]}｜{c}"


def _said(parts: list[Part], pattern: re.Pattern[str]) -> list[tuple[int, re.Match[str]]]:
    """Places in the text of the explanations."""
    begin = max(n for n, part in enumerate(parts) if part is None)
    return [
        (at, found)
        for at, part in enumerate(parts)
        if isinstance(part, str) and at > begin
        for found in pattern.finditer(part)
    ]


def _in_text(
    pattern: str, change: Callable[[re.Match[str], Random], str]
) -> Callable[[Printer, list[Part], Random], Changed | None]:
    compiled = re.compile(pattern)

    def mutate(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
        places = _said(parts, compiled)
        if not places:
            return None
        at, found = random.choice(places)
        text = found.string
        words = text[: found.start()] + change(found, random) + text[found.end() :]
        label = re.sub(r"[\d.]+", "0", text[max(found.start() - 16, 0) : found.end() + 4])
        return _replaced(parts, at, words), f"{printer.layout.name}｜{label}"

    return mutate


_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
said_amount = _in_text(
    AMOUNT.pattern, lambda m, random: _other(m[1], random) + m[2] if m[1] != "0" else "5.00万元"
)
said_percent = _in_text(r"(\d+\.\d\d)%", lambda m, random: _other(m[1], random) + "%")
said_direction = _in_text(r"(增加|减少|增长|下降)(?=\d)", lambda m, random: _OPPOSITE[m[1]])
no_percent_sign = _in_text(r"(?<=\d\.\d\d)%(?=[。；，])", lambda m, random: "")
unit_of_amount = _in_text(r"(?<=\d\.\d\d)万元", lambda m, random: "元")
no_unit = _in_text(r"(?<=\d\.\d\d)万元(?=[。；，])", lambda m, random: "")
no_amount = _in_text(r"\d+\.\d\d(?=万元[。；，])", lambda m, random: "")
subject = _in_text(
    r"(?<=（款）)[\u4e00-\u9fa5]{4,}(?=（项）)",
    lambda m, random: random.choice([n for c, n in NAMES.items() if len(c) == 7 and n != m[0]]),
)
slip_of_subject = _in_text(
    r"(?<=（款）)[\u4e00-\u9fa5]{5,}(?=（项）)", lambda m, random: m[0][:2] + m[0][3:]
)
listed_use = _in_text(r"(?<=、)邮电费(?=、)", lambda m, random: "租赁费")
comparison = _in_text("大于|小于(?=预算数)", lambda m, random: {"大于": "小于"}.get(m[0], "大于"))


def last_year(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
    """The scope of last year's document."""
    old = [
        (at, part.replace(f"{printer.data.year}年度部门", f"{printer.data.year - 1}年度部门"))
        for at, part in enumerate(parts)
        if isinstance(part, str) and "编制范围" in part
    ]
    return _replaced(parts, *old[0]), "编制范围"


def other_unit(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
    """A sentence copied from another department of the place."""
    places = [
        at
        for at, part in enumerate(parts)
        if isinstance(part, str) and printer.data.unit in part and "单位：" not in part
    ]
    at = random.choice(places)
    part = parts[at]
    assert isinstance(part, str)
    other = printer.data.place + "交通运输局"
    return _replaced(parts, at, part.replace(printer.data.unit, other)), part[:12]


def no_statement(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
    """An empty table about which nothing is said anywhere."""
    word = random.choice(["政府性基金", "国有资本经营"])
    kept = [p for p in parts if not (isinstance(p, str) and word in p and re.search("没有|无", p))]
    return kept, word


def no_table(printer: Printer, parts: list[Part], random: Random) -> Changed | None:
    """A table left out, though the contents list it."""
    title = random.choice(list(printer.layout.titles.values()))
    at = parts.index(title)
    end = next(n for n in range(at, len(parts)) if parts[n] is None)
    contents = ["目　录", *printer.layout.titles.values(), None]
    begin = max(n for n in range(at) if parts[n] is None)
    return [*contents, *parts[:begin], *parts[end:]], f"{printer.layout.name}｜{title}"


KINDS: dict[str, Mutate] = {
    "表内一个数改了": table_figure,
    "文中一个金额改了": said_amount,
    "百分比算错": said_percent,
    "增减方向写反": said_direction,
    "漏百分号": no_percent_sign,
    "万元写成元": unit_of_amount,
    "漏单位": no_unit,
    "漏金额": no_amount,
    "科目张冠李戴": subject,
    "科目名称漏字": slip_of_subject,
    "列举了没有数的科目": listed_use,
    "大于小于写反": comparison,
    "沿用上年年度": last_year,
    "抄了别的单位": other_unit,
    "空表没有说明": no_statement,
    "缺表": no_table,
}


def measured(
    layouts: Sequence[Layout], documents: int, tries: int = _TRIES
) -> tuple[dict[str, Tally], list[str]]:
    """Tallies by kind of fault, and what was reported of documents without any.

    Args:
        documents: of each layout.
        tries: changes of each kind to each document.
    """
    tallies = {kind: Tally() for kind in KINDS}
    false: list[str] = []
    for layout in layouts:
        for seed in range(documents):
            printer, random = printed(layout, seed), Random(seed)
            parts = printer.parts()
            clean = Counter((x.rule, x.found) for x in reported(printer, parts))
            false += [f"{layout.name} {seed} {rule}: {found}" for rule, found in clean]
            for kind, mutate in KINDS.items():
                for _ in range(tries):
                    changed = mutate(printer, parts, random)
                    if changed is None:
                        break
                    tallies[kind].made += 1
                    if Counter((x.rule, x.found) for x in reported(printer, changed[0])) - clean:
                        tallies[kind].seen += 1
                    else:
                        tallies[kind].missed[changed[1]] += 1
    return tallies, false


def main(documents: int) -> None:
    tallies, false = measured(LAYOUTS, documents)
    lines = [f"{len(LAYOUTS) * documents} right documents, {len(false)} false findings", *false]
    lines += ["| fault | made | seen | share |", "|---|---|---|---|"]
    lines += [
        f"| {kind} | {t.made} | {t.seen} | {t.seen / t.made:.0%} |"
        for kind, t in tallies.items()
        if t.made
    ]
    for kind, tally in tallies.items():
        lines += [f"{kind} {n}: {place}" for place, n in tally.missed.most_common(_SHOWN)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
