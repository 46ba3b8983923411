"""How far the look at each site came, live; how the sites do between rounds; the column sheet."""

from datetime import UTC, datetime

import streamlit as st

from crawlers.network.outcomes import SAID
from crawlers.personal import masked_urls
from dashboard import load, signin
from dashboard.collected import no_sheet
from dashboard.load import ColumnLine, SiteLine
from dashboard.markup import Html, cards, esc, plain, scheme_of, small, table, to_unit
from dashboard.parts import choose_unit, current, head
from dashboard.printing import china_time
from dashboard.progress import HomeStanding, ago, why_not_opened
from dashboard.words import COLUMN_STATE, NOTHING_READ, SITE_STATUS
from data.facts import SiteStatus
from data.watches import levels

EVERY_S, IDLE_S = 2, 15  # while somebody collects, and else
MOST = 200  # lines of a table; a national round has thousands

desk, shown = signin.desk(), current(scored=False)
head(shown)


def came(line: SiteLine) -> Html:
    """How far the look came, in a word."""
    word = SITE_STATUS[line.state.status]
    if line.blocked and not line.running:
        word += f"，{NOTHING_READ}"
    if line.state.status is SiteStatus.DONE and not line.state.exhausted:
        word += "，未采完"
    return Html(esc(word) + small("网站副本" if line.state.copy else ""))


def collected() -> None:
    """The sites as they are this moment."""
    lines, now = load.site_lines(shown, signin.desk().sites(shown.round.id)), datetime.now(UTC)
    count = {status: sum(line.state.status is status for line in lines) for status in SiteStatus}
    busy = count[SiteStatus.RUNNING]
    workers = load.workers()
    done = f"已采集 {count[SiteStatus.DONE]}，待采集 {count[SiteStatus.WAITING]}"
    entries: list[tuple[str, object, object]] = [("网站", len(lines), done)]
    if busy or workers:
        alive = "" if workers is None else f"采集进程 {workers} 个"
        entries.append(("采集中", busy, alive))
    if count[SiteStatus.FAILED]:
        entries.append(
            ("采集出错", count[SiteStatus.FAILED], "程序原因，再次运行 gkc collect 会接着采")
        )
    blocked = sum(line.blocked and not line.running for line in lines)
    entries += [
        (NOTHING_READ, blocked, "不扣分，列为待核查"),
        (
            "请求",
            sum(line.asked for line in lines),
            f"读到 {sum(line.read for line in lines)}",
        ),
    ]
    st.html(cards(entries))
    if busy and workers == 0:
        st.warning(
            "没有采集进程在运行，标为采集中的网站可能已中断；再次运行 `gkc collect` 会接着采。"
        )
    if noted := [line for line in lines if line.state.note]:
        st.html(
            table(
                ("单位", "说明"),
                [
                    (to_unit(shown.round.id, line.unit.id, line.unit.name), line.state.note)
                    for line in noted[:MOST]
                ],
            )
        )
    st.html(
        table(
            ("单位", "采集情况", "请求", "读到", "最近请求", "没有读到的"),
            [
                (
                    to_unit(shown.round.id, line.unit.id, line.unit.name),
                    came(line),
                    line.asked,
                    line.read,
                    ago(line.last_at, now) if line.last_at else "—",
                    "；".join(f"{SAID[outcome]} {n}" for outcome, n in line.unread) or "—",
                )
                for line in lines[:MOST]
            ],
            numbers=(2, 3),
            whole=(1, 4),
        )
    )
    if len(lines) > MOST:
        st.caption(f"先列出错、采集中和无法采集的，另有 {len(lines) - MOST} 个网站未列出。")


def mark(line: ColumnLine) -> str:
    if line.stale:
        return "未按时更新"
    return COLUMN_STATE[line.column.state]


def visits(home: HomeStanding) -> tuple[object, ...]:
    tally = home.tally
    told = f"{tally.failed} / {tally.told}" if tally and tally.told else "—"
    unsure = (
        small(f"另有 {tally.unsure} 次无法采集") if tally and tally.told and tally.unsure else ""
    )
    few = small(home.too_few) if home.too_few else ""
    return (
        to_unit(shown.round.id, home.watch.unit_id, home.watch.owner),
        Html(esc(home.share) + unsure + few),
        told,
        ago(tally.last_at, datetime.now(UTC)) if tally else "—",
        home.alarm or "—",
    )


