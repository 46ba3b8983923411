"""A unit's score tree as HTML: every level with points, got, lost and open, in columns."""

from fractions import Fraction

from dashboard.rounds.result import Result
from dashboard.screen.parts import outcome_word
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, esc, small
from dashboard.wording.printing import points
from data.indicators import Leaf, Node
from data.types import Points

HEADINGS = (N_("指标"), N_("满分"), N_("得分"), N_("失分"), N_("待核查"))


def score_tree(shown: Result, unit_id: str, *, unfolded: bool = False) -> Html:
    """One fold for every indicator of the first level; what does not apply has dashes."""
    top = "".join(_fold(shown, unit_id, part, unfolded) for part in shown.scheme.nodes)
    head = "".join(f"<span>{_(heading)}</span>" for heading in HEADINGS)
    return Html(f'<div class="gk-tree"><div class="gk-row">{head}</div>{top}</div>')


def _fold(shown: Result, unit_id: str, part: Node | Leaf, unfolded: bool) -> str:
    below = part.children if isinstance(part, Node) else (part,)
    rows = "".join(_rows(shown, unit_id, child, 1) for child in below)
    return (
        f"<details{' open' if unfolded else ''}>"
        f'<summary class="gk-row">{_cells(shown, unit_id, part)}</summary>{rows}</details>'
    )


def _rows(shown: Result, unit_id: str, part: Node | Leaf, depth: int) -> str:
    kind = "gk-row gk-node" if isinstance(part, Node) else "gk-row"
    row = f'<div class="{kind}" style="--depth:{depth}">{_cells(shown, unit_id, part)}</div>'
    if isinstance(part, Leaf):
        return row
    return row + "".join(_rows(shown, unit_id, child, depth + 1) for child in part.children)


def _cells(shown: Result, unit_id: str, part: Node | Leaf) -> str:
    score = shown.scores[unit_id]
    if isinstance(part, Leaf):
        found, word = score.leaves.get(part.id), outcome_word(shown.findings[unit_id].get(part.id))
    else:
        found, word = score.nodes.get(part.id), ""
    name = f"<span>{esc(part.code)} {esc(part.name)}{small(word if found else _('不涉及'))}</span>"
    return name + _figures(found)


def _figures(found: Points | None) -> str:
    if found is None:
        return "<span>—</span>" * 4
    lost = "gk-lost" if found.lost else ""
    got = points(found.got) if found.known else "—"  # nothing judged is not nothing got
    return (
        f"<span>{points(found.full)}</span><span>{got}</span>"
        f'<span class="{lost}">{_or_dash(found.lost)}</span><span>{_or_dash(found.open)}</span>'
    )


def _or_dash(amount: Fraction) -> str:
    return points(amount) if amount else "—"
