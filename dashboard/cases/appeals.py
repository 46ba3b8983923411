"""Appeals on screen: a unit files one and follows it, another decides it on what was there."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from crawlers.clock import now
from dashboard.cases.room import Room, act, settings
from dashboard.casework.appealing import Plea, Shown
from dashboard.desk.casedesk import Decided
from dashboard.review.answer import asked
from dashboard.rounds.steps import checks
from dashboard.screen.parts import beijing
from dashboard.wording.aside import effect_of
from dashboard.wording.language import _
from dashboard.wording.markup import Html, described, link, plain, small, table
from dashboard.wording.words import OUTCOME
from data.cases import CaseCapture
from data.indicators import Leaf
from data.people import Action
from data.types import Outcome
from data.uploads import MOST_BYTES, TAKEN
from data.var import VAR
from data.workflow import WorkflowError
from scoring.appeals import DECISION_NAMES, GROUND_NAMES, STANDING_NAMES, Appeal, Decision, Ground

MOST = 200  # lines of a table
_MB = MOST_BYTES // 1024**2


def appeals(room: Room) -> None:
    """The form of a unit, all appeals, and the one that is open."""
    found = room.desk.appeals(room.id)
    if room.of_unit:
        with st.expander(_("提出申诉"), icon=":material/add:"):
            _form(room, len(found))
    if not found:
        st.info(_("还没有申诉。"))
        return
    waiting = [each for each in found.values() if each.open]
    st.subheader(
        _("申诉 {found} 件，待裁定 {waiting} 件").format(found=len(found), waiting=len(waiting)),
        anchor=False,
    )
    ordered = [*waiting, *(each for each in found.values() if not each.open)]
    st.html(_table(room, ordered[:MOST]))
    numbers = [each.number for each in ordered]
    chosen = st.selectbox(
        _("查看第几号"), numbers, format_func=lambda n: _title(room, found[n]),
        key=f"appeal of {room.id}",
    )  # fmt: skip
    _one(room, found[chosen])


def _table(room: Room, found: list[Appeal]) -> Html:
    return table(
        (_("编号"), _("指标"), _("理由类别"), _("提出"), _("裁定")),
        [
            (
                each.number,
                room.point(each.unit_id, each.indicator_id),
                _(GROUND_NAMES[each.ground]),
                f"{each.at:%m-%d}",
                _(DECISION_NAMES[each.decision]) if each.decision else _("待裁定"),
            )
            for each in found
        ],
        whole=(2, 3, 4),
    )


def _title(room: Room, appeal: Appeal) -> str:
    unit = "" if room.of_unit else f"{room.unit(appeal.unit_id)} "
    return _("第 {number} 号 {unit}{leaf}").format(
        number=appeal.number, unit=unit, leaf=room.leaf(appeal.indicator_id)
    )


# --- a unit files one -----------------------------------------------------------------------------


def _form(room: Room, filed: int) -> None:
    told = room.desk.told(room.id)
    mine = next(iter(told.values())).lines if told else None
    ids = [line.indicator_id for line in mine] if mine is not None else list(room.leaves)
    if not ids:
        st.info(_("没有扣分项，不需申诉。"))
        return
    with st.form(f"appeal {room.id} {filed}", border=False):  # empty after each
        indicator = st.selectbox(_("申诉的指标"), ids, format_func=room.leaf)
        ground = st.radio(
            _("理由类别"), list(Ground), format_func=lambda each: _(GROUND_NAMES[each])
        )
        text = st.text_area(_("申诉理由"), max_chars=2000)
        url = st.text_input(_("网页链接"), placeholder="https://", help=_("提交后当即采集存证"))
        file = st.file_uploader(
            _("佐证文件（{taken}，不超过 {mb} MB）").format(taken="、".join(TAKEN), mb=_MB),
            type=list(TAKEN),
            max_upload_size=_MB,
        )
        if st.form_submit_button(_("提交申诉"), type="primary"):
            handed = (file.name, file.getvalue()) if file else None
            plea = Plea(ground or Ground.PUBLISHED_ALREADY, text, url, handed)
            with st.spinner(_("正在采集链接并存证…")):
                act(
                    lambda: room.desk.raise_appeal(
                        room.id, indicator or "", plea, var=VAR, settings=settings()
                    ),
                    _filed,
                )


def _filed(made: tuple[int, CaseCapture | None]) -> str:
    number, kept = made
    if kept is None:
        return _("已收到第 {number} 号申诉").format(number=number)
    kind = (
        _("链接已存证")
        if kept.sha256
        else _("链接没有取到内容（{said}），不影响申诉").format(said=kept.said)
    )
    return _("已收到第 {number} 号申诉，{kind}").format(number=number, kind=kind)


# --- one appeal -----------------------------------------------------------------------------------


def _one(room: Room, appeal: Appeal) -> None:
    answered = ""
    if appeal.decision and appeal.decided_at:
        when = beijing(appeal.decided_at)
        answered = f"{_(DECISION_NAMES[appeal.decision])}：{appeal.reason}\n{when}"
    st.html(
        described(
            [
                (_("理由"), f"{_(GROUND_NAMES[appeal.ground])}。{appeal.text}"),
                (_("链接"), link(appeal.link) if appeal.link else ""),
                (_("提出时间"), beijing(appeal.at)),
                (_("裁定"), answered or _("待裁定")),
                (_("所引存证"), Html(f"<code>{appeal.cites}</code>") if appeal.cites else ""),
            ]
        )
    )
    if appeal.file:
        _file(room, appeal)
    shown = room.desk.appeal_shown(room.id, appeal.number)
    if shown:
        st.markdown(_("**截止日时网上有没有**"))
        st.html(_seen(shown))
    if appeal.open and room.desk.may(Action.DECIDE_APPEAL, appeal.unit_id):
        _decide(room, appeal, shown)


def _file(room: Room, appeal: Appeal) -> None:
    try:
        content = room.desk.appeal_file(room.id, appeal.number, VAR)
    except WorkflowError as error:
        st.warning(plain(str(error)))
        return
    st.download_button(
        _("佐证文件：{file_name}").format(file_name=plain(appeal.file_name)),
        content,
        appeal.file_name,
        on_click="ignore",
        icon=":material/attach_file:",
    )


def _seen(shown: list[Shown]) -> Html:
    """Every address that bears on it: what it shows, when which content was first seen."""
    return table(
        (_("网址"), _("页面标注日期"), _("首次采集"), _("截止日时")),
        [
            (
                Html(link(one.url) + small(one.title)),
                one.shown_on or "—",
                Html("<br>".join(_capture(c.first_at, c.sha256) for c in one.seen) or "—"),
                _(STANDING_NAMES[one.standing]),
            )
            for one in shown
        ],
        roomy=True,
    )


def _capture(at: datetime, sha256: str) -> str:
    return f"{beijing(at)} <code>{sha256[:12]}</code>"


def _decide(room: Room, appeal: Appeal, shown: list[Shown]) -> None:
    proofs = _proofs(room, appeal, shown)
    leaf = room.leaves.get(appeal.indicator_id)
    with st.form(f"decide {room.id} {appeal.number} {appeal.events}"):
        st.markdown(_("**裁定**"))
        decision = st.segmented_control(
            _("裁定"),
            list(Decision),
            format_func=lambda each: _(DECISION_NAMES[each]),
            required=True,
            default=Decision.UPHELD,
            label_visibility="collapsed",
        )
        cites = st.selectbox(
            _("引用哪一件存证"), list(proofs), index=None, format_func=proofs.__getitem__,
            placeholder=_("裁定须引用一件存证或所附文件"),
        )  # fmt: skip
        outcome = st.selectbox(
            _("改为什么结论"),
            [o for o in Outcome if o is not Outcome.UNKNOWN],
            index=None,
            format_func=lambda each: _(OUTCOME[each]),
            placeholder=_("按理由类别：成立的改为符合或不涉及"),
        )
        if leaf is not None:
            effect = _("改为“不涉及”的：{effect}。").format(effect=effect_of(leaf))
            st.caption(plain(effect))
        items = _items(leaf)
        met = st.multiselect(
            _("改为符合的要素"), list(items), format_func=items.__getitem__, placeholder=_("没有"),
        ) if items else []  # fmt: skip
        reason = st.text_area(_("裁定理由"), max_chars=2000)
        if st.form_submit_button(_("裁定"), type="primary"):
            said = Decided(
                decision or Decision.REFUSED, reason, cites or "", outcome,
                dict.fromkeys(met, Outcome.MET),
            )  # fmt: skip
            act(
                lambda: room.desk.decide_appeal(room.id, appeal.number, said, now()),
                _("第 {number} 号申诉：{decision_names}").format(
                    number=appeal.number, decision_names=_(DECISION_NAMES[said.decision])
                ),
            )


def _items(leaf: Leaf | None) -> Mapping[str, str]:
    """Elements that the rule of an indicator scores by, with their Chinese names."""
    if leaf is None:
        return {}
    way = checks()[leaf.check] if leaf.check else None
    names = dict(way.items) if way else {}
    return {key: names.get(key, key) for key in asked(leaf, names)[0]}


def _proofs(room: Room, appeal: Appeal, shown: list[Shown]) -> Mapping[str, str]:
    """What a decision may cite, each as people know it apart."""
    words = {
        capture.sha256: _("{first_at} 首次采集 {url}").format(
            first_at=beijing(capture.first_at), url=one.url
        )
        for one in shown
        for capture in one.seen
    }
    words |= (
        {appeal.file: _("申诉所附文件 {file_name}").format(file_name=appeal.file_name)}
        if appeal.file
        else {}
    )
    known = room.desk.appeal_proofs(room.id, appeal.number)
    return {
        each: f"{words.get(each, _('核查所据存证'))}（{each[:12]}）"
        for each in sorted(known, key=lambda each: (each not in words, words.get(each, each)))
    }
