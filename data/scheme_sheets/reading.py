"""The workbook that `writing` made, edited or not, as a scheme again. What people see wins."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.scheme_sheets.agreeing import add_up, amounts, holds
from data.scheme_sheets.cells import Cell, number_in, share_in, text_in, value_of
from data.scheme_sheets.grid import SchemeSheetError, Sheet, place
from data.scheme_sheets.ids import id_from, unused
from data.scheme_sheets.plain import WHERE, Plain, Tree
from data.scheme_sheets.reading_head import cell_value, in_yaml, read_groups, read_head
from data.scheme_sheets.words import (
    ABSENT,
    COLUMNS,
    GROUPS,
    HEAD,
    MACHINE,
    TABLE,
    TEXTS,
    Names,
    level,
    level_points,
)

# What a sentence says as a machine rule, for `points`: (sentence, points, where) -> scoring.
Reader = Callable[[str, Fraction, str], Mapping[str, Plain]]


def is_ours(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook was written by `writing.workbook`."""
    named = {sheet.name: sheet for sheet in sheets}
    if not {TABLE, HEAD} <= named.keys() or not named[HEAD].rows:
        return False
    return [text_in(cell) for cell in named[HEAD].rows[0][:3]] == ["项目", "内容", "键"]


def read_ours(file: str, sheets: Sequence[Sheet], names: Names, rule_of: Reader) -> Tree:
    """The scheme in a workbook of ours, each row with `WHERE` it stands.

    Args:
        rule_of: reads the machine rule of a row whose own was left empty.

    Raises:
        SchemeSheetError: a cell that means nothing, or two that contradict each other.
    """
    named = {sheet.name: sheet for sheet in sheets}
    tree = read_head(file, named)
    extras = read_groups(file, named.get(GROUPS))
    sources = tree.get("sources")
    table = _Table(file, names, rule_of, sources if isinstance(sources, dict) else {}, extras)
    tree["indicators"] = table.read(named[TABLE])
    if table.sources:
        tree["sources"] = table.sources
    return {key: tree[key] for key in ("scheme", "sources", *tree) if key in tree}


@dataclass(slots=True)
class _Row:
    """A row of the table: what stands in it, and where."""

    number: int
    where: str
    path: tuple[str, ...]  # names of the groups above
    above: tuple[str, ...]  # their ids, where the workbook knows them
    name: str
    upper_points: tuple[Cell, ...]
    cells: Mapping[str, Cell]


