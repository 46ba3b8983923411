"""Keeps markup shallow: thousands of elements inside one another take a parser minutes."""

import re

_DEEPEST = 500  # elements; browsers flatten what lies deeper, too
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# They never nest, or the next of their kind closes them.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "wbr", "p", "li", "dd", "dt", "option", "a", "html", "head", "body",
}  # fmt: skip


def shallow(html: str) -> str:
    """The markup without the tags of elements that lie deeper than any real page goes.

    Their content stays. Markup that is not that deep comes back as it was.
    """
    if html.count("<") <= _DEEPEST:
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
