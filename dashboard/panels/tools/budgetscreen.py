"""One budget, or final accounts, on screen: what it must disclose, its tables, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crawlers.personal import masked_urls
from crawlers.subjects.budget.book import Book
from crawlers.subjects.budget.disclosure import TABLES, State, disclosed
from crawlers.subjects.budget.issues import Issue, Severity
from crawlers.subjects.budget.opening import BudgetError, opened, with_tables
from crawlers.subjects.budget.register import issues
from dashboard.panels.tools.taken import stem
from dashboard.proofreading.budgetbook import budget_book
from dashboard.terminal.sources import Source
from dashboard.wording.language import _
from dashboard.wording.markup import Html, cards, esc, plain, small, table

MOST = 200  # findings listed on screen; the workbook has all of them


@dataclass(frozen=True)
class Read:
    """A document and all that the rules find in it."""

    name: str
    book: Book
    found: tuple[Issue, ...]


def read(source: Source, others: Sequence[Source]) -> Read:
    """The document read, with tables that were published apart, and every rule asked of it.

    Raises:
        BudgetError: one of the files cannot be read, or is something else.
    """
    book = _opened(source)
    tables = [(each.name, _opened(each)) for each in others]
    whole = with_tables(book, tables) if tables else book
    return Read(source.name, whole, issues(whole))


def _opened(source: Source) -> Book:
    if source.error:
        raise BudgetError(source.error)
    return opened(source.name, source.body, source.media_type)


def show(made: Read) -> None:
    """The whole result, what is wrong first."""
    book = made.book
    items = disclosed(book)
    required = [item for item in items if item.group == TABLES]
    there = sum(item.state.published for item in required)
    lacking = sum(item.state in {State.MISSING, State.NAMED, State.BARE} for item in items)
    grave = sum(one.severity is Severity.CERTAIN for one in made.found)
    st.subheader(plain(book.unit or made.name), anchor=False)
    pages = _("{n} 页").format(n=book.pages) if book.pages else ""
    st.html(
        cards(
            [
                (_("问题"), len(made.found), _("其中差错 {n}").format(n=grave)),
                (
                    _("规定报表"),
                    f"{there}/{len(required)}" if required else "—",
                    _("读到 {n} 张表").format(n=len(book.tables)),
                ),
                (_("没有公开或不完整"), lacking, _("见“应公开的内容”")),
                (_("种类"), book.sort.words, f"{book.year or ''} {pages}".strip()),
            ]
        )
    )
    st.download_button(
        _("下载校验结果（Excel）"),
        budget_book(made.name, book, made.found),
        _("{stem}-校验结果.xlsx").format(stem=stem(made.name)),
        on_click="ignore",
        icon=":material/download:",
    )
    _issues(made.found)
    _items(book)
    _tables(book)


def _issues(found: Sequence[Issue]) -> None:
    st.subheader(_("问题"), anchor=False)
    if not found:
        st.success(_("没有发现问题。"))
        return
    if len(found) > MOST:
        st.caption(
            _("先列 {most} 条，其余 {rest} 条见 Excel。").format(most=MOST, rest=len(found) - MOST)
        )
    st.html(
        table(
            (_("程度"), _("页"), _("位置"), _("原文"), _("问题"), _("处理")),
            [
                (
                    _(one.severity.word),
                    "、".join(map(str, one.pages)) or "—",
                    Html(esc(one.table or _("正文")) + small(one.row)),
                    masked_urls(one.said),
                    Html(
                        esc(masked_urls(one.found))
                        + small("；".join(filter(None, (one.kind, "、".join(one.figures)))))
                    ),
                    Html(esc(one.remedy) + small(one.basis)),
                )
                for one in found[:MOST]
            ],
            whole=(0,),
        )
    )


def _items(book: Book) -> None:
    st.subheader(_("应公开的内容"), anchor=False)
    st.html(
        table(
            (_("类别"), _("内容"), _("情况"), _("页"), _("说明")),
            [
                (_(item.group), item.name, _(item.state.word), item.page or "—", item.note)
                for item in disclosed(book)
            ],
            whole=(0, 2),
        )
    )


def _tables(book: Book) -> None:
    if not book.tables:
        st.caption(_("没有读到表格；表格是图片的，不能核对。"))
        return
    with st.expander(_("读到的 {n} 张表").format(n=len(book.tables))):
        st.html(
            table(
                (_("报表"), _("页"), _("行"), _("栏")),
                [
                    (
                        each.title or _("（没有标题）"),
                        (each.page if book.pages else None) or "—",
                        len(each.rows),
                        len(each.columns),
                    )
                    for each in book.tables
                ],
                numbers=(1, 2, 3),
            )
        )
