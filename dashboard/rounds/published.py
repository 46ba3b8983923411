"""A ranking as the public sees it: what the scheme's `publish` says, and nothing else."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.wording.printing import points
from data.indicators import Publish, Publishing, Scheme
from data.types import Ranked

Row = dict[str, object]

UNGRADED = "未定等次"
FEW = 3  # figures of fewer units tell what each of them has
COUNTS_WITHHELD = "单位太少或等次相同，不分等次公布"
ENDS_WITHHELD = "单位太少或名次相同，不列首尾"

_COLUMNS: Mapping[Publishing, Mapping[str, str]] = {
    Publishing.FULL: {
        "group": "组别",
        "place": "名次",
        "unit": "单位",
        "value": "得分",
        "grade": "等级",
    },
    Publishing.GRADES: {"group": "组别", "grade": "等级", "unit": "单位"},
    Publishing.COUNTS: {"group": "组别", "grade": "等级", "units": "单位数"},
    Publishing.ENDS: {"group": "组别", "end": "榜", "unit": "单位"},
}


def published(
    scheme: Scheme, ranked: Sequence[Ranked], names: Mapping[str, str]
) -> tuple[Mapping[str, str], list[Row]]:
    """Columns and rows for the public, group by group.

    Grades come in the scheme's order and units inside a grade by name, units of an end as the
    round has them, so that no order betrays a place. Units without a place are listed, without a
    reason. Counts and ends of a group that would tell a single unit's result are withheld.

    Args:
        ranked: places of a round.
        names: unit id -> name, in the order of the round.
    """
    say = _SAY[scheme.publish.mode]
    groups = list(dict.fromkeys(r.group for r in ranked))
    rows = [
        {"group": group, **row}
        for group in groups
        for row in say(scheme, [r for r in ranked if r.group == group], names)
    ]
    return _COLUMNS[scheme.publish.mode], rows


def _full(scheme: Scheme, inside: Sequence[Ranked], names: Mapping[str, str]) -> list[Row]:
    return [
        {
            "place": "—" if r.place is None else r.place,
            "unit": names[r.unit_id],
            "value": "—" if r.place is None else points(r.value),
            "grade": r.grade or UNGRADED,
        }
        for r in inside
    ]


def _grades(scheme: Scheme, inside: Sequence[Ranked], names: Mapping[str, str]) -> list[Row]:
    order = [*(band.name for band in scheme.grades), ""]
    listed = sorted(inside, key=lambda r: (order.index(r.grade), names[r.unit_id], r.unit_id))
    return [{"grade": r.grade or UNGRADED, "unit": names[r.unit_id]} for r in listed]


def _counts(scheme: Scheme, inside: Sequence[Ranked], names: Mapping[str, str]) -> list[Row]:
    """How many have which grade, unless knowing who is in the group tells what one of them has."""
    having = Counter(r.grade for r in inside)
    if counts_tell_one(inside):
        return [{"grade": COUNTS_WITHHELD, "units": len(inside)}]
    rows: list[Row] = [{"grade": band.name, "units": having[band.name]} for band in scheme.grades]
    return [*rows, {"grade": UNGRADED, "units": having[""]}] if having[""] else rows


def counts_tell_one(inside: Sequence[Ranked]) -> bool:
    """How many of a group have which grade would tell what one of its units has."""
    return len(inside) < FEW or len({r.grade for r in inside}) == 1


def _ends(scheme: Scheme, inside: Sequence[Ranked], names: Mapping[str, str]) -> list[Row]:
    """The first and last n; a tie at the edge is listed whole, and nobody stands in both.

    Where fewer than twice n have a place, who is first and who is last would be the same few.
    """
    n, order = scheme.publish.n, {id_: at for at, id_ in enumerate(names)}
    placed = sorted((r for r in inside if r.place is not None), key=lambda r: order[r.unit_id])
    first = [r for r in placed if (r.place or 0) <= n]
    last = [
        r
        for r in placed
        if r not in first and sum((o.place or 0) > (r.place or 0) for o in placed) < n
    ]
    if len(placed) < 2 * n or not last:
        return [{"end": ENDS_WITHHELD, "unit": "—"}]
    return [
        {"end": end, "unit": names[r.unit_id]}
        for end, those in ((f"前 {n} 名", first), (f"后 {n} 名", last))
        for r in those
    ]


_SAY = {
    Publishing.FULL: _full,
    Publishing.GRADES: _grades,
    Publishing.COUNTS: _counts,
    Publishing.ENDS: _ends,
}

PUBLISH_WORDS: Mapping[Publishing, str] = {
    Publishing.FULL: "名次和得分",
    Publishing.GRADES: "只公布等次",
    Publishing.COUNTS: "只公布各等次单位数",
    Publishing.ENDS: "只公布首尾",
}


def publish_words(publish: Publish) -> str:
    """How a scheme publishes, in Chinese."""
    if publish.mode is Publishing.ENDS:
        return f"只公布前 {publish.n} 名和后 {publish.n} 名"
    return PUBLISH_WORDS[publish.mode]
