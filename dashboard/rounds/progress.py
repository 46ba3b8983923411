"""How far a collection has come and how the watched sites do, for command line and dashboard."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawlers.network.outcomes import SAID
from dashboard.wording.language import N_, _
from data.calendar import CHINA
from data.facts import SiteStatus
from data.storage.monitors import Monitors
from data.storage.progress import SiteProgress
from data.watches import OUR_NETWORK, ColumnLook, Levels, Probe, Tally, Watch, WatchKind
from scoring.score import round_half_up

ENDED = frozenset({SiteStatus.DONE, SiteStatus.FAILED})


@dataclass(frozen=True, slots=True)
class Totals:
    """A round, or a part of it, at one moment."""

    sites: int
    by_status: Mapping[SiteStatus, int]
    asked: int
    read: int
    last: SiteProgress | None  # the site that something came from last

    @property
    def ended(self) -> int:
        return sum(n for status, n in self.by_status.items() if status in ENDED)


def totals(sites: Mapping[str, SiteProgress]) -> Totals:
    heard = [site for site in sites.values() if site.last_at]
    return Totals(
        sites=len(sites),
        by_status=Counter(site.state.status for site in sites.values()),
        asked=sum(site.asked for site in sites.values()),
        read=sum(site.read for site in sites.values()),
        last=max(heard, key=lambda site: str(site.last_at), default=None),
    )


@dataclass(slots=True)
class Since:
    """Sites that ended since a run began, by what the database said of them then.

    Clocks of other machines are not compared: a site ended when it has another end than before.
    """

    before: Mapping[str, SiteProgress]
    ended: dict[str, SiteProgress] = field(default_factory=dict)

    def take(self, sites: Mapping[str, SiteProgress]) -> list[SiteProgress]:
        """Sites that ended since the last call."""
        new = [
            site
            for unit_id, site in sites.items()
            if unit_id in self.before
            and unit_id not in self.ended
            and site.state.status in ENDED
            and site.state.finished_at != self.before[unit_id].state.finished_at
        ]
        self.ended |= {site.state.unit_id: site for site in new}
        return new


def ago(at: datetime, now: datetime) -> str:
    """How long ago something happened, in one word."""
    seconds = max(0, round((now - at).total_seconds()))
    for word, size in _AGO:
        if seconds >= size:
            return _(word).format(n=seconds // size)
    return _("{n} 秒前").format(n=seconds)


_AGO = ((N_("{n} 天前"), 86_400), (N_("{n} 小时前"), 3_600), (N_("{n} 分钟前"), 60))


# --- between rounds -------------------------------------------------------------------------------

WARN, VETO = "预警", "达到否决线"


@dataclass(frozen=True, slots=True)
class HomeStanding:
    """How reliably a home page opened over the last days."""

    watch: Watch
    tally: Tally | None  # None: nobody went there yet
    alarm: str
    least: int = 0  # visits that tell, from which the share may be judged

    @property
    def too_few(self) -> str:
        """That there are too few visits to judge by, and how many; empty when there are enough."""
        told = self.tally.told if self.tally else 0
        return f"样本不足（{told} 次，满 {self.least} 次才判断）" if 0 < told < self.least else ""

    @property
    def share(self) -> str:
        """The share of the visits, of those that tell, at which the page opened."""
        if self.tally is None:
            return "尚未访问"
        if self.tally.failing is None:
            return "无法采集"
        return round_half_up((1 - self.tally.failing) * 100, 1) + "%"

    @property
    def words(self) -> str:
        if self.tally is None or self.tally.failing is None:
            return self.share
        aside = f"，另有 {self.tally.unsure} 次无法采集" if self.tally.unsure else ""
        few = f"；{self.too_few}" if self.too_few else ""
        return (
            f"可用 {self.share}（{self.tally.told} 次中打不开 {self.tally.failed} 次{aside}）{few}"
        )


@dataclass(frozen=True, slots=True)
class ColumnStanding:
    """When a column was last continued, and how long it may go on so."""

    watch: Watch
    look: ColumnLook | None
    left: int | None  # days until it is overdue; None: nobody says
    alarm: str

    @property
    def words(self) -> str:
        if self.look is None:
            return "尚未查看"
        if not self.look.outcome.read:
            return "没有读到"
        newest = f"最近更新 {self.look.newest_on}" if self.look.newest_on else "未注明日期"
        return f"{newest}，首页列 {self.look.items} 条"


@dataclass(frozen=True, slots=True)
class Standings:
    homes: Sequence[HomeStanding]  # worst first
    columns: Sequence[ColumnStanding]  # longest overdue first


def standings(monitors: Monitors, config: Levels, now: datetime) -> Standings:
    """How everything watched stands now."""
    watches = monitors.watches()
    tallies = monitors.availability(now - timedelta(days=config.window_days))
    looks = monitors.last_looks()
    today = now.astimezone(CHINA).date()
    homes, columns = [], []
    for watch in watches:
        if watch.kind is WatchKind.AVAILABILITY:
            tally = tallies.get(watch.url)
            homes.append(
                HomeStanding(watch, tally, _availability_alarm(tally, config), config.least)
            )
        else:
            look = looks.get(watch.url)
            left = config.days_left(watch.name, look.newest_on if look else None, today)
            columns.append(
                ColumnStanding(watch, look, left, _column_alarm(watch.name, left, config))
            )
    return Standings(
        sorted(homes, key=lambda each: -((each.tally and each.tally.failing) or 0)),
        sorted(columns, key=lambda each: (each.left is None, each.left or 0)),
    )


def why_not_opened(probe: Probe) -> str:
    """Why a visit did not get to see the home page, and whether that counts against it."""
    if probe.note == OUR_NETWORK:
        return OUR_NETWORK
    why = SAID[probe.outcome]
    return why if probe.opened is False else f"{why}（不计）"


def _availability_alarm(tally: Tally | None, config: Levels) -> str:
    if tally is None or tally.failing is None or tally.told < config.least:
        return ""
    if tally.failing >= config.veto:
        return VETO
    return WARN if tally.failing >= config.warn else ""


def _column_alarm(name: str, left: int | None, config: Levels) -> str:
    if left is None:
        return ""
    if left < 0:
        return f"超期 {-left} 天"
    return f"{left} 天后超期" if config.soon(name, left) else ""
