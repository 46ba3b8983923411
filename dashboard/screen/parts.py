"""Shared pieces of screen: which round, which unit, figures and words, archived pages."""

from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import load
from dashboard.entry import signin
from dashboard.rounds.result import NO_PLACES_YET, PLACES_KEPT, Result
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, plain, way
from dashboard.wording.printing import china_time, percent, points
from dashboard.wording.words import outcome_in_words
from data.people import Action, Person, Role
from data.types import Evidence, Finding, Ranked
from data.writer import ArchiveError

MOST_TEXT = 20_000  # characters of an archived page shown at once
TOO_MANY = N_("单位超过 {n} 个，不在网页上逐项汇总；用 `gkc report problems` 导出后查看。")
NO_ROUND = N_("还没有评估轮次。运行 `make demo` 看演示，或用 `gkc rounds create` 建立一轮。")
NO_ROUND_YET = N_("还没有评估轮次。导入单位名册、选定指标体系，就可以建立一轮。")
NOTHING_PUBLISHED = N_("目前没有可以查看的评估结果。")
SHORT_TEXT = 500  # characters that need no scroll bar of their own


def choose_round(place: DeltaGenerator) -> None:
    """The round selector; keeps the choice in the address."""
    rounds = {r.id: r.name for r in signin.desk().rounds()}
    if not rounds:
        st.session_state.pop("round", None)  # of somebody who was here before
        return
    asked = st.query_params.get("round")
    if st.session_state.get("round") not in rounds:
        st.session_state["round"] = asked if asked in rounds else next(iter(rounds))
    place.selectbox(_("评估轮次"), list(rounds), format_func=lambda id_: rounds[id_], key="round")
    st.query_params["round"] = st.session_state["round"]


def chosen_round() -> str:
    """The id of the chosen round; stops the view with what to do when there is none."""
    round_id = st.session_state.get("round")
    if round_id is None:
        no_round()
        st.stop()
    return str(round_id)


def no_round() -> None:
    """What somebody may do who sees no round at all."""
    person = signin.who()
    if signin.desk().may(Action.MANAGE_ROUNDS):
        st.info(_(NO_ROUND_YET))
        st.html(way("setup", _("到“新建轮次”")))
    else:
        st.info(_(NO_ROUND) if may_collect(person) else _(NOTHING_PUBLISHED))
    if person is None:  # on a phone the side bar is folded
        st.html(way("signin", _("登录")))


def current() -> Result:
    """The chosen round as far as the person here may see it, without scores and findings; stops the
    view when that is nothing."""
    return signin.desk().own_standings(chosen_round())


AT_ONCE = 3000  # units whose findings one screen reads together; more would take minutes


def too_many(shown: Result) -> str:
    """Why the findings of all units are not added up here, in the language of the screen; empty
    where they are few enough."""
    return _(TOO_MANY).format(n=f"{AT_ONCE:,}") if len(shown.units) > AT_ONCE else ""


def demand_few(shown: Result) -> None:
    """Stops a view that adds up the findings of all units where they are too many."""
    if said := too_many(shown):
        st.info(said)
        st.stop()


def demand_scored(shown: Result) -> None:
    """Stops the view with what to do before the first scoring."""
    if shown.digest:
        return
    name, id_ = plain(shown.round.name), shown.round.id
    if signin.desk().may(Action.MANAGE_ROUNDS):
        st.info(_("轮次“{name}”还没有计分。先采集、核查，再计分。").format(name=name))
        st.html(way(f"course?round={id_}", _("到“轮次进程”，接着往下做")))
    elif signin.who() != signin.ANYBODY_HERE:
        st.info(_("轮次“{name}”还没有计分；组织方计分之后，结果在这里。").format(name=name))
    else:  # whoever sits at the machine itself
        st.info(_("轮次“{name}”还没有计分。依次运行：").format(name=name))
        st.code(f"gkc collect {id_}\ngkc check {id_}\ngkc score {id_}", None)
    st.stop()


def may_collect(person: Person | None) -> bool:
    """Whether somebody is of those who would begin a round, or who look over their shoulders."""
    return person is not None and person.role in {Role.ORGANISER, Role.LEADER}


