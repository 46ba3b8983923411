"""What becomes of the points of an indicator that is said not to concern a unit."""

from collections.abc import Mapping

from dashboard.wording.language import N_, _
from data.indicators import Absent, Leaf

_EFFECTS: Mapping[Absent, str] = {
    Absent.NONE: N_("该指标人人适用，改为待核查，不扣分也不得分，核查覆盖率相应降低"),
    Absent.EXCLUDE: N_("该指标不计入满分，其余指标按比例放大"),
    Absent.REDISTRIBUTE: N_("该指标的分值平均分摊给同一上级下适用的其他指标"),
    Absent.STATEMENT_SHARE: N_("该指标得分值的 {share}"),
    Absent.FLAT_SHARE: N_("该指标得分值的 {share}"),
    Absent.FULL: N_("该指标得满分"),
}


def effect_of(leaf: Leaf) -> str:
    """In a clause without a full stop.

    Source: docs/method.md, 不涉及的指标; `scoring.score.leaf_points`.
    """
    return _(_EFFECTS[leaf.absent]).format(share=f"{float(leaf.absent_share * 100):g}%")