busy = any(
    line.running for line in load.site_lines(shown, signin.desk().sites(shown.round.id))
) or bool(load.workers())
st.fragment(collected, run_every=EVERY_S if busy else IDLE_S)()

st.subheader("监测", anchor=False)
watched, rules = desk.watched(shown.round.id), levels()
if not watched.homes and not watched.columns:
    st.caption(
        f"本轮单位没有列入监测。运行 `gkc monitor add {shown.round.id}`，"
        f"每天 {rules.probes_a_day} 次访问首页，每 {rules.columns_every_days} 天看一遍栏目。"
    )
if watched.homes:
    alarmed = sum(bool(home.alarm) for home in watched.homes)
    st.caption(
        f"首页可用性，最近 {rules.window_days} 天："
        f"监测 {len(watched.homes)} 个，提示 {alarmed} 个。"
        f"{rules.limit_s:g} 秒没有响应为打不开；拦截采集的不计；不满 {rules.least} 次不判断。"
        f"打不开的占比达到 {float(rules.warn):.0%} 预警，达到 {float(rules.veto):.0%} 须人工复核。"
    )
    st.html(
        table(
            ("单位", "可用率", "打不开/次数", "最近访问", "提示"),
            [visits(home) for home in watched.homes[:MOST]],
            numbers=(2,),
            whole=(3, 4),
        )
    )
    if missed := desk.not_opened(shown.round.id, MOST):
        with st.expander(f"没有打开的访问（最近 {rules.window_days} 天，至多列 {MOST} 次）"):
            st.html(
                table(
                    ("单位", "时间", "原因"),
                    [
                        (
                            to_unit(shown.round.id, watch.unit_id, watch.owner),
                            china_time(probe.at),
                            why_not_opened(probe),
                        )
                        for watch, probe in missed
                    ],
                    whole=(1,),
                )
            )
if watched.columns:
    alarmed_columns = [column for column in watched.columns if column.alarm]
    unseen = sum(column.look is None for column in watched.columns)
    st.caption(
        f"栏目更新：监测 {len(watched.columns)} 个，超期或即将超期 {len(alarmed_columns)} 个"
        + (f"，尚未查看 {unseen} 个。" if unseen else "。")
    )
    if alarmed_columns:
        st.html(
            table(
                ("单位", "栏目", "近况", "提示"),
                [
                    (
                        to_unit(shown.round.id, each.watch.unit_id, each.watch.owner),
                        each.watch.name,
                        each.words,
                        each.alarm,
                    )
                    for each in alarmed_columns[:MOST]
                ],
                whole=(3,),
            )
        )

st.subheader("栏目台账", anchor=False)
unit_id = choose_unit(shown)
columns = load.column_lines(shown, unit_id, desk.columns(shown.round.id, unit_id))
if not columns:
    sites = load.site_lines(shown, desk.sites(shown.round.id))
    [site] = [line for line in sites if line.unit.id == unit_id]
    st.info(
        no_sheet(
            shown.round.id,
            unit_id,
            site.state.status,
            checked=bool(shown.findings[unit_id]),
            why=plain(
                load.not_looked(shown, unit_id)
                or (desk.why_nothing(shown.round.id, site.unit) if site.blocked else "")
            ),
        )
    )
    st.stop()
st.caption(
    f"共 {len(columns)} 个栏目：空白 {sum(line.empty for line in columns)} 个，"
    f"未按时更新 {sum(line.stale for line in columns)} 个。未按时更新按“栏目更新”的核查方法认定。"
)
st.dataframe(
    {
        "栏目": [line.column.name for line in columns],
        "情况": [mark(line) for line in columns],
        "条目": [line.column.items for line in columns],
        "最近更新": [str(line.column.newest_on or "未注明") for line in columns],
        "距截止日（天）": [line.days for line in columns],
        "位置": [" / ".join(line.column.path[:-1]) for line in columns],
        "网址": [
            masked_urls(line.column.url) if scheme_of(line.column.url) in {"http", "https"} else ""
            for line in columns
        ],
    },
    hide_index=True,
    width="stretch",
    placeholder="—",
    column_config={
        "栏目": st.column_config.TextColumn(pinned=True, width=130),
        "网址": st.column_config.LinkColumn(),
    },
)
