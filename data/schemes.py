"""Reading indicator systems from YAML files and binding them to the checks.

A published scheme file never changes; a change is a new file with a new id.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from inspect import Parameter
from pathlib import Path
from typing import Protocol

from data.composition import read_composition
from data.indicators import Node, Scheme, Ties, groups_of, leaves_of
from data.marked import Entry, Fault, Fields, did_you_mean, number_text, read_marked
from data.parameters import Parameters
from data.rules import keys_used
from data.scheme_form import FILE, SCHEME, fields_of
from data.scheme_head import (
    read_bonus,
    read_dates,
    read_grades,
    read_penalty,
    read_publish,
    read_veto,
)
from data.scheme_tree import Ids, TreeReader, letters, sum_off

FOLDER = Path(__file__).parent / "schemes"
MOST_BYTES = 2_000_000  # a scheme of a thousand indicators is a quarter of this


class SchemeError(ValueError):
    """A scheme that cannot be used: a Chinese sentence with file, line and remedy."""


class Gives(Protocol):
    """What binding needs to know of a check: the keys of its findings and its parameters."""

    @property
    def items(self) -> Mapping[str, str]: ...
    @property
    def counts(self) -> Mapping[str, str]: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def bundled() -> dict[str, Path]:
    """The schemes that come with the program: id -> file."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def read_scheme(path: Path) -> Scheme:
    """The scheme in a file.

    Raises:
        SchemeError: there is no such file, or `parse_scheme` refuses it.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SchemeError(f"{path.name}：读不到这个文件，请核对文件名和路径。") from error
    return parse_scheme(scheme_text(body, path.name), path.name)


def scheme_text(body: bytes, name: str) -> str:
    """The text of a scheme file; `name` is for messages.

    Raises:
        SchemeError: it is too large, or no UTF-8.
    """
    if len(body) > MOST_BYTES:
        raise SchemeError(f"{name}：文件过大，不像指标体系，请核对。")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise SchemeError(
            f"{name} 第 {line} 行：不是 UTF-8 文本，请用 UTF-8 编码另存后重试。"
        ) from error


@lru_cache(maxsize=16)  # every step of a round reads its scheme again, half a second each
def parse_scheme(text: str, name: str) -> Scheme:
    """The scheme in a text; `name` is its file name, for messages.

    Raises:
        SchemeError: the first fault found, with its line: not YAML, not a scheme, an unknown key
            or rule, a repeated id, points that do not add up, a bonus that rules forbid.
    """
    try:
        return scheme_of(read_marked(text), name)
    except Fault as fault:
        raise SchemeError(f"{name} 第 {fault.line} 行：{fault}。") from fault


def bind(scheme: Scheme, checks: Mapping[str, Gives]) -> None:
    """Make sure that the checks can answer what the scheme asks of them.

    Args:
        checks: every check by name; `crawlers.registry.all_checks()` is such a mapping.

    Raises:
        SchemeError: a leaf names an unknown check or parameter, or scores a key that its check
            does not give.
    """
    for leaf in scheme.leaves():
        if leaf.check is None:
            continue
        where = f"{scheme.origin or scheme.id} 第 {leaf.line} 行：指标“{leaf.id}”"
        check = checks.get(leaf.check)
        if check is None:
            hint = did_you_mean(leaf.check, tuple(checks))
            raise SchemeError(f"{where}的核查方法“{leaf.check}”不存在{hint}。")
        _bind_params(where, leaf.check, leaf.params, check.params)
        items, counts = keys_used(leaf.scoring)
        for kind, used, given in (
            ("要素", items, check.items),
            ("计数", counts - set(leaf.person_gives), check.counts),
        ):
            for key in sorted(used - set(given)):
                hint = did_you_mean(key, tuple(given))
                raise SchemeError(f"{where}：核查方法“{leaf.check}”不给出{kind}“{key}”{hint}。")


def _bind_params(
    where: str, check: str, given: Mapping[str, object], wanted: Mapping[str, object]
) -> None:
    """Every parameter exists, has its default's type, and those without a default are given."""
    for name, value in given.items():
        if name not in wanted:
            hint = did_you_mean(name, tuple(wanted))
            raise SchemeError(f"{where}：核查方法“{check}”没有参数“{name}”{hint}。")
        kind = type(wanted[name])
        if kind in _KINDS and type(value) is not kind:
            raise SchemeError(f"{where}：参数“{name}”应为{_KINDS[kind]}，请改正。")
    for name, default in wanted.items():
        if default is Parameter.empty and name not in given:
            raise SchemeError(f"{where}：核查方法“{check}”需要参数“{name}”，请在 params 中写明。")


