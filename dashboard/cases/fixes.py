"""The register of rectification on screen: units report, reviewers look again and rule."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import streamlit as st

from crawlers.clock import now
from dashboard.cases.lists import nothing_told
from dashboard.cases.room import REFUSALS, Room, act, settings
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, described, esc, link, plain, small, table
from dashboard.wording.printing import points
from data.calendar import CHINA
from data.people import Action
from data.var import VAR
from scoring.rectification import REPORTED, STATUS_NAMES, Fix, Status
from scoring.stages import Act, refusal

MOST = 200  # lines of a table
FIRST = 15  # lines before somebody asks for all: what is to be done stands below them
LATE = "late"  # in the address
_REPORTS = (Status.DONE, Status.EXPLAINED)


def fixes(room: Room) -> None:
    """Figures, the register, and one line of it to act on."""
    today = now().astimezone(CHINA).date()
    found = room.desk.fixes(room.id)
    if not found:
        nothing_told(room)
        return
    count = Counter(fix.status for fix in found)
    due = len(found) - count[Status.SETTLED]
    st.html(
        cards(
            [
                (_("要整改的"), due, _("复核通过 {count}").format(count=count[Status.PASSED])),
                (_("待复核"), sum(count[each] for each in REPORTED), _("单位已报")),
                (_("逾期"), sum(fix.overdue(today) for fix in found), _("没有整改或复核未通过")),
                (_("屡次失分"), sum(fix.again for fix in found), _("往轮同一指标也失分")),
            ]
        )
    )
    asked = st.segmented_control(
        _("看哪些"), list(_shown(today)), default=_wanted(), required=True,
        label_visibility="collapsed", key=f"fixes of {room.id}",
    )  # fmt: skip
    some = [fix for fix in found if _shown(today)[asked](fix)]
    if not some:
        st.info(_("没有这样的整改项。"))
        return
    every = len(some) <= FIRST or st.toggle(
        _("列出全部 {n} 项").format(n=len(some)), key=f"all fixes {room.id} {asked}"
    )
    st.html(_table(room, some[: MOST if every else FIRST], today))
    if every and len(some) > MOST:
        st.caption(
            _("只列前 {most} 项，共 {some} 项；全部见 gkc rectify list。").format(
                most=MOST, some=len(some)
            )
        )
    by_point = {(fix.unit_id, fix.line.indicator_id): fix for fix in some}
    point = st.selectbox(
        _("办理哪一项"), list(by_point), format_func=lambda point: _title(room, by_point[point]),
        key=f"fix of {room.id} {asked}",
    )  # fmt: skip
    _one(room, by_point[point])


def _wanted() -> str:
    """What the address asks for."""
    return _("逾期") if st.query_params.get("show") == LATE else _("全部")


def _shown(today: date) -> dict[str, Callable[[Fix], bool]]:
    return {
        _("全部"): lambda fix: True,
        _("待复核"): lambda fix: fix.status in REPORTED,
        _("逾期"): lambda fix: fix.overdue(today),
        _("屡次失分"): lambda fix: fix.again,
    }


def _table(room: Room, found: list[Fix], today: date) -> Html:
    return table(
        (_("指标"), _("扣分"), _("整改截止"), _("状态"), _("单位说明")),
        [
            (
                _point(room, fix),
                points(Fraction(fix.line.lost)),
                fix.due,
                _status(fix, today),
                Html((link(fix.link) if fix.link else "") + small(fix.note)) or "—",
            )
            for fix in found
        ],
        numbers=(1,),
        whole=(2,),
    )


def _status(fix: Fix, today: date) -> Html:
    late = _("，逾期") if fix.overdue(today) else ""
    return Html(f'<span class="gk-w">{esc(_(STATUS_NAMES[fix.status]))}</span>{esc(late)}')


def _point(room: Room, fix: Fix) -> Html:
    said = room.point(fix.unit_id, fix.line.indicator_id) + small(_again(fix))
    return Html(f'<div class="gk-who">{said}</div>')


def _again(fix: Fix) -> str:
    return _("屡次失分：{again}").format(again="、".join(fix.line.again)) if fix.again else ""


def _title(room: Room, fix: Fix) -> str:
    unit = "" if room.of_unit else f"{room.unit(fix.unit_id)} "
    return f"{unit}{fix.line.code} {fix.line.name}"


def _one(room: Room, fix: Fix) -> None:
    st.html(
        described(
            [
                (_("原因"), fix.line.reason),
                (_("怎么改"), fix.line.remedy),
                (_("往轮"), _again(fix)),
                (_("整改链接"), link(fix.link) if fix.link else ""),
                (_("单位说明"), fix.note),
                (_("复核意见"), fix.finding),
            ]
        )
    )
    if fix.status in {Status.PASSED, Status.SETTLED}:
        return
    if why := refusal(Act.RECTIFY, room.desk.stage(room.id)):
        st.caption(plain(why))
        return
    if room.desk.may(Action.RECTIFY, fix.unit_id):
        _report(room, fix)
    if fix.events and room.desk.may(Action.CLOSE_RECTIFICATION, fix.unit_id):
        _check(room, fix)


def _report(room: Room, fix: Fix) -> None:
    with st.form(f"report {room.id} {fix.line.indicator_id} {fix.events}"):
        st.markdown(_("**报整改情况**"))
        status = st.radio(
            _("状态"), _REPORTS, format_func=lambda each: _(STATUS_NAMES[each]), horizontal=True
        )
        url = st.text_input(_("整改后的网页链接"), fix.link, placeholder="https://")
        note = st.text_area(_("说明"), max_chars=2000)
        if st.form_submit_button(_("提交"), type="primary"):
            act(
                lambda: room.desk.report_fix(
                    room.id, fix.line.indicator_id, status or Status.DONE, url, note, now()
                ),
                _("已登记，等待复核"),
            )


def _check(room: Room, fix: Fix) -> None:
    key = f"verdict {room.id} {fix.unit_id} {fix.line.indicator_id} {fix.events}"
    left, right = st.columns(2, gap="medium")
    if fix.link:
        with left, st.form(f"look {key}"):
            st.markdown(_("**再看一次整改链接**"))
            phrase = st.text_input(_("应当已经改掉的词语"), help=_("没有就空着"))
            updated = st.toggle(_("链接是栏目，反馈之后应有更新"))
            if st.form_submit_button(_("采集并存证")):
                _look(room, fix, key, phrase, updated=updated)
    with right, st.form(f"rule {key}"):
        st.markdown(_("**复核**"))
        note = st.text_area(_("复核意见"), st.session_state.get(key, ""), max_chars=2000)
        with st.container(horizontal=True):
            passed = st.form_submit_button(_("复核通过"), type="primary")
            failed = st.form_submit_button(_("复核未通过"))
        if passed or failed:
            act(
                lambda: room.desk.rule_fix(
                    room.id, fix.unit_id, fix.line.indicator_id, passed=passed, note=note, at=now()
                ),
                _("已登记：{status_names}").format(
                    status_names=_(STATUS_NAMES[Status.PASSED if passed else Status.FAILED])
                ),
            )


def _look(room: Room, fix: Fix, key: str, phrase: str, *, updated: bool) -> None:
    """What the link shows now, put down as the beginning of the reviewer's words."""
    try:
        with st.spinner(_("正在采集并存证…")):
            verdict, _capture = room.desk.look_again(
                room.id, fix.unit_id, fix.line.indicator_id,
                phrase=phrase, updated=updated, var=VAR, settings=settings(),
            )  # fmt: skip
    except REFUSALS as error:
        st.error(plain(str(error)), icon=":material/block:")
        return
    word = {True: _("可以通过"), False: _("未通过"), None: _("看不清，须人工判断")}[verdict.passed]
    st.session_state[key] = _("自动复查：{lines}").format(lines="；".join(verdict.lines))
    st.info(plain(f"{word}：{'；'.join(verdict.lines)}"))
