"""I6: figures stated in words against the cells of the tables that hold them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from crawlers.subjects.annual.form import (
    APPLICATIONS,
    DISPUTES,
    GROUPS,
    ORGANISATIONS,
    PEOPLE,
    RESULTS,
    ROW_NAMES,
    RULINGS,
)
from crawlers.subjects.annual.identities import total
from crawlers.subjects.annual.litigation import cases
from crawlers.subjects.annual.model import Report, Table
from crawlers.subjects.annual.prose import Statement, statements
from crawlers.subjects.annual.remarks import Degree, Place, Remark, Review
from crawlers.subjects.annual.titles import area_of

Counts = tuple[int | None, ...]  # every figure that may rightly be stated; None: not known

_SUIT = "行政诉讼"
NAMES: Mapping[str, str] = {
    "new": "新收申请",
    "received": "收到申请",
    "carried": "上年结转",
    "done": "办结",
    "left": "结转下年度",
    "given_partly": "予以公开和部分公开",
    **{key: ROW_NAMES[key] for key in RESULTS},
    **GROUPS,
    **{f"by:{who}": f"{name}申请" for who, name in PEOPLE.items()},
    "by:organisations": "法人或其他组织申请",
    **{
        f"{block}:{ruling}": name if ruling == "total" else f"{name}{RULINGS[ruling]}"
        for block, name in {**DISPUTES, "suit": _SUIT}.items()
        for ruling in RULINGS
    },
    "regulation:made": "制发规章",
    "regulation:repealed": "废止规章",
    "regulation:valid": "现行有效规章",
    "document:made": "制发行政规范性文件",
    "document:repealed": "废止行政规范性文件",
    "document:valid": "现行有效行政规范性文件",
}


def expected(report: Report) -> Mapping[str, Counts]:
    """By measure, the figures that the tables allow; unit 件.

    收到 and 受理 may include what was carried over, 办结 and 答复 may leave out what was handled
    otherwise, 其他处理 may mean the group or its last row: all readings are right.
    """
    table = report.applications

    def all_of(row: str) -> int | None:
        return table.count(row, "total")

    rows = set(table.rows())
    groups = {
        group: total(*(all_of(r.key) for r in APPLICATIONS if r.group == group and r.key in rows))
        for group in GROUPS
    }
    new, carried, done = all_of("new"), all_of("carried"), all_of("done")
    found: dict[str, Counts] = {
        "new": (new,),
        "received": (new, total(new, carried)),
        "carried": (carried,),
        "done": (done, _less(done, groups["otherwise"])),
        "left": (all_of("left"),),
        "given_partly": (total(all_of("given"), all_of("partly")),),
        **{row: (all_of(row),) for row in RESULTS},
        **{group: (count,) for group, count in groups.items() if group != "otherwise"},
        "otherwise": (groups["otherwise"], all_of("otherwise")),
        **{f"by:{who}": _by(table, (who,)) for who in PEOPLE},
        "by:organisations": _by(table, ORGANISATIONS),
    }
    for ruling in RULINGS:
        for block in DISPUTES:
            found[f"{block}:{ruling}"] = (report.disputes.count(block, ruling),)
        direct, after = found[f"direct:{ruling}"][0], found[f"after:{ruling}"][0]
        found[f"suit:{ruling}"] = (total(direct, after),)
    for row in ("regulation", "document"):
        for column in ("made", "repealed", "valid"):
            found[f"{row}:{column}"] = (report.activity.count(row, column),)
    return found


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def _by(table: Table, who: Iterable[str]) -> Counts:
    who = tuple(who)
    new = total(*(table.count("new", one) for one in who))
    return new, total(new, *(table.count("carried", one) for one in who))


def agreement(report: Report) -> Review:
    """I6 for every figure stated in words whose cell is known."""
    allowed = expected(report)
    government = bool(area_of(report.organ))
    remarks: dict[tuple[str, int], Remark] = {}
    held = undecided = 0
    stated = (*statements(report.passages, report.organ), *cases(report.passages, report.organ))
    for one in stated:
        if government and one.measure.startswith(("document:", "regulation:")):
            continue  # a government's own documents are some of those of its whole area
        counts = allowed[one.measure]
        if one.count in counts:
            held += 1
        elif None in counts:
            undecided += 1
        else:
            remarks.setdefault((one.measure, one.count), _remark(one, counts))
    return Review(tuple(remarks.values()), held, undecided)


def _remark(one: Statement, counts: Counts) -> Remark:
    count = counts[0] or 0
    # How many documents an office made is counted in more ways than one.
    soft = one.measure.startswith(("document:", "regulation:"))
    return Remark(
        "I6",
        Degree.SUSPECTED if soft else Degree.CERTAIN,
        f"正文称{NAMES[one.measure]}{one.count}件，表中为{count}件",
        Place("正文", one.page, one.quote),
        (Decimal(one.count), Decimal(count)),
    )
