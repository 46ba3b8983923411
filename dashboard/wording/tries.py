"""The confirmation ladder in words: what was tried before anybody said "missing" or "down"."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from crawlers.network.outcomes import SAID
from crawlers.personal import masked_urls
from data.types import FetchOutcome, Rung, Step

_NAME = {
    Rung.LATER: "稍后重访",
    Rung.VARIANT: "换网址写法",
    Rung.BROWSER: "浏览器",
    Rung.SITEMAP: "网站地图",
    Rung.SEARCH: "站内搜索",
}
_NOT_THERE = {FetchOutcome.NOT_FOUND, FetchOutcome.GONE, FetchOutcome.SOFT_NOT_FOUND}


def tried(steps: Iterable[Step]) -> str:
    """One Chinese sentence: “又试了：稍后重访 3 个网址（页面不存在（404）3 个）；……”."""
    by_rung: dict[Rung, list[Step]] = {rung: [] for rung in Rung}
    for step in steps:
        if _went(step):
            by_rung[step.rung].append(step)
    said = [_SAY[rung](found) for rung, found in by_rung.items() if found]
    return f"又试了：{'；'.join(said)}" if said else ""


def tried_in_short(steps: Iterable[Step]) -> str:
    """What was tried, by name alone: “另经网站地图、站内搜索核对”; empty when nothing was."""
    rungs = {step.rung for step in steps if step.url and _went(step)}
    names = [name for rung, name in _NAME.items() if rung in rungs]
    return f"另经{'、'.join(names)}核对" if names else ""


def _went(step: Step) -> bool:
    """The address was tried, or a note says why nothing could be; our own guard let it pass."""
    return step.outcome is not FetchOutcome.BLOCKED_ADDRESS


def _later(steps: Sequence[Step]) -> str:
    asked = _asked(steps)
    if not asked:
        return _why_not(Rung.LATER, steps)
    return f"稍后重访 {len(asked)} 个网址（{_ended(asked)}）"


def _variant(steps: Sequence[Step]) -> str:
    asked = _asked(steps)
    if not asked:
        return _why_not(Rung.VARIANT, steps)
    opened = next((step for step in asked if step.outcome and step.outcome.read), None)
    if opened:
        return f"换网址写法，{masked_urls(opened.url)} 可以打开"
    urls = "、".join(masked_urls(step.url) for step in asked)
    return f"换网址写法 {urls}（{_ended(asked)}）"


def _browser(steps: Sequence[Step]) -> str:
    asked = _asked(steps)
    if not asked:
        return _why_not(Rung.BROWSER, steps)
    opened = [step for step in asked if not step.words]
    turned = [step for step in asked if step.words]
    parts = [
        f"{said.format(len(group), sum(map(_read, group)))}{_behind(group)}"
        for said, group in (
            ("打开 {} 个页面，读到 {} 个", opened),
            ("翻页 {} 个列表，翻完 {} 个", turned),
        )
        if group
    ]
    return f"用浏览器{'，'.join(parts)}"


def _behind(steps: Sequence[Step]) -> str:
    """Why those that were not read were not, in brackets."""
    notes = dict.fromkeys(step.note for step in steps if step.note and not _read(step))
    return f"（{'；'.join(notes)}）" if notes else ""


def _sitemap(steps: Sequence[Step]) -> str:
    asked, notes = _asked(steps), [step.note for step in steps if step.note]
    read = [step for step in asked if _read(step)]
    if read:
        new = sum(step.found for step in read)
        found = f"新增 {new} 个网址" if new else "没有新的网址"
        notes.append(f"读取网站地图文件 {len(read)} 份，{found}")
    elif asked and all(step.outcome in _NOT_THERE for step in asked):
        notes.append("网站没有网站地图文件")
    elif asked:
        notes.append(f"网站地图文件没有读到（{_ended(asked)}）")
    return "，".join(notes)


def _search(steps: Sequence[Step]) -> str:
    asked = _asked(steps)
    if not asked:
        return _why_not(Rung.SEARCH, steps)
    parts, found = [], dict.fromkeys(step.found for step in asked if step.found)
    for said, group in (
        ("没有新的结果", [s for s in asked if _read(s) and not s.found]),
        *((f"新增 {n} 个网址", [s for s in asked if s.found == n]) for n in found),
        ("搜索打不开", [s for s in asked if not _read(s)]),
    ):
        if group:
            parts.append(f"{''.join(f'“{step.words}”' for step in group)}{said}")
    return f"站内搜索{'，'.join(parts)}"


_SAY: dict[Rung, Callable[[Sequence[Step]], str]] = {
    Rung.LATER: _later,
    Rung.VARIANT: _variant,
    Rung.BROWSER: _browser,
    Rung.SITEMAP: _sitemap,
    Rung.SEARCH: _search,
}


def _asked(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.url]


def _read(step: Step) -> bool:
    return step.outcome is not None and step.outcome.read


def _ended(steps: Sequence[Step]) -> str:
    """How requests ended: “页面不存在（404）2 个、正常 1 个”."""
    tally = Counter(step.outcome for step in steps if step.outcome)
    return "、".join(f"{SAID[outcome]} {number} 个" for outcome, number in tally.items())


def _why_not(rung: Rung, steps: Sequence[Step]) -> str:
    return f"{_NAME[rung]}：{'；'.join(dict.fromkeys(step.note for step in steps if step.note))}"
