"""Reading the tree of an indicator system: nodes, leaves, codes by position, points that add up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Absent, Leaf, Method, Node, leaves_of
from data.marked import Entry, Fault, Fields, did_you_mean, number_text
from data.metrics.known import names_metrics
from data.rules import ONE, keys_used, read_rule

_NODE = ("id", "name", "points", "children", "extra")
_LEAF = (
    "id", "name", "points", "method", "rule", "scoring", "basis", "remedy", "typical_failure",
    "evidence", "check", "params", "person_gives", "na", "na_share", "requires",
    "children",  # never reaches a leaf; known here for the hint when it is misspelt
)  # fmt: skip


class Ids:
    """Ids seen so far, each with its line."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, fields: Fields) -> str:
        id_, line = fields.text("id"), fields.need("id").line
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id_):
            raise Fault(line, f"编号“{id_}”应由小写字母、数字和下划线组成，以字母开头")
        if id_ in self._seen:
            raise Fault(line, f"编号“{id_}”与第 {self._seen[id_]} 行重复，请改用别的编号")
        self._seen[id_] = line
        return id_


@dataclass(frozen=True, slots=True)
class TreeReader:
    ids: Ids
    sources: Mapping[str, str]
    duties: Mapping[str, str]

    def node(
        self, entry: Entry, code: str, path: tuple[str, ...], *, extra_allowed: bool = False
    ) -> Node | Leaf:
        if "children" not in entry.mapping("指标"):
            return self.leaf(entry, code, path)
        fields = Fields(entry, _called(entry), _NODE)
        id_, name, points = self.ids.take(fields), fields.text("name"), fields.positive("points")
        separator = "." if len(path) else ""
        children = tuple(
            self.node(child, f"{code}{separator}{n}", (*path, name))
            for n, child in enumerate(fields.entries("children"), start=1)
        )
        if (found := sum((child.points for child in children), Fraction(0))) != points:
            said = f"本级 {number_text(points)}"
            raise Fault(fields.need("points").line, sum_off(f"“{name}”的下级指标", found, said))
        extra = fields.get("extra")
        if extra and not extra_allowed:
            raise Fault(extra.line, "extra 只能写在一级指标上")
        if extra and extra.flag("extra "):
            for leaf in leaves_of(children):
                if not leaf.requires:
                    raise Fault(leaf.line, f"加挂指标“{leaf.name}”要写 requires（适用职责）")
            return Node(id_, code, name, points, children, extra=True)
        return Node(id_, code, name, points, children)

    def leaf(self, entry: Entry, code: str, path: tuple[str, ...]) -> Leaf:
        fields = Fields(entry, _called(entry), _LEAF)
        id_, points = self.ids.take(fields), fields.positive("points")
        method = fields.choice("method", Method)
        check = fields.text("check", "") or None
        if (check is not None) != (method in {Method.AUTO, Method.SEMI}):
            said = "要写 check（核查方法）" if check is None else "不能写 check"
            raise Fault(fields.line, f"{fields.what}的 method 为 {method}，{said}")
        params = fields.get("params")
        named = params is not None and method is Method.METRIC and names_metrics(params)
        if check is None and params and not named:
            raise Fault(params.line, f"{fields.what}没有 check，params 无处可用，请删去")
        absent = fields.choice("na", Absent)
        shared = absent in {Absent.STATEMENT_SHARE, Absent.FLAT_SHARE}
        if shared != (fields.get("na_share") is not None):
            raise Fault(
                fields.line, f"{fields.what}：na_share 应与 statement_share、flat_share 同写"
            )
        requires = frozenset(fields.texts("requires"))
        for duty in sorted(requires - self.duties.keys()):
            hint = did_you_mean(duty, tuple(self.duties))
            raise Fault(fields.need("requires").line, f"职责“{duty}”未在 duties 中列出{hint}")
        if requires and absent is Absent.NONE:
            raise Fault(fields.line, f"{fields.what}写了 requires，na 就不能是 none")
        scoring = read_rule(fields.need("scoring"), points)
        person_gives = fields.texts("person_gives")
        for key in person_gives:
            if check is None or key not in keys_used(scoring)[1]:
                line = fields.need("person_gives").line
                raise Fault(line, f"person_gives 的“{key}”没有用于计分，请删去或写进 scoring")
        return Leaf(
            id=id_,
            code=code,
            name=fields.text("name"),
            path=path,
            points=points,
            method=method,
            rule=fields.text("rule"),
            scoring=scoring,
            basis=self.basis(fields),
            remedy=fields.text("remedy"),
            typical_failure=fields.text("typical_failure", ""),
            evidence=fields.text("evidence", ""),
            check=check,
            params={k: v.plain() for k, v in params.mapping("params ").items()} if params else {},
            person_gives=person_gives,
            absent=absent,
            absent_share=fields.within("na_share", Fraction(0), ONE, ONE),
            requires=requires,
            line=fields.line,
        )

    def basis(self, fields: Fields) -> tuple[str, ...]:
        """`budget_law 第十四条` -> the source's title and the place in it."""
        entries = fields.need("basis").entries("basis ")
        if not entries:
            raise Fault(fields.need("basis").line, "basis 至少写一条依据")
        said = []
        for entry in entries:
            key, _, place = entry.text("basis ").partition(" ")
            if key not in self.sources:
                hint = did_you_mean(key, tuple(self.sources))
                raise Fault(entry.line, f"依据“{key}”未在 sources 中列出{hint}")
            said.append(self.sources[key] + place)
        return tuple(said)


def _called(entry: Entry) -> str:
    """What messages call this row."""
    id_ = entry.mapping("指标").get("id")
    return f"指标“{id_.value}”" if id_ and isinstance(id_.value, str) else "指标"


def letters(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    head, last = divmod(number, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)


def sum_off(what: str, found: Fraction, said: str) -> str:
    return f"{what}分值合计 {number_text(found)}，与{said} 不符，请改成一致"