_KINDS: Mapping[type, str] = {int: "整数", str: "文字", bool: " true 或 false", tuple: "列表"}
# A round has its own; what the scheme proposes stands under `dates`.
_OF_THE_ROUND = {"as_of", "cutoff", "cut_off", "deadline"}


def scheme_of(root: Entry, origin: str) -> Scheme:
    """The scheme in a text that was read; `origin` is its file name.

    Raises:
        Fault: what `parse_scheme` refuses.
    """
    top = root.value
    if not isinstance(top, dict) or not {"scheme", "indicators"} <= top.keys():
        raise Fault(root.line, "不是指标体系文件：应有 scheme（总则）和 indicators（指标）两部分")
    whole = fields_of(root, "文件", FILE)
    header = whole.need("scheme")
    for key, entry in header.mapping("scheme ").items():
        if key in _OF_THE_ROUND:
            raise Fault(
                entry.line,
                f"“{key}”属于评估轮次，请删去；要给轮次一个默认的截止日，写 dates: {{cut_off: …}}",
            )
    head = fields_of(header, "scheme ", SCHEME)
    ids = Ids()
    sources = whole.texts_by_key("sources")
    duties = head.texts_by_key("duties")
    total = head.positive("total")
    parameters = Parameters(head.get("parameters"))
    entries = whole.entries("indicators")
    codes = [letters(n) for n in range(len(entries))]
    nodes = TreeReader(ids, sources, duties, parameters).nodes(entries, codes, total)
    counted = [node for node in nodes if not (isinstance(node, Node) and node.extra)]
    if (found := sum((node.points for node in counted), Fraction(0))) != total:
        line = whole.need("indicators").line
        raise Fault(line, sum_off("一级指标", found, f"总分 {number_text(total)}"))
    grades = read_grades(head)
    scheme_id = head.text("id")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", scheme_id):
        raise Fault(head.need("id").line, "scheme 的 id 只能用小写字母、数字和连字符")
    leaf_ids = [leaf.id for leaf in leaves_of(nodes)]
    performance = head.positive("performance_points") if head.get("performance_points") else None
    penalties = tuple(
        read_penalty(entry, f"K{n}", ids, parameters)
        for n, entry in enumerate(head.entries("penalties"), 1)
    )
    parameters.check_used()
    return Scheme(
        id=scheme_id,
        title=head.text("title"),
        kind=head.text("kind"),
        total=total,
        coverage_floor=head.share("coverage_floor", Fraction(3, 5)),
        grades=grades,
        nodes=nodes,
        groups=head.texts("groups"),
        duties=duties,
        vetoes=tuple(
            read_veto(entry, f"V{n}", ids, leaf_ids, total, [band.name for band in grades])
            for n, entry in enumerate(head.entries("vetoes"), start=1)
        ),
        bonus=read_bonus(
            head.get("bonus"), ids, total, {node.id: node.points for node in groups_of(nodes)}
        ),
        penalties=penalties,
        sources=sources,
        performance_points=performance,
        version=head.text("version", ""),
        region=head.text("region", ""),
        year=_year(head),
        dates=read_dates(head.get("dates")),
        composition=read_composition(head.get("composition")),
        publish=read_publish(head.get("publish")),
        ties=head.choice("ties", Ties) if head.get("ties") else Ties.SKIP,
        parameters=parameters.all,
        origin=origin,
    )


def _year(head: Fields) -> int | None:
    entry = head.get("year")
    if entry is None:
        return None
    year = entry.whole("scheme 的 year ")
    if not 2008 <= year <= 2100:
        raise Fault(entry.line, "scheme 的 year 应在 2008 到 2100 之间")
    return year
