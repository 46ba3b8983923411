"""Columns on screen: which fall due, and the sheet of one unit."""

from datetime import date

import streamlit as st

from crawlers.personal import masked_urls
from dashboard import load
from dashboard.desk.desk import Desk
from dashboard.figures.collecting import Due, due
from dashboard.load import ColumnLine
from dashboard.rounds.result import Result
from dashboard.screen.parts import choose_unit
from dashboard.wording.collected import no_sheet
from dashboard.wording.language import _
from dashboard.wording.markup import Html, link, plain, scheme_of, table, to_unit
from dashboard.wording.words import COLUMN_STATE
from data.watches import levels

MOST = 200  # lines of a table


def falling_due(shown: Result, desk: Desk, today: date) -> None:
    """Columns whose term of updating has passed or comes to its end, by what was last seen."""
    over, soon = due(load.all_columns(desk, shown), levels(), today)
    st.subheader(_("栏目更新期限"), anchor=False)
    if not over and not any(found for _days, found in soon):
        st.caption(_("没有超期或即将超期的栏目。期限按栏目名称推定，见监测设置。"))
        return
    parts = [(_("已超期 {n} 个").format(n=len(over)), over)]
    parts += [
        (_("{days} 天内到期 {n} 个").format(days=days, n=len(found)), found) for days, found in soon
    ]
    st.caption(
        _("按最近一次采集看到的最近更新日期推算，今天是 {day}；没有注明日期的栏目不判断。").format(
            day=today
        )
    )
    for tab, (_word, found) in zip(st.tabs([word for word, _each in parts]), parts, strict=True):
        with tab:
            if found:
                st.html(_due(shown, found))
            else:
                st.caption(_("没有。"))
            if len(found) > MOST:
                st.caption(_("先列 {n} 个。").format(n=MOST))


def _due(shown: Result, found: list[Due]) -> Html:
    return table(
        (_("单位"), _("栏目"), _("最近更新"), _("剩余天数")),
        [
            (
                to_unit(shown.round.id, each.unit_id, shown.units[each.unit_id].name),
                link(each.column.url, each.column.name),
                each.column.newest_on,
                each.left if each.left >= 0 else _("超期 {n} 天").format(n=-each.left),
            )
            for each in found[:MOST]
        ],
        numbers=(3,),
        whole=(2,),
    )


def sheet(shown: Result, desk: Desk) -> None:
    """The columns of one unit."""
    st.subheader(_("栏目台账"), anchor=False)
    unit_id = choose_unit(shown)
    shown = desk.with_details(shown, [unit_id])
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
        return
    st.caption(
        _(
            "共 {columns} 个栏目：空白 {sum} 个，未按时更新 {sum2} 个。未按时更新按“"
            "栏目更新”的核查方法认定。"
        ).format(
            columns=len(columns),
            sum=sum(line.empty for line in columns),
            sum2=sum(line.stale for line in columns),
        )
    )
    st.dataframe(
        {
            _("栏目"): [line.column.name for line in columns],
            _("情况"): [_mark(line) for line in columns],
            _("条目"): [line.column.items for line in columns],
            _("最近更新"): [str(line.column.newest_on or _("未注明")) for line in columns],
            _("距截止日（天）"): [line.days for line in columns],
            _("位置"): [" / ".join(line.column.path[:-1]) for line in columns],
            _("网址"): [
                masked_urls(line.column.url)
                if scheme_of(line.column.url) in {"http", "https"}
                else ""
                for line in columns
            ],
        },
        hide_index=True,
        width="stretch",
        placeholder="—",
        column_config={
            _("栏目"): st.column_config.TextColumn(pinned=True, width=130),
            _("网址"): st.column_config.LinkColumn(),
        },
    )


def _mark(line: ColumnLine) -> str:
    if line.stale:
        return _("未按时更新")
    return _(COLUMN_STATE[line.column.state])


def _address(url: str) -> str:
    return masked_urls(url) if scheme_of(url) in {"http", "https"} else ""
