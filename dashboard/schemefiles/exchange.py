"""An indicator system to Excel and back; what `gkc schemes import|export` and the screen share."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from dashboard.rounds.steps import checks
from dashboard.wording.printing import points
from dashboard.wording.words import METHOD
from data.indicators import Scheme
from data.scheme_sheets.changes import carried
from data.scheme_sheets.checking import checked, placed
from data.scheme_sheets.grid import SchemeSheetError, Sheet, sheets_in
from data.scheme_sheets.plain import Plain, read_plain
from data.scheme_sheets.reading import is_ours, read_ours
from data.scheme_sheets.words import Names
from data.schemes import SchemeError, bind, parse_scheme


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a table of strangers, where the table does not."""

    scheme_id: str
    title: str = ""
    kind: str = ""  # of the units, as schemes name it
    total: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A scheme that was read, its file, and what to tell of the reading, a sentence each."""

    scheme: Scheme
    text: str
    notes: tuple[str, ...]


@cache
def names() -> Names:
    """Methods and checks as people call them."""
    methods = {method.value: word for method, word in METHOD.items()}
    return Names(methods, {name: check.title for name, check in checks().items()})


def exported(text: str, name: str = "导出.xlsx") -> bytes:
    """A scheme file as a workbook that reads back as the same scheme.

    Raises:
        SchemeError: the file is no scheme, or the workbook would say something else.
    """
    from data.scheme_sheets.writing import workbook  # its library takes a fifth of a second

    scheme, tree = parse_scheme(text, name), read_plain(text)
    body = workbook(tree if isinstance(tree, dict) else {}, names())
    if ours(name, sheets_in(name, body), names())[0].digest != scheme.digest:
        raise SchemeSheetError(
            f"“{scheme.title}”写入 Excel 后读回的内容与原文件不同，没有导出，请用 YAML 文件。"
        )
    return body


def imported(name: str, sheets: tuple[Sheet, ...], told: Told, before: str = "") -> Imported:
    """The scheme in the tables of a workbook or CSV, ours or anybody's.

    Args:
        name: of the file, for messages.
        told: used for tables of strangers only; ours say it themselves.
        before: text of the version before, whose ids and settings stay where they still fit.

    Raises:
        SchemeError: the tables are no scheme; the sentence names sheet and row.
    """
    if is_ours(sheets):
        scheme, text = ours(name, sheets, names())
        said = [f"{scheme.title}：{len(scheme.leaves())} 项指标，总分 {points(scheme.total)}。"]
    else:
        scheme, text, said = _foreign(name, sheets, told, before)
    if before:
        said += _carried(parse_scheme(before, "上一版"), scheme)
    return Imported(scheme, text, tuple(said))


def bound(tree: Mapping[str, Plain], name: str, note: list[str]) -> tuple[Scheme, str]:
    """A tree made from a table as a scheme bound to today's checks, and its text.

    Raises:
        SchemeError: it is none; the sentence names the row.
    """
    scheme, text, places = checked(tree, name, note)
    try:
        bind(scheme, checks())
    except SchemeError as error:
        raise SchemeSheetError(placed(error, name, places)) from error
    return scheme, text


def rule_of(sentence: str, worth: Fraction, where: str) -> Mapping[str, Plain]:
    """What a sentence says as a machine rule.

    Raises:
        SchemeSheetError: it says no figures that add up to `worth`.
    """
    from scoring.rubric.clauses import read_sentence
    from scoring.rubric.compiling import RubricError, compiled

    try:
        return compiled(read_sentence(sentence), worth).scoring
    except RubricError as error:
        raise SchemeSheetError(f"{where}：{error}。") from error


def ours(name: str, sheets: tuple[Sheet, ...], words: Names) -> tuple[Scheme, str]:
    """The scheme in a workbook that `exported` made, edited or not, and its file.

    Raises:
        SchemeError: it is none; the sentence names sheet and row.
    """
    tree = read_ours(name, sheets, words, rule_of)
    note = ["由 gkc schemes import 写成。已发布的版本不再修改；要改动请另存为新文件、换新编号。"]
    return bound(tree, name, note)


def _foreign(
    name: str, sheets: tuple[Sheet, ...], told: Told, before: str
) -> tuple[Scheme, str, list[str]]:
    from data.check_words import in_rules
    from data.scheme_sheets.foreign import read_foreign
    from scoring.rubric.bonus import bonus_in
    from scoring.rubric.building import Head, build
    from scoring.rubric.compiling import RubricError

    file = Path(name)
    table, bonus = bonus_in(read_foreign(file, sheets))
    title = told.title or table.title or file.stem
    head = Head(told.scheme_id, title, told.kind or kind_of(title), told.total)
    old = read_plain(before) if before else None
    try:
        tree, built = build(
            table, head, in_rules(), names().checks, old if isinstance(old, dict) else None
        )
    except RubricError as error:
        raise SchemeSheetError(str(error)) from error
    note = [
        f"由 {file.name} 导入。等次、组别、不涉及的处理等表中没有写明的，按常见做法填写，请核对。",
        "有核查方法的指标一律由人工确认；“可考虑的核查方法”是按文字给出的建议，由你决定是否采用。",
    ]
    scheme, text = bound(tree, file.name, note)
    with_check = [each for each in built if each.check]
    said = [
        f"{scheme.title}：读到 {len(built)} 项指标，总分 {points(scheme.total)}；"
        f"{sum(each.figures for each in built)} 项的扣分或得分读成了计分公式，"
        f"{len(with_check)} 项配上了核查方法，其余由人工评审。"
    ]
    said += [
        f"{each.row.where}：“{each.row.name}”没有写明扣多少分，按符合、部分符合、不符合评定。"
        for each in built
        if not each.figures
    ]
    if unsure := sum(1 for each in built if each.suggested and not each.check):
        said.append(f"{unsure} 项只有建议的核查方法，见文件中的“可考虑的核查方法”。")
    if kept := sum(each.kept for each in built):
        said.append(f"{kept} 项的规则和分值没有变，沿用上一版的全部设置。")
    said += [
        f"{row.where}：“{row.name}”是加分，不计入总分，没有读入；可以加的写在文件的 bonus 里"
        "（写法见 docs/schemes.md），领导批示、媒体刊发、信息采用等不得作为加分。"
        for row in bonus
    ]
    if table.unread:
        said.append(f"没有读入的列：{'、'.join(table.unread)}。")
    if table.remarks:
        said.append(f"没有读入的说明 {len(table.remarks)} 条，如“{table.remarks[0][:30]}”。")
    return scheme, text, said


def _carried(old: Scheme, new: Scheme) -> list[str]:
    """Which judgements carry over from the version before."""
    found = carried(old, new)
    titles = {leaf.id: leaf.name for leaf in (*old.leaves(), *new.leaves())}
    said = [f"与上一版相比：{len(found.kept)} 项编号不变，以往的评审意见仍然对应。"]
    for word, ids in (("新增", found.new), ("不再有", found.gone)):
        if ids:
            said.append(f"{word} {len(ids)} 项：{'、'.join(f'{i}（{titles[i]}）' for i in ids)}。")
    return said


def kind_of(title: str) -> str:
    """The kind of unit that a title is about; departments, where it does not say."""
    for word, kind in (
        ("部门", "department"),
        ("乡镇", "township"),
        ("街道", "township"),
        ("县", "county"),
        ("区政府", "county"),
    ):
        if word in title:
            return kind
    return "department"
