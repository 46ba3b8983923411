"""Whether a judgement may stand on what was shown: asked before it is saved."""

import re

from dashboard.review.known import scheme_of
from dashboard.review.outside import CONFIRMS, SORT_NAMES, Sort, outside, verdicts
from dashboard.wording.language import _
from data.indicators import Leaf, Scheme
from data.reviews import Cell
from data.store import Store
from data.types import Finding, Judgement, Mark, Outcome
from scoring.excuses import everybodys
from scoring.review import looked_through

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+", re.IGNORECASE)


class Unfounded(Exception):
    """A judgement that cannot stand on what was shown; one Chinese sentence."""


class LadderOpen(Unfounded):
    """ "Missing" was said of what nobody saw."""


def point_of(scheme: Scheme, indicator_id: str) -> tuple[Sort, Leaf]:
    """
    Raises:
        Unfounded: the scheme has no such point.
    """
    leaf = next((leaf for leaf in scheme.leaves() if leaf.id == indicator_id), None)
    known = (Sort.LEAF, leaf) if leaf else outside(scheme).get(indicator_id)
    if known is None:
        raise Unfounded(
            _("本轮的指标体系没有“{indicator_id}”这一项").format(indicator_id=indicator_id)
        )
    return known


def demand_founded(store: Store, round_id: str, judgement: Judgement, *, confirmed: bool) -> None:
    """
    Args:
        confirmed: the person went the rest of the confirmation ladder.

    Raises:
        LadderOpen: "missing" of what the program could not see, and nobody confirmed it.
        Unfounded: the scheme has no such point or verdict, a veto, a bonus or a penalty is
            confirmed without proof, or a blind mark was not asked for.
    """
    cell = (judgement.unit_id, judgement.indicator_id)
    sort, leaf = point_of(scheme_of(store, round_id), judgement.indicator_id)
    words = {outcome: _(word) for outcome, word in verdicts(sort, leaf).items()}
    if judgement.outcome is Outcome.NOT_APPLICABLE and sort is Sort.LEAF and everybodys(leaf):
        raise Unfounded(
            _(
                "{everybodys}，不能评为“不涉及”；无从判断的请评“无法判断”，"
                "确有特殊情况的由单位申报情况说明"
            ).format(everybodys=everybodys(leaf))
        )
    if judgement.outcome not in words:
        raise Unfounded(
            _("{sort_names}只能评为{values}").format(
                sort_names=_(SORT_NAMES[sort]), values="、".join(words.values())
            )
        )
    asked = judgement.mark is not Mark.BLIND
    if not asked and store.assigned(round_id, cell, Mark.BLIND) != judgement.by:
        raise Unfounded(_("背靠背复评须先由组织方抽取、分派"))
    if sort is Sort.LEAF:
        if judgement.outcome is Outcome.MISSING and not confirmed:
            found = store.found(round_id, cell)
            if (found is not None or leaf.check) and not looked_through(found):
                raise LadderOpen(_("核查没有看全，不能直接认定“不符合”；请先完成确认步骤并勾选"))
    elif judgement.outcome in CONFIRMS[sort] and not _proved(store, round_id, judgement):
        raise Unfounded(
            _("{words}{sort_names}须有证据：请先上传证据文件，或在理由里写明网址").format(
                words=words[judgement.outcome], sort_names=_(SORT_NAMES[sort])
            )
        )


def watched(store: Store, round_id: str, cell: Cell) -> list[tuple[Leaf, Finding]]:
    """What the check found on the indicators that a veto watches; of other points nothing."""
    scheme = scheme_of(store, round_id)
    watch = next((veto.watch for veto in scheme.vetoes if veto.id == cell[1]), ())
    leaves = {leaf.id: leaf for leaf in scheme.leaves() if leaf.id in watch}
    found = ((leaf, store.found(round_id, (cell[0], id_))) for id_, leaf in leaves.items())
    return [(leaf, finding) for leaf, finding in found if finding]


def _proved(store: Store, round_id: str, judgement: Judgement) -> bool:
    """Whether an address, a file or evidence of a watched indicator speaks for it."""
    cell = (judgement.unit_id, judgement.indicator_id)
    if _ADDRESS.search(judgement.reason) or store.uploads(round_id, cell):
        return True
    return any(found.evidence for _, found in watched(store, round_id, cell))
