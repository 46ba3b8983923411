"""How the job of a round stands, in words."""

from datetime import datetime

from dashboard.figures.collecting import Pace, pace
from dashboard.jobs.roundjob import STEP_NAMES, End, Job, Step
from dashboard.rounds.progress import Totals
from dashboard.wording.language import _
from dashboard.wording.printing import china_time


def named(job: Job) -> str:
    """What the job does, step by step."""
    return _("、").join(_(STEP_NAMES[step]) for step in job.steps)


def so_far(job: Job, now: Totals, at: datetime) -> Pace:
    """How quick collecting is since the job began."""
    return pace(
        job.began_at,
        at,
        asked=now.asked - job.asked,
        ended=now.ended - job.ended_before,
        waiting=now.sites - now.ended,
    )


def share(job: Job, now: Totals) -> float:
    """How much of the step at work is done, 0-1."""
    done, of = (now.ended, now.sites) if job.step is Step.COLLECT else (job.done, job.of)
    return min(1.0, done / of) if of else 0.0


def at_work(job: Job, now: Totals, at: datetime) -> str:
    """What a running job is at, in a sentence or two."""
    if job.stopping:
        return _("正在停止：读到的先存好，一般要几秒到一分钟。")
    if job.step is Step.COLLECT:
        words = [
            _("正在采集：{done} / {of} 个网站已采完，共请求 {asked} 次").format(
                done=now.ended, of=now.sites, asked=now.asked
            )
        ]
        found = so_far(job, now, at)
        if found.per_minute is not None:
            words.append(_("每分钟约 {n} 次").format(n=round(found.per_minute)))
        if found.left_s:
            words.append(_("按目前的速度约还要 {time}").format(time=lasting(found.left_s)))
        return _("，").join(words) + _("。")
    if job.step is Step.CHECK:
        return _("正在核查：{done} / {of} 个单位。").format(done=job.done, of=job.of)
    if job.step is Step.SCORE:
        return _("正在计分。")
    return _("正在封存：写出证书，并重新计算核对。")


def ended(job: Job) -> str:
    """How a job ended."""
    at = f"（{china_time(job.ended_at)}）" if job.ended_at else ""
    words = {
        End.DONE: _("{what}已完成{at}。"),
        End.STOPPED: _("{what}已停止{at}；再次开始会接着做。"),
        End.FAILED: _("{what}没有完成{at}。"),
        End.CUT_OFF: _("{what}被中断，进程意外结束；再次开始会接着做。"),
    }[job.end or End.DONE]
    said = words.format(what=named(job), at=at)
    return f"{said}{job.why}" if job.why else said


def lasting(seconds: int) -> str:
    """A length of time, roughly."""
    if seconds < 90:
        return _("{n} 秒").format(n=seconds)
    minutes = round(seconds / 60)
    if minutes < 90:
        return _("{n} 分钟").format(n=minutes)
    return _("{n} 小时").format(n=round(minutes / 60))
