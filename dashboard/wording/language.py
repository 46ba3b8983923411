"""The language of the screens: Chinese is what the source says, English comes from one catalogue.

`_("名次")` gives the text in the language asked for; `N_("名次")` only marks a text of a list that
is made before anybody has asked, and whoever shows it says `_(that)`. Placeholders are filled after
translation: `_("共 {n} 个单位").format(n=3)`. Codes, names and words of the evidence are never
translated.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
CODES = {CHINESE: "zh-CN", ENGLISH: "en"}  # as pages name them, BCP 47
CATALOGUE = Path(__file__).parent.parent / "locale"
_SCREENS, _HELP = "gkc", "commands"  # catalogues: of the screens, of `gkc -h`


def _chinese() -> str:
    return CHINESE


_asked: Callable[[], str] = _chinese
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
# What was answered in this thread: a screen asks a thousand times, and each costs a cookie read.
_answered: ContextVar[str | None] = ContextVar("answered", default=None)


def ask(whom: Callable[[], str]) -> None:
    """From now on `whom` says which language is wanted: a key of LANGUAGES. Anything else is
    Chinese. It is asked once in each thread, or again after this: Streamlit draws a visitor's
    screen in a thread of its own."""
    global _asked
    _asked = whom
    _answered.set(None)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Inside, `language` is wanted, whoever else is asked: for pages that are no screens."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The language wanted here: a key of LANGUAGES."""
    wanted = _spoken.get() or _answered.get()
    if wanted is None:
        wanted = _asked()
        _answered.set(wanted)
    return wanted if wanted in LANGUAGES else CHINESE


@cache
def _texts(language: str, domain: str = _SCREENS) -> NullTranslations:
    # Without a catalogue of that language the source stands as it is.
    return translation(domain, CATALOGUE, languages=[language], fallback=True)


def _(text: str) -> str:
    """`text`, a Chinese sentence of the source, in the language asked for."""
    return _texts(language()).gettext(text) if text else ""


def help_in(text: str) -> str:
    """A text of the help of a command in the language asked for; what the help says in Chinese is
    collected from the commands themselves (`dashboard.terminal.usage.texts_of`).
    """
    if not text or language() == CHINESE:  # commands do not wait for a catalogue
        return text
    return _texts(language(), _HELP).gettext(text)


def N_(text: str) -> str:
    """`text` as it is, marked for the catalogue."""
    return text
