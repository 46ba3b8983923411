"""How the sites of a round do between rounds, on screen."""

import streamlit as st

from crawlers.clock import now
from dashboard.desk.desk import Desk
from dashboard.rounds.progress import HomeStanding, ago, why_not_opened
from dashboard.rounds.result import Result
from dashboard.wording.language import _
from dashboard.wording.markup import Html, esc, small, table, to_unit
from dashboard.wording.printing import china_time
from data.watches import levels

MOST = 200  # lines of a table


def monitored(shown: Result, desk: Desk) -> None:
    """Availability of home pages, and columns that are watched."""
    st.subheader(_("监测"), anchor=False)
    watched, rules = desk.watched(shown.round.id), levels()
    if not watched.homes and not watched.columns:
        st.caption(
            _(
                "本轮单位没有列入监测。运行 `gkc monitor add {id}`，每天 {probes_a_day} "
                "次访问首页，每 {columns_every_days} 天看一遍栏目。"
            ).format(
                id=shown.round.id,
                probes_a_day=rules.probes_a_day,
                columns_every_days=rules.columns_every_days,
            )
        )
    if watched.homes:
        alarmed = sum(bool(home.alarm) for home in watched.homes)
        st.caption(
            _(
                "首页可用性，最近 {window_days} 天：监测 {homes} 个，提示 {alarmed} 个。"
                "{limit_s:g} 秒没有响应为打不开；拦截采集的不计；不满 {least} 次不判断。"
                "打不开的占比达到 {float:.0%} 预警，达到 {float2:.0%} 须人工复核。"
            ).format(
                window_days=rules.window_days,
                homes=len(watched.homes),
                alarmed=alarmed,
                limit_s=rules.limit_s,
                least=rules.least,
                float=float(rules.warn),
                float2=float(rules.veto),
            )
        )
        st.html(
            table(
                (_("单位"), _("可用率"), _("打不开/次数"), _("最近访问"), _("提示")),
                [_visits(shown, home) for home in watched.homes[:MOST]],
                numbers=(2,),
                whole=(3, 4),
            )
        )
        if missed := desk.not_opened(shown.round.id, MOST):
            with st.expander(
                _("没有打开的访问（最近 {window_days} 天，至多列 {most} 次）").format(
                    window_days=rules.window_days, most=MOST
                )
            ):
                st.html(
                    table(
                        (_("单位"), _("时间"), _("原因")),
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
            _("栏目更新：监测 {columns} 个，超期或即将超期 {alarmed_columns} 个").format(
                columns=len(watched.columns), alarmed_columns=len(alarmed_columns)
            )
            + (_("，尚未查看 {unseen} 个。").format(unseen=unseen) if unseen else "。")
        )
        if alarmed_columns:
            st.html(
                table(
                    (_("单位"), _("栏目"), _("近况"), _("提示")),
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


def _visits(shown: Result, home: HomeStanding) -> tuple[object, ...]:
    tally = home.tally
    told = f"{tally.failed} / {tally.told}" if tally and tally.told else "—"
    unsure = (
        small(_("另有 {unsure} 次无法采集").format(unsure=tally.unsure))
        if tally and tally.told and tally.unsure
        else ""
    )
    few = small(home.too_few) if home.too_few else ""
    return (
        to_unit(shown.round.id, home.watch.unit_id, home.watch.owner),
        Html(esc(home.share) + unsure + few),
        told,
        ago(tally.last_at, now()) if tally else "—",
        home.alarm or "—",
    )
