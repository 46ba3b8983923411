"""The long work of a round on screen: begun, watched, stopped; sealing and the certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from crawlers.clock import now
from crawlers.frontier import Budget
from crawlers.settings import Settings
from dashboard.cases.room import Room, act, settings
from dashboard.commands.options import parse_hours
from dashboard.jobs.roundjob import ACT, End, Job, Step
from dashboard.panels.running.state import at_work, ended, named, share
from dashboard.rounds.progress import totals
from dashboard.screen.parts import beijing
from dashboard.stages.wherestands import Course
from dashboard.wording.language import N_, _
from dashboard.wording.markup import described, plain, way
from data.people import Action
from data.storage.seals import Seal
from data.var import VAR
from data.workflow import Stage
from scoring.stages import allowed

EVERY_S = 2
_MB = 1024**2
# What may be begun, the usual first.
_OFFERED: Mapping[str, tuple[Step, ...]] = {
    N_("采集，随后核查、计分"): (Step.COLLECT, Step.CHECK, Step.SCORE),
    N_("只采集"): (Step.COLLECT,),
    N_("核查并计分"): (Step.CHECK, Step.SCORE),
    N_("计分"): (Step.SCORE,),
}


def work(room: Room, found: Course) -> None:
    """What runs, how the last job ended, and what may be begun now."""
    job = room.desk.job(room.id, VAR)
    stage = found.stage if found.led else None
    offered = {
        word: steps
        for word, steps in _OFFERED.items()
        if all(allowed(ACT[step], stage) for step in steps)
    }
    if room.desk.sealed(room.id) or not room.desk.may(Action.MANAGE_ROUNDS):
        offered = {}
    if job is None and not offered:
        return
    st.subheader(_("采集、核查和计分"), anchor=False)
    if job is not None and job.alive:
        _running(room)
        return
    if job is not None:
        _last(job)
        if room.shown.digest and job.end is End.DONE:
            # The first view has no name of its own.
            st.html(way(f"./?round={room.id}", _("看排名")))
    if offered:
        first = not found.led and not room.shown.digest  # nothing was looked at, no stage is kept
        _begin(room, offered, urgent=bool(found.lacking) or first)


@st.fragment(run_every=EVERY_S)
def _running(room: Room) -> None:
    """Looks again until the job has ended."""
    job = room.desk.job(room.id, VAR)
    if job is None or not job.alive:
        st.rerun()
    sites = totals(room.desk.sites(room.id))
    st.info(plain(at_work(job, sites, now())), icon=":material/sync:")
    st.progress(share(job, sites))
    st.caption(
        _("{what}，由 {by} 于 {at}开始。可以离开本页，关掉看板也不影响。").format(
            what=plain(named(job)), by=plain(job.by), at=beijing(job.began_at)
        )
    )
    if not room.desk.may(Action.MANAGE_ROUNDS):
        return
    if st.button(_("停止"), icon=":material/stop_circle:", disabled=job.stopping):
        act(lambda: room.desk.stop_job(room.id, VAR, now()), _("已通知停止，读到的先存好"))


def _last(job: Job) -> None:
    show = {End.DONE: st.success, End.STOPPED: st.info}.get(job.end or End.DONE, st.error)
    if job.end is End.DONE and job.why:
        show = st.warning
    show(plain(ended(job)))


def _begin(room: Room, offered: Mapping[str, Sequence[Step]], *, urgent: bool) -> None:
    """
    Args:
        urgent: the next stage waits for something; else moving on is what stands out.
    """
    with st.form("job", border=False):
        words = list(offered)
        usual = 0
        if any(Step.COLLECT in steps for steps in offered.values()):
            left = totals(room.desk.sites(room.id))
            if left.ended == left.sites and (word := "核查并计分") in words:
                usual = words.index(word)
        chosen = st.radio(_("要做什么"), words, usual, format_func=_, horizontal=True)
        asked = settings()
        processes = 1
        if any(Step.COLLECT in steps for steps in offered.values()):
            with st.expander(_("采集设置")):
                pages = st.number_input(
                    _("每个网站最多采集的页数"), 1, 100_000, Budget().pages, 100
                )
                processes = st.number_input(_("采集进程数"), 1, 16, 1)
                night = st.text_input(
                    _("只在这段时间（北京时间）采集，如 22:00-06:00；不写则随时采集")
                )
        if st.form_submit_button(_("开始"), type="primary" if urgent else "secondary"):

            def begin() -> None:
                made: Settings = asked
                if Step.COLLECT in offered[chosen]:
                    budget = replace(asked.budget, pages=int(pages))
                    made = replace(asked, budget=budget, hours=parse_hours(night.strip()))
                steps = offered[chosen]
                room.desk.start_job(room.id, steps, made, int(processes), VAR, now())

            act(begin, _("已开始"))


# --- sealing ------------------------------------------------------------------------------------


def sealing(room: Room, found: Course) -> None:
    """Closing the round for good, and its certificate."""
    seal = room.desk.sealed(room.id)
    late = not found.led or found.stage in {Stage.FINAL, Stage.PUBLISHED, Stage.ARCHIVED}
    job = room.desk.job(room.id, VAR)
    if seal is None and (not late or not room.shown.digest):
        return
    st.subheader(_("封存和证书"), anchor=False)
    mine = room.desk.may(Action.PUBLISH)
    if seal is not None:
        _sealed(room, seal, mine=mine)
        return
    st.caption(
        _(
            "封存时写出评估证书：指标体系、名册、核查结果、评审意见、证据清单、得分和名次，"
            "别人不用数据库就能重算核对。封存不能撤销，此后本轮不能再采集、核查、评审和计分。"
        )
    )
    if not mine or (job is not None and job.alive):
        return
    sure = st.checkbox(_("确认封存本轮，不能撤销"))
    if st.button(_("封存本轮"), disabled=not sure):
        _seal(room)


def _sealed(room: Room, seal: Seal, *, mine: bool) -> None:
    st.html(
        described(
            [
                (_("封存时间"), beijing(seal.at)),
                (_("证书编号"), seal.certificate),
                (_("结果摘要值"), seal.digest),
            ]
        )
    )
    if not mine:
        return
    path = room.desk.certificate(room.id, VAR)
    if path is not None:
        zipped = "application/zip"
        icon = ":material/download:"
        st.download_button(_("下载证书"), path.read_bytes, f"{room.id}.zip", zipped, icon=icon)
        st.caption(
            _("核验：在任何一台装有本程序的机器上运行 gkc verify {name}").format(
                name=plain(f"{room.id}.zip")
            )
        )
    elif st.button(_("重新写出证书")):
        _seal(room)


def _seal(room: Room) -> None:
    act(
        lambda: room.desk.start_job(room.id, (Step.SEAL,), settings(), 1, VAR, now()),
        _("已开始封存"),
    )
