"""The look at the sites of a round on screen, as it is this moment."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from crawlers.clock import now
from crawlers.network.outcomes import SAID
from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.entry import signin
from dashboard.figures.collecting import by_outcome
from dashboard.jobs.roundjob import Job
from dashboard.load import SiteLine
from dashboard.panels.running.state import at_work, ended, lasting, share
from dashboard.rounds.progress import ago, totals
from dashboard.rounds.result import Result
from dashboard.wording.language import N_, _
from dashboard.wording.markup import Html, cards, esc, link, plain, small, table, to_unit, way
from dashboard.wording.words import NOTHING_READ, SITE_STATUS
from data.facts import SiteStatus
from data.people import Action
from data.var import VAR

EVERY_S, IDLE_S = 2, 15  # while somebody collects, and else
MOST = 200  # lines of a table; a national round has thousands
CAUSES = 50  # blocked sites whose front door is asked for in the database
ALL, NOW, BLOCKED, FAILED, WAITING = (
    N_("全部"), N_("采集中"), N_("无法采集"), N_("采集出错"), N_("待采集"),
)  # fmt: skip


def lines_of(shown: Result, desk: Desk) -> list[SiteLine]:
    return load.site_lines(shown, desk.sites(shown.round.id))


def job_of(shown: Result, desk: Desk) -> Job | None:
    """The last job, for those who may know of it."""
    return desk.job(shown.round.id, VAR) if desk.may(Action.READ_RANKS) else None


def busy(shown: Result, desk: Desk) -> bool:
    """Whether somebody collects, or is about to."""
    job = job_of(shown, desk)
    running = any(line.running for line in lines_of(shown, desk))
    return running or bool(load.workers()) or (job is not None and job.alive)


def collected(shown: Result) -> None:
    """All of it; drawn anew by itself."""
    desk = signin.desk()
    lines, at = lines_of(shown, desk), now()
    job = job_of(shown, desk)
    _job(shown, desk, job, at)
    _figures(lines)
    if any(line.running for line in lines) and load.workers() == 0:
        st.warning(_("没有采集进程在运行，标为采集中的网站可能已中断；再次开始采集会接着采。"))
    _now(shown, lines, at)
    _outcomes(lines)
    _blocked(shown, desk, lines)
    _sites(shown, lines, at)


def _job(shown: Result, desk: Desk, job: Job | None, at: datetime) -> None:
    if job is not None and job.alive:
        sites = totals(desk.sites(shown.round.id))
        st.info(plain(at_work(job, sites, at)), icon=":material/sync:")
        st.progress(share(job, sites))
    elif job is not None and job.why:
        st.warning(plain(ended(job)))
    if job is not None and desk.may(Action.MANAGE_ROUNDS):
        st.html(way(f"course?round={shown.round.id}", _("到“轮次进程”开始或停止")))


def _figures(lines: Sequence[SiteLine]) -> None:
    count = Counter(line.state.status for line in lines)
    done = _("已采集 {done}，待采集 {waiting}").format(
        done=count[SiteStatus.DONE], waiting=count[SiteStatus.WAITING]
    )
    entries: list[tuple[str, object, object]] = [(_("网站"), len(lines), done)]
    workers = load.workers()
    if count[SiteStatus.RUNNING] or workers:
        alive = "" if workers is None else _("采集进程 {n} 个").format(n=workers)
        entries.append((_("采集中"), count[SiteStatus.RUNNING], alive))
    if failed := count[SiteStatus.FAILED]:
        entries.append((_("采集出错"), failed, _("程序原因，再次开始采集会接着采")))
    blocked = sum(line.blocked and not line.running for line in lines)
    read = _("读到 {n}").format(n=sum(line.read for line in lines))
    entries += [
        (_(NOTHING_READ), blocked, _("不扣分，列为待核查")),
        (_("请求"), sum(line.asked for line in lines), read),
    ]
    st.html(cards(entries))


def _now(shown: Result, lines: Sequence[SiteLine], at: datetime) -> None:
    """The hosts that somebody looks at this moment."""
    running = [line for line in lines if line.running]
    if not running:
        return
    st.subheader(_("正在采集的网站"), anchor=False)
    st.html(
        table(
            (_("单位"), _("网址"), _("请求"), _("读到"), _("最近请求"), _("已采")),
            [
                (
                    to_unit(shown.round.id, line.unit.id, line.unit.name),
                    link(line.unit.portal),
                    line.asked,
                    line.read,
                    ago(line.last_at, at) if line.last_at else "—",
                    lasting(round((at - line.state.started_at).total_seconds()))
                    if line.state.started_at
                    else "—",
                )
                for line in running[:MOST]
            ],
            numbers=(2, 3),
            whole=(4, 5),
        )
    )


def _outcomes(lines: Sequence[SiteLine]) -> None:
    """How requests ended, as a table with bars."""
    found = by_outcome([line.outcomes for line in lines])
    if not found:
        return
    total = sum(each.requests for each in found)
    with st.expander(_("请求结果：共 {n} 次").format(n=total), expanded=True):
        st.html(
            table(
                (_("结果"), _("次数"), _("占比"), _("涉及网站"), ""),
                [
                    (
                        SAID[each.outcome],
                        each.requests,
                        f"{100 * each.requests / total:.1f}%",
                        each.sites,
                        Html(
                            '<div class="gk-share" role="presentation">'
                            f'<i style="width:{100 * each.requests / total:.2f}%"></i></div>'
                        ),
                    )
                    for each in found
                ],
                numbers=(1, 2, 3),
                whole=(0,),
            )
        )
        if unasked := total - sum(line.asked for line in lines):
            st.caption(_("其中 {n} 个地址没有发出请求。").format(n=unasked))


def _blocked(shown: Result, desk: Desk, lines: Sequence[SiteLine]) -> None:
    """Sites of which nothing was read, and how their front doors answered."""
    blocked = [line for line in lines if line.blocked and not line.running]
    if not blocked:
        return
    with st.expander(_("无法采集的网站 {n} 个，不扣分").format(n=len(blocked)), expanded=True):
        st.html(
            table(
                (_("单位"), _("网址"), _("原因")),
                [
                    (
                        to_unit(shown.round.id, line.unit.id, line.unit.name),
                        link(line.unit.portal),
                        load.why_blocked(desk, shown.round.id, line),
                    )
                    for line in blocked[:CAUSES]
                ],
            )
        )
        if len(blocked) > CAUSES:
            st.caption(_("先列 {n} 个，其余见下面的网站列表。").format(n=CAUSES))


def _came(line: SiteLine) -> Html:
    """How far the look came, in a word."""
    word = _(SITE_STATUS[line.state.status])
    if line.blocked and not line.running:
        word += f"，{_(NOTHING_READ)}"
    if line.state.status is SiteStatus.DONE and not line.state.exhausted:
        word += _("，未采完")
    notes = [_("网站副本") if line.state.copy else "", line.state.note]
    return Html(esc(word) + small("；".join(filter(None, notes))))


def _sites(shown: Result, lines: Sequence[SiteLine], at: datetime) -> None:
    st.subheader(_("网站"), anchor=False)
    kept = list(lines)
    if len(lines) > 1:
        chosen = st.segmented_control(
            _("只看"), (ALL, NOW, BLOCKED, FAILED, WAITING), default=ALL, format_func=_,
            key=f"sites of {shown.round.id}", label_visibility="collapsed",
        )  # fmt: skip
        kept = [line for line in lines if _fits(line, chosen or ALL)]
    if not kept:
        st.caption(_("没有这样的网站。"))
        return
    st.html(
        table(
            (_("单位"), _("采集情况"), _("请求"), _("读到"), _("最近请求"), _("没有读到的")),
            [
                (
                    to_unit(shown.round.id, line.unit.id, line.unit.name),
                    _came(line),
                    line.asked,
                    line.read,
                    ago(line.last_at, at) if line.last_at else "—",
                    "；".join(f"{SAID[outcome]} {n}" for outcome, n in line.unread) or "—",
                )
                for line in kept[:MOST]
            ],
            numbers=(2, 3),
            whole=(4,),
            roomy=True,
        )
    )
    if len(kept) > MOST:
        st.caption(
            _("先列出错、采集中和无法采集的，另有 {n} 个网站未列出。").format(n=len(kept) - MOST)
        )


def _fits(line: SiteLine, chosen: str) -> bool:
    return {
        ALL: True,
        NOW: line.running,
        BLOCKED: line.blocked and not line.running,
        FAILED: line.state.status is SiteStatus.FAILED,
        WAITING: line.state.status is SiteStatus.WAITING,
    }[chosen]
