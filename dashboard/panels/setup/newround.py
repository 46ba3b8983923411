"""A new round on screen: which scheme, which units, which dates and terms."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import act
from dashboard.commands.options import kind_word
from dashboard.desk.desk import Desk
from dashboard.panels.setup.schemes import Offer, fitting, look, title_of
from dashboard.rounds.creating import ONE_SHOT, strange_duties
from dashboard.schemefiles.titles import bare, year_said
from dashboard.wording.language import _
from dashboard.wording.printing import percent
from data.calendar import CHINA
from data.indicators import Scheme
from data.types import Round, Unit
from data.workflow import STAGE_NAMES, Terms
from scoring.stages import ORDER, SKIPPABLE


def automatic(scheme: Scheme) -> Fraction:
    """The share of the points, 0 to 1, that a program looks at."""
    return sum((leaf.points for leaf in scheme.leaves() if leaf.check), Fraction(0)) / scheme.total


def newround(desk: Desk, offers: Mapping[str, Offer], units: list[Unit]) -> None:
    """Everything that a round needs, and the button that begins it."""
    kinds = {unit.kind for unit in units}
    ids = sorted(  # those first that fit the register, of them our own, of them the newest
        sorted(offers, reverse=True),
        key=lambda id_: (offers[id_].scheme.kind not in kinds, offers[id_].ours),
    )
    offer = offers[st.selectbox(_("指标体系"), ids, format_func=lambda id_: title_of(offers[id_]))]
    scheme = offer.scheme
    look(scheme)
    groups = {name: mine for name, mine in fitting(units, offer).items() if name != ONE_SHOT}
    if not groups:
        st.warning(
            _("名册里没有类型为“{kind}”的单位；请先在上面导入名册，或换一个指标体系。").format(
                kind=kind_word(scheme.kind)
            )
        )
        return
    chosen = _units(groups)
    if strange := strange_duties(scheme, chosen):
        st.warning(
            _(
                "名册里的职责 {strange} 不在指标体系的职责（{known}）之列，不起作用；"
                "如是笔误，请改正名册后重新导入。"
            ).format(strange="、".join(strange), known="、".join(scheme.duties))
        )
    today = now().astimezone(CHINA).date()
    left, right = st.columns(2, gap="medium")
    with left:
        as_of = st.date_input(
            _("截止日，之后发布的不计"), scheme.dates.cut_off or today, format="YYYY-MM-DD"
        )
        said, title = year_said(scheme.title), bare(scheme.title)
        name = st.text_input(
            _("轮次名称"),
            title if said else _("{year}年{title}").format(year=as_of.year, title=title),
            max_chars=80,
        )
    with right:
        year = st.number_input(_("评估年度"), 2008, 2100, scheme.year or said or as_of.year)
        round_id = st.text_input(
            _("轮次编号（字母、数字、汉字和 . - _）"), f"{as_of:%Y-%m}", max_chars=64
        )
    web_only = st.checkbox(_("只评网站能看到的指标，人工和填报指标不在范围内"))
    if not web_only and (share := automatic(scheme)) < scheme.coverage_floor:
        st.caption(
            _(
                "这个体系由程序核查的占 {share}，不到列名次所需的 {floor}："
                "要有人工评审意见或填报数据，才列得出名次；只想先看网站的，勾选上面一项。"
            ).format(share=percent(share), floor=percent(scheme.coverage_floor))
        )
    with st.expander(_("阶段和期限")):
        skips = st.multiselect(
            _("省去的阶段"), sorted(SKIPPABLE, key=ORDER.index),
            format_func=lambda stage: _(STAGE_NAMES[stage]), placeholder=_("没有"),
        )  # fmt: skip
        usual = Terms()
        appeal = st.number_input(_("申诉期限（工作日）"), 1, 60, usual.appeal_days)
        rectify = st.number_input(_("整改期限（工作日）"), 1, 250, usual.rectify_days)
        counts = st.toggle(_("整改通过复核后恢复得分"), usual.fix_counts)
    terms = Terms(frozenset(skips), counts, int(appeal), int(rectify))
    if st.button(_("建立轮次"), type="primary", disabled=not chosen):
        act(
            partial(
                desk.begin_round, round_id.strip(), name.strip(), scheme, offer.text, chosen,
                as_of, int(year), terms, now(), web_only=web_only,
            ),
            _begun,
        )  # fmt: skip


def _begun(made: Round) -> str:
    """The new round is the chosen one from now on."""
    st.session_state["new round"] = made.id
    return _("已建立轮次 {name}：{n} 个单位，截止 {day}").format(
        name=made.name, n=len(made.unit_ids), day=made.as_of
    )


def _units(groups: Mapping[str, list[Unit]]) -> list[Unit]:
    """Whole groups, or single units of them."""
    names = st.multiselect(
        _("组别"),
        list(groups),
        list(groups),
        format_func=lambda name: _("{group}（{n} 个）").format(group=name, n=len(groups[name])),
    )
    there = {unit.id: unit for name in names for unit in groups[name]}
    left_out = st.multiselect(
        _("其中不评的单位"),
        list(there),
        format_func=lambda id_: there[id_].name,
        placeholder=_("没有"),
    )
    found = [unit for id_, unit in there.items() if id_ not in set(left_out)]
    st.caption(_("纳入 {n} 个单位。").format(n=len(found)))
    return found
