"""Reading the tree of an indicator system: nodes, leaves, codes by position, points that add up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.indicators import Absent, Leaf, Method, Node, leaves_of
from data.marked import Entry, Fault, Fields, did_you_mean, number_text, percent
from data.metrics.known import names_metrics
from data.parameters import Parameters
from data.rule_reading import read_rule
from data.rules import ONE, keys_used
from data.scheme_form import LEAF, NODE, fields_of

_MUST = [name for name, key in LEAF.items() if key.must]
_SAID = (*LEAF, "children")  # never reaches a leaf; known here for the hint when it is misspelt


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
    parameters: Parameters

    def nodes(
        self,
        entries: Sequence[Entry],
        codes: Sequence[str],
        worth: Fraction,
        path: tuple[str, ...] = (),
    ) -> tuple[Node | Leaf, ...]:
        """The children of one parent, which is worth so many points; () where there are none.

        Raises:
            Fault: some are given by points and some by percentage, or percentages do not add up.
        """
        counted = [each for each in entries if not (_is_extra(each) and not path)]
        weighed = [each for each in counted if "weight" in each.mapping("指标")]
        # Who writes both, or neither, hears of it where the row is read.
        bare = [e for e in counted if "points" in e.mapping("指标") and e not in weighed]
        if weighed and bare:
            said = f"{_called(bare[0])}与同级指标应同写 weight 或同写 points"
            raise Fault(bare[0].line, said)
        read = tuple(
            self._node(entry, code, path, worth) for entry, code in zip(entries, codes, strict=True)
        )
        if weighed:
            total = sum((_weight(each) for each in weighed), Fraction(0)) * 100
            if total != 100:
                what = f"“{path[-1]}”的下级指标" if path else "一级指标"
                line = weighed[0].line
                raise Fault(line, f"{what}的 weight 合计 {number_text(total)}%，应为 100%")
        return read

    def _node(self, entry: Entry, code: str, path: tuple[str, ...], worth: Fraction) -> Node | Leaf:
        if "children" not in entry.mapping("指标"):
            return self._leaf(entry, code, path, worth)
        fields = fields_of(entry, _called(entry), NODE)
        id_, name, points = self.ids.take(fields), fields.text("name"), _points(fields, worth)
        separator = "." if len(path) else ""
        entries = fields.entries("children")
        codes = [f"{code}{separator}{n}" for n in range(1, len(entries) + 1)]
        children = self.nodes(entries, codes, points, (*path, name))
        if (found := sum((child.points for child in children), Fraction(0))) != points:
            said = f"本级 {number_text(points)}"
            line = (fields.get("points") or fields.need("weight")).line
            raise Fault(line, sum_off(f"“{name}”的下级指标", found, said))
        least = fields.within("least", Fraction(0), points, Fraction(0))
        extra = fields.get("extra")
        if extra and path:
            raise Fault(extra.line, "extra 只能写在一级指标上")
        if extra and extra.flag("extra "):
            if fields.get("weight"):
                raise Fault(extra.line, "加挂指标不计入总分，没有 weight，请写 points")
            for leaf in leaves_of(children):
                if not leaf.requires:
                    raise Fault(leaf.line, f"加挂指标“{leaf.name}”要写 requires（适用职责）")
            return Node(id_, code, name, points, children, extra=True, least=least or None)
        return Node(id_, code, name, points, children, least=least or None)

    def _leaf(self, entry: Entry, code: str, path: tuple[str, ...], worth: Fraction) -> Leaf:
        fields = Fields(entry, _called(entry), _SAID, _MUST)
        id_, points = self.ids.take(fields), _points(fields, worth)
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
        scoring = read_rule(self.parameters.fill(fields.need("scoring")), points)
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
            rule=self.parameters.fill_text(fields.need("rule").line, fields.text("rule")),
            scoring=scoring,
            basis=self.basis(fields),
            remedy=fields.text("remedy"),
            typical_failure=fields.text("typical_failure", ""),
            evidence=fields.text("evidence", ""),
            check=check,
            params={k: v.plain() for k, v in params.mapping("params ").items()} if params else {},
            person_gives=person_gives,
            absent=absent,
            absent_share=fields.share("na_share", ONE),
            requires=requires,
            sampling=fields.text("sampling", ""),
            responsible=fields.text("responsible", ""),
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


def _is_extra(entry: Entry) -> bool:
    extra = entry.mapping("指标").get("extra")
    return extra is not None and extra.value is True


def _points(fields: Fields, worth: Fraction) -> Fraction:
    """What a row is worth: its own points, or its percentage of the parent's."""
    by_points, by_weight = fields.get("points"), fields.get("weight")
    if by_points and by_weight:
        raise Fault(by_weight.line, f"{fields.what}的 points 和 weight 只能写一个")
    if by_points or not by_weight:
        return fields.positive("points")
    share = percent(by_weight)
    if share is None or not 0 < share <= 1:
        raise Fault(by_weight.line, f"{fields.what}的 weight 应为大于 0% 到 100%，如 40%")
    return worth * share


def _weight(entry: Entry) -> Fraction:
    return percent(entry.mapping("指标")["weight"]) or Fraction(0)


def letters(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    head, last = divmod(number, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)


def sum_off(what: str, found: Fraction, said: str) -> str:
    return f"{what}分值合计 {number_text(found)}，与{said} 不符，请改成一致"