@dataclass(slots=True)
class _Table:
    file: str
    names: Names
    rule_of: Reader
    sources: dict[str, Plain]
    extras: Mapping[str, tuple[str, str, Tree]]

    def read(self, sheet: Sheet) -> tuple[Plain, ...]:
        rows = list(self._rows(sheet))
        if not rows:
            raise SchemeSheetError(f"{self.file} 工作表“{TABLE}”：没有指标，请在表头下每行填一项。")
        renamed = self._renamed(rows)
        roots: list[Plain] = []
        groups: dict[tuple[str, str], Tree] = {}  # (id above, name) -> group
        told: dict[int, tuple[str, str]] = {}  # group -> its points and the row that said so
        taken = {*self.extras, *(text_in(row.cells.get("id")) for row in rows)} - {""}
        seen: dict[str, str] = {}
        for row in rows:
            above, into = "", roots
            for depth, name in enumerate(row.path):
                known = row.above[depth] if depth < len(row.above) else ""
                own = known in self.extras and renamed.get(known, "") == name
                key = (above, known if own else self._called(above, name, renamed))
                if key not in groups:
                    group_id = key[1] if key[1] in self.extras else ""
                    if not group_id:
                        group_id = unused(id_from("", row.path[:depth], name), taken)
                        taken.add(group_id)
                    group: Tree = {"id": group_id, "name": name, "points": None}
                    group |= self.extras.get(group_id, ("", "", {}))[2]
                    group |= {"children": [], WHERE: row.where}
                    groups[key] = group
                    into.append(group)
                group = groups[key]
                self._tell(group, row, depth, told)
                children = group["children"]
                above, into = str(group["id"]), children if isinstance(children, list) else []
            leaf = self._leaf(row, taken)
            if str(leaf["id"]) in seen:
                raise SchemeSheetError(
                    f"{row.where}：指标编号“{leaf['id']}”与{seen[str(leaf['id'])]}重复；"
                    "如是复制出来的新行，请清空这一行的“指标编号”。"
                )
            seen[str(leaf["id"])] = f"第 {row.number + 1} 行"
            into.append(leaf)
        for root in roots:
            add_up(root)
        return tuple(roots)

    def _rows(self, sheet: Sheet) -> Iterator[_Row]:
        filled = sheet.filled()
        top = next((n for n, row in enumerate(filled) if "评分规则" in map(text_in, row)), None)
        if top is None:
            raise SchemeSheetError(
                f"{self.file} 工作表“{TABLE}”：找不到表头“评分规则”，请不要改动表头的文字。"
            )
        header = [text_in(cell) for cell in filled[top]]
        depth = sum(1 for n in range(1, 30) if level(n) in header)
        levels = [header.index(level(n)) for n in range(1, depth + 1)]
        points = [header.index(level_points(n)) for n in range(1, depth)]
        said = {text: key for key, (text, _) in (*COLUMNS.items(), *MACHINE.items())}
        said |= {"分值": "points", "权重": "weight"}
        at = {said[text]: n for n, text in enumerate(header) if text in said}
        before: tuple[str, ...] = ()
        before_ids: tuple[str, ...] = ()
        before_points: tuple[Cell, ...] = ()
        for number, row in enumerate(filled[top + 1 :], start=top + 1):
            names = [text_in(row[column]) for column in levels]
            where = place(self.file, TABLE, number)
            if not any(names):
                if any(cell is not None for cell in row) and "合计" not in map(text_in, row):
                    raise SchemeSheetError(f"{where}：没有指标名称，请填写，或删去整行。")
                continue
            own = max(n for n, name in enumerate(names) if name)
            first = next(n for n, name in enumerate(names) if name)
            path = (*before[:first], *names[first:own])
            ids = text_in(row[at["above"]]) if "above" in at else ""
            upper = tuple(row[column] for column in points[:own])
            upper = (*before_points[:first], *upper[first:])
            if len(path) != own or not all(path):
                raise SchemeSheetError(f"{where}：上级指标的名称不全，请逐级填写。")
            above = tuple(ids.split("/")) if ids else before_ids[: self._shared(path, before)]
            before, before_points, before_ids = path, upper, above
            cells = {key: row[column] for key, column in at.items()}
            yield _Row(number, where, path, above, names[own], upper, cells)

    @staticmethod
    def _shared(path: Sequence[str], before: Sequence[str]) -> int:
        """How many groups a row shares with the one above it."""
        return next(
            (n for n, pair in enumerate(zip(path, before, strict=False)) if pair[0] != pair[1]),
            min(len(path), len(before)),
        )

    def _renamed(self, rows: Sequence[_Row]) -> dict[str, str]:
        """Id of every exported group -> its name now.

        A group whose rows all show one new name was renamed, unless the name is another group's
        of the same place: then its rows were moved there.
        """
        shown: dict[str, set[str]] = {}
        for row in rows:
            for known, name in zip(row.above, row.path, strict=False):
                shown.setdefault(known, set()).add(name)
        result = {}
        for group_id, (above, name, _) in self.extras.items():
            beside = {n for i, (a, n, _) in self.extras.items() if a == above and i != group_id}
            now = shown.get(group_id, set())
            result[group_id] = next(iter(now)) if len(now) == 1 and not now & beside else name
        return result

    def _called(self, above: str, name: str, renamed: Mapping[str, str]) -> str:
        """The group of this name under `above`: its id where it was exported, else its name."""
        for group_id, (parent, _, _) in self.extras.items():
            if parent == above and renamed[group_id] == name:
                return group_id
        return f"\0{name}"

    def _tell(self, group: Tree, row: _Row, depth: int, told: dict[int, tuple[str, str]]) -> None:
        """Take over the points of a group; its rows may not say two things."""
        cell = row.upper_points[depth] if depth < len(row.upper_points) else None
        if cell is None:
            return
        said = text_in(cell)
        before = told.setdefault(id(group), (said, row.where))
        if before[0] != said:
            raise SchemeSheetError(
                f"{row.where}：“{group['name']}”的分值写作 {said}，{before[1]}写作 {before[0]}；"
                "请改成一致，或合并成一格。"
            )
        if isinstance(cell, str) and ("%" in cell or "％" in cell):
            group["weight"] = share_in(cell)
        elif "weight" in group and not isinstance(cell, str):
            group["weight"] = share_in(self._number(cell, row.where, "权重"))
        else:
            group["points"] = self._number(cell, row.where, "分值")
            group.pop("weight", None)

    def _number(self, cell: Cell, where: str, what: str) -> Plain:
        number = number_in(text_in(cell)) if isinstance(cell, str) else value_of(cell)
        if number is None or isinstance(number, str | bool):
            raise SchemeSheetError(f"{where}：{what}“{text_in(cell)}”不是数字，请改正。")
        return number

    def _leaf(self, row: _Row, taken: set[str]) -> Tree:
        cells, where = row.cells, row.where
        leaf_id = text_in(cells.get("id"))
        if not leaf_id:
            leaf_id = unused(id_from("", row.path, row.name), taken)
            taken.add(leaf_id)
        leaf: Tree = {"id": leaf_id, "name": row.name}
        if cells.get("points") is not None:
            leaf["points"] = self._number(cells["points"], where, "分值")
        elif cells.get("weight") is None:
            raise SchemeSheetError(f"{where}：“{row.name}”没有分值，请填写。")
        if cells.get("weight") is not None:
            leaf["weight"] = share_in(cell_value(cells["weight"], where))
        new = not text_in(cells.get("method")) and not text_in(cells.get("scoring"))
        leaf["method"] = self._word("method", cells, where, "manual" if new else "")
        leaf["na"] = self._word("na", cells, where, "none" if new else "")
        if check := self._word("check", cells, where, ""):
            leaf["check"] = check
        for key in ("rule", "remedy", "typical_failure", "evidence", "responsible", "sampling"):
            cell = cells.get(key)
            if cell is not None:
                leaf[key] = text_in(cell) if not _coded(cell, key) else cell_value(cell, where)
        if not leaf.get("rule"):
            raise SchemeSheetError(f"{where}：“{row.name}”没有评分规则，请填写。")
        if new and "remedy" not in leaf:
            leaf["remedy"] = "按评分规则逐项改正。"
        leaf["scoring"] = self._scoring(row, leaf)
        if cells.get("basis") is not None:
            leaf["basis"] = tuple(map(self._basis, text_in(cells["basis"]).splitlines()))
        elif new:
            leaf["basis"] = (self._basis("本指标体系"),)
        if cells.get("na_share") is not None:
            leaf["na_share"] = cell_value(cells["na_share"], where)
        if text_in(requires := cells.get("requires")) == "[]":
            leaf["requires"] = ()
        elif requires is not None:
            leaf["requires"] = tuple(re.split(r"[\n、]+", text_in(requires)))
        for key in ("params", "person_gives"):
            if cells.get(key) is not None:
                leaf[key] = in_yaml(cells[key], where, MACHINE[key][0])
        if cells.get("others") is not None:
            others = in_yaml(cells["others"], where, MACHINE["others"][0])
            leaf |= others if isinstance(others, dict) else {}
        ordered = {key: leaf[key] for key in leaf if leaf[key] != ""}
        return {**ordered, WHERE: where}

    def _word(self, key: str, cells: Mapping[str, Cell], where: str, default: str) -> str:
        """The key that a Chinese word stands for; a key itself is taken as it is."""
        words = {"method": self.names.methods, "check": self.names.checks, "na": ABSENT}[key]
        said = text_in(cells.get(key)) or default
        found = next((known for known, word in words.items() if word == said), said)
        if said and found not in words and key != "check":
            known = "、".join(words.values())
            raise SchemeSheetError(f"{where}：{COLUMNS[key][0]}“{said}”不认识；可用：{known}。")
        return found

    def _scoring(self, row: _Row, leaf: Tree) -> Plain:
        """The machine rule; a sentence whose points were edited must not leave it behind."""
        said, before = str(leaf["rule"]), text_in(row.cells.get("rule_before"))
        cell = row.cells.get("scoring")
        if cell is None:
            if leaf.get("check"):
                raise SchemeSheetError(
                    f"{row.where}：“{row.name}”有核查方法，“计分公式”不能空着，请填写。"
                )
            points = leaf.get("points")
            worth = Fraction(points) if isinstance(points, int | Fraction) else Fraction(1)
            return dict(self.rule_of(said, worth, row.where))
        scoring = in_yaml(cell, row.where, MACHINE["scoring"][0])
        if before and amounts(said) != amounts(before):
            stale = [a for a in amounts(before) - amounts(said) if holds(scoring, a)]
            fresh = [a for a in amounts(said) - amounts(before) if not holds(scoring, a)]
            if stale or fresh:
                raise SchemeSheetError(
                    f"{row.where}：“{row.name}”的评分规则改了分数（原为“{before[:40]}”），"
                    "“计分公式”还是原来的；请把“计分公式”一并改好，"
                    "没有核查方法的可以把它清空，由程序按新规则读出。"
                )
        return scoring

    def _basis(self, line: str) -> str:
        """A line of the column 依据 as `key place`; an unknown source is added."""
        said = line.strip()
        titles = {str(title).strip(): key for key, title in self.sources.items()}
        for title in sorted(titles, key=len, reverse=True):
            rest = said.removeprefix(title)
            if said.startswith(title) and (not rest or rest.startswith(" ")):
                return f"{titles[title]} {rest[1:]}".strip()
        for title in sorted(titles, key=len, reverse=True):  # typed without the space
            if title and said.startswith(title):
                return f"{titles[title]} {said.removeprefix(title)}"
        key = unused("source", self.sources)
        self.sources[key] = said
        return key


def _coded(cell: Cell, key: str) -> bool:
    """Whether a column of texts holds YAML: only those that the program does not know may."""
    return key in TEXTS - {"rule", "remedy"} and text_in(cell).startswith(("[", "{"))
