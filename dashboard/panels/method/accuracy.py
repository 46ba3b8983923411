"""How often the checks were right, and what their word is worth."""

from collections.abc import Collection

import streamlit as st

from dashboard.accuracy.cardlines import counted, name_of, share
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, join, small, table
from dashboard.wording.printing import percent
from data.card import LEAST_PRECISION, Card, Kind, Source
from data.indicators import Scheme
from data.types import Outcome


def accuracy(scheme: Scheme, card: Card, version: str, decides: Collection[str]) -> None:
    """The card that came with the program, for the checks of a scheme.

    Args:
        version: of the card that a round is tied to; empty: of no round.
        decides: checks that may say "missing" by themselves.
    """
    st.subheader(_("准确率"), anchor=False)
    st.caption(
        _(
            "在植入已知差错的演示网站和人工逐项读过的真实网站上测得。准确率：说的当中"
            "对的占多少；查全率：应说的当中说到的占多少；可辩解的（标注允许的另一种看"
            "法）不算对也不算错。“未公开”在真实网站上说对过、准确率不低于 "
            "{least_precision} 的核查方法，可自行认定“未公开”；其余（包括只在演示网站"
            "上测过的）只作建议，由评审人员确认后才计失分。演示网站的轮次以演示网站上"
            "说对的为准。"
        ).format(least_precision=percent(LEAST_PRECISION))
        + _which(card, version)
    )
    with st.expander(_("各核查方法说“未公开”准不准")):
        st.html(_of_checks(scheme, card, decides, Outcome.MISSING))
    with st.expander(_("各核查方法说“符合”准不准")):
        st.html(_of_checks(scheme, card, decides, Outcome.MET))
    with st.expander(_("公开事项判断得准不准（只按规则，不用文本模型）")):
        st.html(_of_topics(card))


def _which(card: Card, version: str) -> str:
    if not version:
        return _("下表是本版程序的准确率卡 {version}。").format(version=card.version)
    if version == card.version:
        return _("本轮按准确率卡 {version}。").format(version=version)
    return _("本轮按准确率卡 {version}；下表是本版程序的准确率卡 {version2}。").format(
        version=version, version2=card.version
    )


def _of_checks(scheme: Scheme, measured: Card, decides: Collection[str], said: Outcome) -> Html:
    """How often the scheme's checks said an outcome rightly, by source; in the scheme's order."""
    rows = []
    for name in dict.fromkeys(leaf.check for leaf in scheme.leaves() if leaf.check):
        whole = measured.of(Kind.CHECK, name, said)
        seen = [
            f"{word}：{text}"
            for word, source in ((_("演示"), Source.DEMO), (_("真实"), Source.SITES))
            if (text := counted(measured.of(Kind.CHECK, name, said, source)))
        ]
        worth = small(_("可自行认定") if name in decides else _("只作建议"))
        title = esc(name_of(Kind.CHECK, name))
        first = Html(title + worth) if said is Outcome.MISSING else title
        if said is Outcome.MISSING:
            labels = measured.of(Kind.CHECK, name, "", Source.SITES).compared
            seen.append(
                _("真实网站标注{labels}项").format(labels=labels) if labels else _("没有真实标注")
            )
        heard = join(seen, Html("<br>")) or _("没有测到")
        rows.append((first, heard, share(whole.precision), share(whole.recall)))
    return table((_("核查方法"), _("说的次数"), _("准确率"), _("查全率")), rows, numbers=(2, 3))


def _of_topics(measured: Card) -> Html:
    """How often each topic was read rightly."""
    names = sorted({s.name for s in measured.tallies if s.kind is Kind.TOPIC})
    tallies = [(name_of(Kind.TOPIC, name), measured.of(Kind.TOPIC, name)) for name in names]
    return table(
        (_("公开事项"), _("标注网页"), _("准确率"), _("查全率")),
        [(name, counted(t), share(t.precision), share(t.recall)) for name, t in tallies],
        numbers=(2, 3),
    )