def choose_unit(shown: Result) -> str:
    """The unit selector; keeps the choice in the address and while views are changed."""
    ids = [r.unit_id for r in shown.ranked] or list(shown.units)
    if len(ids) == 1:  # a person of a unit: nothing to choose
        return ids[0]
    asked = st.session_state.get("chosen_unit") or st.query_params.get("unit")
    chosen = st.selectbox(
        _("选择单位"),
        ids,
        index=ids.index(asked) if asked in ids else 0,
        format_func=lambda id_: f"{shown.units[id_].name}（{shown.units[id_].group}）",
        key=f"unit of {shown.round.id}",
    )
    st.session_state["chosen_unit"] = st.query_params["unit"] = chosen
    return str(chosen)


def head(shown: Result) -> None:
    """What round this is, in one line under the title; and whether its results are old."""
    r = shown.round
    scored = (
        _(" · 结果摘要 {digest}").format(digest=shown.digest[:12])
        if shown.digest
        else _(" · 尚未计分")
    )
    st.caption(
        plain(
            _("{name} · {title} · 截止 {as_of:%Y-%m-%d} · 评估年度 {year}{scored}").format(
                name=r.name, title=shown.scheme.title, as_of=r.as_of, year=r.year, scored=scored
            )
        )
    )
    if may_collect(signin.who()) and (said := load.old(shown)):
        st.warning(plain(said))


def interval(r: Ranked) -> str:
    """The lowest and the highest value that the open points allow, unbroken on one line."""
    return f"{points(r.low)}–{points(r.high)}"


def place(r: Ranked) -> str:
    if r.why_not == NO_PLACES_YET:
        return _("待通报")
    if r.why_not == PLACES_KEPT:
        return _("按公布方式不列")
    return _("第 {place} 名").format(place=r.place) if r.place else _("不列名次")


def why_no_place(shown: Result, r: Ranked) -> str:
    """Why the unit has no place: what its site said where that is why; empty when it has one."""
    said = load.not_looked(shown, r.unit_id)
    if said:
        return _("无法采集：{said}。不扣分。").format(said=said)
    return "" if r.why_not in {NO_PLACES_YET, PLACES_KEPT} else r.why_not


def track(r: Ranked, total: float) -> Html:
    """The interval as a band and the value as a mark, on a line from 0 to the total."""
    low, high = (min(100.0, float(end) / total * 100) for end in (r.low, r.high))
    mark = ""
    if r.value is not None:
        mark = f'<u style="left:{min(100.0, float(r.value) / total * 100):.2f}%"></u>'
    return Html(
        f'<div class="gk-track"><i style="left:{low:.2f}%;width:{high - low:.2f}%"></i>{mark}</div>'
    )


def outcome_word(finding: Finding | None) -> str:
    """The outcome, or the cause where it is unknown, always as a word."""
    if finding is None:
        return _("尚无结果")
    return _(outcome_in_words(finding.outcome, finding.cause))


def beijing(at: datetime) -> str:
    return _("{at}（北京时间）").format(at=china_time(at))


@st.fragment
def archived(shown: Result, unit_id: str, pieces: tuple[Evidence, ...], key: str) -> None:
    """The archived page behind a piece of evidence, as plain text, when somebody asks for it."""
    kept = [number for number, piece in enumerate(pieces) if piece.warc]
    if not kept:
        return
    chosen = st.segmented_control(
        _("查看存证页面文字"),
        kept,
        format_func=lambda number: _("证据 {part}").format(part=number + 1),
        key=f"{key} page",
    )
    if chosen is None:
        return
    try:
        with st.spinner(_("读取存证…")):
            text = signin.desk().archived_text(shown.round.id, unit_id, pieces[chosen])
    except ArchiveError as error:
        st.warning(plain(str(error)))
        return
    st.code(
        text[:MOST_TEXT] or _("（没有文字）"),
        language=None,
        wrap_lines=True,
        height=360 if len(text) > SHORT_TEXT else "content",
    )


def coverage(r: Ranked) -> str:
    return percent(r.coverage)
