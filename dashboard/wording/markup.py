"""Text of strangers made safe to show, and the few shapes of HTML that the views use.

Titles, quotes and reasons come from other people's pages. Whatever reaches `st.html` passes `esc`
or `link`; whatever reaches a Streamlit label or message, which read Markdown, passes `plain`.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode, urlsplit

from crawlers.personal import masked_urls
from data.direction import straight

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"\s+")


class Html(str):
    """Text that is HTML already; everything else is escaped on its way in."""

    __slots__ = ()


def esc(text: object) -> Html:
    """The text as HTML that shows exactly these characters, without marks that turn them."""
    return text if isinstance(text, Html) else Html(escape(straight(str(text))))


def join(parts: Iterable[object], between: str = "") -> Html:
    return Html(between.join(esc(part) for part in parts))


def plain(text: str) -> str:
    """The text as Markdown that shows exactly these characters, on one line."""
    one_line = _BREAKS.sub(" ", straight(text)).strip()
    # A word joiner after the colon: `:red[` and `:material/…:` work even behind a backslash.
    return _MARKDOWN.sub(r"\\\1", one_line).replace("\\:", "\\:\u2060")


def link(url: str, text: str = "") -> Html:
    """A link that opens beside the dashboard; other addresses than http(s) stay mere text.

    It leads to the address as it is, so that evidence can be checked; an ID or mobile number in
    it is starred in what is read.
    """
    shown = esc(text or masked_urls(url))
    if scheme_of(url) not in {"http", "https"}:
        return shown
    return Html(f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{shown}</a>')


def scheme_of(url: str) -> str | None:
    """The scheme of an address with a host, lower-case; None when it is no such address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme if parts.netloc else None


def to_unit(round_id: str, unit_id: str, name: str) -> Html:
    """A link to the unit's own screen."""
    query = escape(urlencode({"round": round_id, "unit": unit_id}))
    return Html(f'<a href="unit?{query}" target="_self">{esc(name)}</a>')


def to_view(view: str, text: object, **asked: str) -> Html:
    """A link to another view, narrowed to what is asked; empty answers are left out.

    Args:
        view: its address; empty for the ranking.
    """
    query = escape(urlencode({key: value for key, value in asked.items() if value}))
    return Html(f'<a href="{escape(view) or "."}?{query}" target="_self">{esc(text)}</a>')


def way(path: str, text: str) -> Html:
    """A link to a page of ours that is no view."""
    return Html(
        f'<span class="gk-way"><a href="{escape(path)}" target="_self">{esc(text)}</a></span>'
    )


def small(text: object) -> Html:
    return Html(f'<small class="gk-note">{esc(text)}</small>') if text else Html("")


def cards(entries: Iterable[tuple[str, object, object]]) -> Html:
    """Figures side by side, two and two on a phone: (label, figure, note)."""
    body = "".join(
        f"<div><span>{esc(label)}</span><b>{esc(figure)}</b>{small(note)}</div>"
        for label, figure, note in entries
    )
    return Html(f'<div class="gk-cards">{body}</div>')


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: Iterable[int] = (),
    whole: Iterable[int] = (),
    *,
    roomy: bool = False,
) -> Html:
    """A table that scrolls inside its own frame when the screen is narrow.

    Args:
        numbers: positions of columns set flush right.
        whole: positions of columns whose words are kept on one line.
        roomy: several columns hold sentences: on a phone it scrolls rather than squeezes them.
    """
    marks = dict.fromkeys(whole, " class=gk-w") | dict.fromkeys(numbers, " class=gk-n")

    def cells(tag: str, row: Sequence[object]) -> str:
        return "".join(
            f"<{tag}{marks.get(place, '')}>{esc(cell)}</{tag}>" for place, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    room = " gk-roomy" if roomy else ""
    return Html(
        f'<div class="gk-table{room}"><table><thead><tr>{cells("th", headings)}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def described(entries: Iterable[tuple[str, object]]) -> Html:
    """Terms with what belongs to them; entries without content are left out."""
    body = "".join(
        f"<dt>{esc(term)}</dt><dd>{esc(content)}</dd>" for term, content in entries if content
    )
    return Html(f'<dl class="gk-dl">{body}</dl>')


def heat_table(
    corner: str,
    headings: Sequence[object],
    rows: Iterable[tuple[object, Sequence[tuple[str, str, str]]]],
    *,
    upright: bool = False,
) -> Html:
    """Many units against many columns: names stay in sight while it scrolls in its own frame.

    Args:
        corner: heading of the names.
        rows: name and cells: text, what it means in a word for style (`h0` to `h4`, an outcome),
            and what is read when the pointer rests on it.
        upright: headings run from top to bottom, for many narrow columns.
    """
    head = "".join(f"<th scope=col><span>{esc(heading)}</span></th>" for heading in headings)
    body = "".join(
        f"<tr><th scope=row>{esc(name)}</th>{''.join(_shaded(*cell) for cell in cells)}</tr>"
        for name, cells in rows
    )
    turned = " gk-upright" if upright else ""
    return Html(
        f'<div class="gk-heat{turned}" tabindex="0"><table><thead><tr><th scope=col>{esc(corner)}'
        f"</th>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shaded(text: str, kind: str, said: str) -> str:
    title = f' title="{escape(said)}"' if said else ""
    return f'<td class="gk-{escape(kind)}"{title}>{escape(text)}</td>'
