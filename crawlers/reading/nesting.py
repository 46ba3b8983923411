"""Keeps markup plain: thousands of elements inside one another, or of attributes in one tag, take a
parser minutes.
"""

import re
from collections import Counter

_DEEPEST = 500  # elements; browsers flatten what lies deeper, too
_MOST_OPTIONS = 5000
_OPTION = re.compile(r"</?option(?![a-z0-9])[^<>]*>?", re.I)
# A page shorter than this has no room for so many attributes that it would take seconds.
_ROOM = 120_000
_MOST_ATTRIBUTES = 20_000  # of one tag: the parser compares each with all before it
_OPENING = re.compile(r"""(<[a-zA-Z][a-zA-Z0-9]*+)((?:[^<>"']|"[^"]*"|'[^']*')*+)""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_BETWEEN = str.maketrans("=/", "  ")  # what parts attributes besides white space
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# They never nest, or the next of their kind closes them.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "wbr", "p", "li", "dd", "dt", "option", "a", "html", "head", "body",
}  # fmt: skip


# Both cases of each letter are spelled out: a search without regard to case takes twice as long.
_FLATS = "|".join("".join(f"[{c}{c.upper()}]" for c in name) for name in _FLAT)
_NESTING = re.compile(rf"<(/?)(?!(?:{_FLATS})(?![a-zA-Z0-9]))[a-zA-Z]")
_OPENED = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")


def _deep(html: str) -> bool:
    opened = Counter(_OPENED.findall(html))
    if sum(count for name, count in opened.items() if name.lower() not in _FLAT) <= _DEEPEST:
        return False
    tags = _NESTING.findall(html)
    depth = 0
    for end in tags:
        if not end:
            depth += 1
            if depth > _DEEPEST:
                return True
        elif depth:
            depth -= 1
    return False


def shallow(html: str) -> str:
    """Markup that a parser reads in a time that grows with its length only."""
    if len(html) > _ROOM:
        html = _OPENING.sub(_few_attributes, html)
    tags = html.count("<")
    # Too few to open so many: of most pages that is all one has to know.
    if tags <= _DEEPEST or tags - html.count("</") <= _DEEPEST:
        return html
    html = _flattened(html)
    return _few_options(html) if tags > _MOST_OPTIONS else html


def _few_attributes(tag: re.Match[str]) -> str:
    """The start of a tag; without its attributes where no person wrote so many."""
    if tag.end() - tag.start() <= 2 * _MOST_ATTRIBUTES:
        return tag[0]
    names = _QUOTED.sub(" ", tag[2]).translate(_BETWEEN).split()
    return tag[1] if len(names) > _MOST_ATTRIBUTES else tag[0]


def _few_options(html: str) -> str:
    """Choices beyond the thousands lose their tags: a parser counts all of them at each one."""
    tags = list(_OPTION.finditer(html))
    if len(tags) <= _MOST_OPTIONS:
        return html
    start = tags[_MOST_OPTIONS].start()
    return html[:start] + _OPTION.sub("", html[start:])


def _flattened(html: str) -> str:
    """The markup without the tags of elements that lie deeper than any real page goes.

    Their content stays. Markup that is not that deep comes back as it was.
    """
    if not _deep(html):
        return html
    kept: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _FLAT:
            continue
        if tag[1]:
            depth = max(depth - 1, 0)
            too_deep = depth >= _DEEPEST
        else:
            too_deep = depth >= _DEEPEST
            depth += 1
        if too_deep:
            kept.append(html[start : tag.start()])
            start = tag.end()
    return "".join([*kept, html[start:]]) if kept else html
