"""整改通知书: what one unit has to mend and until when, in the layout of a 公文."""

from collections.abc import Iterator
from fractions import Fraction

from dashboard.reports.book import Book
from dashboard.reports.errors import ReportError
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.laid import laid
from dashboard.reports.paper import Block, Grid, Heading, Layout, Paper, Text, chinese_day
from dashboard.reports.phrases import assessment, short
from dashboard.wording.printing import points
from scoring.rectification import Fix, Status
from scoring.stages import Act

_NAMED = 5


def fix_notice(book: Book, unit_id: str) -> Paper:
    """The notice of one unit.

    Raises:
        ReportError: it was not told of any lost point, or all are mended.
    """
    unit, this = book.unit(unit_id), book.result.round
    told = book.fixes.get(unit_id, ())
    left = [fix for fix in told if fix.status is not Status.PASSED]
    if not told:
        raise ReportError(
            f"还没有向{unit.name}反馈过扣分的问题，不能出整改通知书；"
            f"请先运行 gkc feedback {this.id}"
        )
    if not left:
        raise ReportError(f"{unit.name}的问题都已复核通过，不用再发整改通知书")
    return Paper(
        layout=Layout.OFFICIAL,
        title=f"关于限期整改{assessment(this.name)}发现问题的通知",
        organisation=book.organisation,
        day=book.day,
        number=book.number,
        to=unit.name,
        blocks=tuple(_blocks(book, left)),
        notes=("问题清单",),
        annexes=(Heading("附件"), _table(left)),
    )


def _blocks(book: Book, left: list[Fix]) -> Iterator[Block]:
    this, due = book.result.round, max(fix.due for fix in left)
    lost = sum((Fraction(fix.line.lost) for fix in left), Fraction(0))
    yield Text(
        f"根据《中华人民共和国政府信息公开条例》和{assessment(this.name)}安排，经核查，你单位有{len(left)}项"
        f"问题需要整改，按指标分值合计扣{points(lost)}分。现将有关事项通知如下。"
    )
    yield Heading("一、存在的问题")
    for number, fix in enumerate(left[:_NAMED], 1):
        repeated = "（屡次失分）" if fix.again else ""
        yield Text(f"{number}. {fix.line.name}{repeated}：{short(fix.line.reason).rstrip('。')}。")
    if len(left) > _NAMED:
        yield Text(f"其余{len(left) - _NAMED}项见附件。")
    yield Heading("二、整改要求")
    yield Text(
        f"请你单位对照附件所列问题逐项整改，于{chinese_day(due)}前完成，"
        "并对同类问题开展自查，防止再次发生。"
    )
    yield Heading("三、结果报送")
    yield Text(
        "整改结果请在平台上逐项填报：已整改的，附整改后的网页链接；确实不能整改的，说明情况和理由。"
        f"对扣分有异议的，可以在反馈之日起{book.terms.appeal_days}个工作日内提出申诉。"
    )
    yield Text(
        f"{book.organisation}将逐项复查。逾期未整改或者复查未通过的，列入整改台账继续跟踪，"
        "并计入下一轮评估。"
    )


def _table(left: list[Fix]) -> Grid:
    rows = tuple(
        (
            str(number),
            f"{fix.line.code} {fix.line.name}",
            points(Fraction(fix.line.lost)),
            short(fix.line.reason, 120),
            short(fix.line.remedy, 120),
            fix.due.isoformat(),
        )
        for number, fix in enumerate(left, 1)
    )
    heads = ("序号", "指标", "扣分", "问题", "整改要求", "期限")
    return Grid(heads, rows, (8, 20, 8, 28, 25, 16), frozenset({2}), "问题清单")


KIND = Kind(
    "notice",
    "整改通知书",
    "向一个单位限期整改的公文，附问题清单",
    Scope.UNIT,
    Reader.OFFICE,
    laid(fix_notice),
    issuing=Act.NOTIFY,
)
