"""How findings become points: the words for outcomes, and the sums, with an example."""

import streamlit as st

from dashboard.wording.language import _
from dashboard.wording.markup import plain, table
from dashboard.wording.printing import band_words, percent, points
from dashboard.wording.words import OUTCOME, OUTCOME_MEANING
from data.indicators import Scheme


def reckoning(scheme: Scheme) -> None:
    """What every outcome means and how points are reckoned in a scheme."""
    st.subheader(_("核查结果"), anchor=False)
    st.html(
        table(
            (_("结果"), _("含义"), _("计分")),
            [(_(OUTCOME[said]), *map(_, meaning)) for said, meaning in OUTCOME_MEANING.items()],
            whole=(0,),
        )
    )
    st.subheader(_("计分"), anchor=False)
    st.code(
        _(
            "总分   = {total}\n得分   = 总分 × 得到的分值 ÷ 已核查的分值\n区间   = 总分"
            " × 得到的分值 ÷ 适用的分值  至  总分 ×（得到的分值 + 待核查的分值）÷ 适"
            "用的分值\n覆盖率 = 已核查的分值 ÷ 适用的分值；不足 {coverage_floor} 的不"
            "列名次、不定等级"
        ).format(total=points(scheme.total), coverage_floor=percent(scheme.coverage_floor)),
        language=None,
        wrap_lines=True,
    )
    st.caption(
        _(
            "例：总分 100，适用 90 分，已核查 65 分，得到 44 分：得分 100 × 44 ÷ 65 ="
            " 67.69；区间 100 × 44 ÷ 90 = 48.89 至 100 ×（44 + 25）÷ 90 = 76.67；覆盖"
            "率 65 ÷ 90 = 72%。"
        )
    )
    bands = "、".join(map(band_words, scheme.grades))
    st.caption(
        _("等级按未取整的得分划分：{bands}。名次只在同一组内排，得分相同名次相同。").format(
            bands=plain(bands)
        )
    )
    st.caption(
        _(
            "核查方法中用英文写出的期限、天数、份数、比例是参数，可在指标体系中修改；"
            "所列依据没有写明的默认值由本程序建议，各地按自己的文件设定。"
        )
    )
