"""The site's own search: the address to which its form leads, with a place for the words."""

import re
from urllib.parse import quote, quote_plus, urlsplit

from crawlers.reading.flat import Form, Markup
from crawlers.reading.urls import absolute

_FIELD = re.compile(
    r"^(?:q|wd|kw|qt|key|query|words?|s|searchwords?|keywords?)$|search|keyword|sou(?:suo)?|jiansuo"
    r"|搜索|检索|关键[字词]|查找",
    re.I,
)
_ACTION = re.compile(r"search|sousuo|jiansuo|query|(?:^|[/.])(?:so|s)(?:[/?.]|$)|搜索|检索", re.I)
_NOT = re.compile(r"login|passw|email|phone|mobile|captcha|yzm|密码|手机|邮箱|验证码", re.I)
_TYPED = frozenset({"text", "search", "input", ""})
_MOST_FIELDS = 60  # a form with more is an application, not a search


def search_form(page: Markup, base: str, codec: str = "utf-8") -> str:
    """An address with {} where the words go, "" when no form of the page is a search by GET.

    `filled` puts the words in. Hidden fields keep their values.

    Args:
        codec: the code of the page, in which browsers send what is typed into its forms; one that
            is not UTF-8 is named behind the address, as a fragment.
    """
    codec = "utf-8" if codec.startswith(("utf-8", "utf-16")) else codec
    for form in page.forms:
        if form.method in {"", "get"} and (address := _template(form, base, codec)):
            return address if codec == "utf-8" else f"{address}#{codec}"
    return ""


def filled(template: str, words: str) -> str:
    """The address that a search for these words asks for."""
    address, _, codec = template.partition("#")
    return address.replace(
        "{}", quote(words, encoding=codec or "utf-8", errors="xmlcharrefreplace")
    )


def _template(form: Form, base: str, codec: str) -> str:
    if len(form.fields) > _MOST_FIELDS:
        return ""
    typed = [f for f in form.fields if f[1] in _TYPED and f[0]]
    named = [f for f in typed if _FIELD.search(f[0]) or _FIELD.search(f[3])]
    if any(kind == "password" for _, kind, _, _ in form.fields):
        return ""
    if not named and len(typed) == 1 and (_ACTION.search(form.action) or _FIELD.search(form.words)):
        named = typed
    named = [f for f in named if not _NOT.search(f"{f[0]} {f[3]}")]
    address = absolute(base, form.action.partition("#")[0] or _own(base))
    if not named or not address or "{" in address or "}" in address:
        return ""
    words = named[0][0]
    pairs = [(name, value) for name, kind, value, _ in form.fields if name and kind == "hidden"]
    query = "&".join(f"{_sent(name, codec)}={_sent(value, codec)}" for name, value in pairs)
    query = f"{query}&" if query else ""
    # A form's own fields replace the query of its address.
    return f"{address.partition('?')[0]}?{query}{_sent(words, codec)}={{}}"


def _sent(text: str, codec: str) -> str:
    return quote_plus(text, encoding=codec, errors="xmlcharrefreplace")


def _own(base: str) -> str:
    """A form without an address leads to its own page."""
    return urlsplit(base).path or "/"
