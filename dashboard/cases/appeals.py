"""Appeals on screen: a unit files one and follows it, another decides it on what was there."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from crawlers.clock import now
from dashboard.appealing import Shown
from dashboard.casedesk import Decided
from dashboard.cases.room import Room, act, settings
from dashboard.markup import Html, described, link, plain, small, table
from dashboard.parts import beijing
from dashboard.review.answer import asked
from dashboard.steps import checks
from dashboard.words import OUTCOME
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
        with st.expander("提出申诉", icon=":material/add:"):
            _form(room, len(found))
    if not found:
        st.info("还没有申诉。")
        return
    waiting = [each for each in found.values() if each.open]
    st.subheader(f"申诉 {len(found)} 件，待裁定 {len(waiting)} 件", anchor=False)
    ordered = [*waiting, *(each for each in found.values() if not each.open)]
    st.html(_table(room, ordered[:MOST]))
    numbers = [each.number for each in ordered]
    chosen = st.selectbox(
        "查看第几号", numbers, format_func=lambda n: _title(room, found[n]),
        key=f"appeal of {room.id}",
    )  # fmt: skip
    _one(room, found[chosen])


def _table(room: Room, found: list[Appeal]) -> Html:
    return table(
        ("编号", "指标", "理由类别", "提出", "裁定"),
        [
            (
                each.number,
                room.point(each.unit_id, each.indicator_id),
                GROUND_NAMES[each.ground],
                f"{each.at:%m-%d}",
                DECISION_NAMES[each.decision] if each.decision else "待裁定",
            )
            for each in found
        ],
        whole=(2, 3, 4),
    )


def _title(room: Room, appeal: Appeal) -> str:
    unit = "" if room.of_unit else f"{room.unit(appeal.unit_id)} "
    return f"第 {appeal.number} 号 {unit}{room.leaf(appeal.indicator_id)}"


# --- a unit files one -----------------------------------------------------------------------------


def _form(room: Room, filed: int) -> None:
    told = room.desk.told(room.id)
    mine = next(iter(told.values())).lines if told else None
    ids = [line.indicator_id for line in mine] if mine is not None else list(room.leaves)
    if not ids:
        st.info("没有扣分项，不需申诉。")
        return
    with st.form(f"appeal {room.id} {filed}", border=False):  # empty after each
        indicator = st.selectbox("申诉的指标", ids, format_func=room.leaf)
        ground = st.radio("理由类别", list(Ground), format_func=GROUND_NAMES.__getitem__)
        text = st.text_area("申诉理由", max_chars=2000)
        url = st.text_input("网页链接", placeholder="https://", help="提交后当即采集存证")
        file = st.file_uploader(
            f"佐证文件（{'、'.join(TAKEN)}，不超过 {_MB} MB）",
            type=list(TAKEN),
            max_upload_size=_MB,
        )
        if st.form_submit_button("提交申诉", type="primary"):
            handed = (file.name, file.getvalue()) if file else None
            with st.spinner("正在采集链接并存证…"):
                act(
                    lambda: room.desk.raise_appeal(
                        room.id, indicator or "", ground or Ground.PUBLISHED_ALREADY, text,
                        link=url, file=handed, var=VAR, settings=settings(),
                    ),
                    _filed,
                )  # fmt: skip


def _filed(made: tuple[int, CaseCapture | None]) -> str:
    number, kept = made
    if kept is None:
        return f"已收到第 {number} 号申诉"
    kind = "链接已存证" if kept.sha256 else f"链接没有取到内容（{kept.said}），不影响申诉"
    return f"已收到第 {number} 号申诉，{kind}"


# --- one appeal -----------------------------------------------------------------------------------


def _one(room: Room, appeal: Appeal) -> None:
    answered = ""
    if appeal.decision and appeal.decided_at:
        when = beijing(appeal.decided_at)
        answered = f"{DECISION_NAMES[appeal.decision]}：{appeal.reason}\n{when}"
    st.html(
        described(
            [
                ("理由", f"{GROUND_NAMES[appeal.ground]}。{appeal.text}"),
                ("链接", link(appeal.link) if appeal.link else ""),
                ("提出时间", beijing(appeal.at)),
                ("裁定", answered or "待裁定"),
                ("所引存证", Html(f"<code>{appeal.cites}</code>") if appeal.cites else ""),
            ]
        )
    )
    if appeal.file:
        _file(room, appeal)
    shown = room.desk.appeal_shown(room.id, appeal.number)
    if shown:
        st.markdown("**截止日时网上有没有**")
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
        f"佐证文件：{plain(appeal.file_name)}", content, appeal.file_name, on_click="ignore",
        icon=":material/attach_file:",
    )  # fmt: skip


def _seen(shown: list[Shown]) -> Html:
    """Every address that bears on it: what it shows, when which content was first seen."""
    return table(
        ("网址", "页面标注日期", "首次采集", "截止日时"),
        [
            (
                Html(link(one.url) + small(one.title)),
                one.shown_on or "—",
                Html("<br>".join(_capture(c.first_at, c.sha256) for c in one.seen) or "—"),
                STANDING_NAMES[one.standing],
            )
            for one in shown
        ],
    )


def _capture(at: datetime, sha256: str) -> str:
    return f"{beijing(at)} <code>{sha256[:12]}</code>"


def _decide(room: Room, appeal: Appeal, shown: list[Shown]) -> None:
    proofs = _proofs(room, appeal, shown)
    leaf = room.leaves.get(appeal.indicator_id)
    with st.form(f"decide {room.id} {appeal.number} {appeal.events}"):
        st.markdown("**裁定**")
        decision = st.segmented_control(
            "裁定", list(Decision), format_func=DECISION_NAMES.__getitem__, required=True,
            default=Decision.UPHELD, label_visibility="collapsed",
        )  # fmt: skip
        cites = st.selectbox(
            "引用哪一件存证", list(proofs), index=None, format_func=proofs.__getitem__,
            placeholder="裁定须引用一件存证或所附文件",
        )  # fmt: skip
        outcome = st.selectbox(
            "改为什么结论", [o for o in Outcome if o is not Outcome.UNKNOWN], index=None,
            format_func=OUTCOME.__getitem__, placeholder="按理由类别：成立的改为符合或不涉及",
        )  # fmt: skip
        items = _items(leaf)
        met = st.multiselect(
            "改为符合的要素", list(items), format_func=items.__getitem__, placeholder="没有",
        ) if items else []  # fmt: skip
        reason = st.text_area("裁定理由", max_chars=2000)
        if st.form_submit_button("裁定", type="primary"):
            said = Decided(
                decision or Decision.REFUSED, reason, cites or "", outcome,
                dict.fromkeys(met, Outcome.MET),
            )  # fmt: skip
            act(
                lambda: room.desk.decide_appeal(room.id, appeal.number, said, now()),
                f"第 {appeal.number} 号申诉：{DECISION_NAMES[said.decision]}",
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
        capture.sha256: f"{beijing(capture.first_at)} 首次采集 {one.url}"
        for one in shown
        for capture in one.seen
    }
    words |= {appeal.file: f"申诉所附文件 {appeal.file_name}"} if appeal.file else {}
    known = room.desk.appeal_proofs(room.id, appeal.number)
    return {
        each: f"{words.get(each, '核查所据存证')}（{each[:12]}）"
        for each in sorted(known, key=lambda each: (each not in words, words.get(each, each)))
    }
