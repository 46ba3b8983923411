"""How a check says what it found, and whether it may say "missing".

Could not look is not missing: `absent` answers MISSING only after a complete look, and UNKNOWN
with its cause otherwise. A check that finds an element missing on a page asks `blind_spot` first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.network.outcomes import describe
from crawlers.promises import named
from crawlers.seen.blind import confirmed
from crawlers.seen.hidden import for_a_browser, unseen
from crawlers.seen.menu import has_scripts
from crawlers.seen.trouble import no_browser
from crawlers.site import Item, Site, once_a_site
from data.types import Cause, Evidence, Fetch, FetchOutcome, Finding, Looked, Outcome

MOST_EVIDENCE = 20  # enough to dispute a finding; counts carry the full number
_YEAR = re.compile(r"20\d\d")
# What a title says that explains why something is not disclosed.
WITHHELD = re.compile(
    r"(?:不予|不宜|暂不|暂缓|暂未|未能|推迟|延迟|延期|延后)(?:主动)?(?:公开|公布|发布)"
    r"|(?:公开|公布|发布)(?:的)?(?:延期|推迟|延迟)"
)


def met(
    reason: str,
    evidence: Iterable[Evidence] = (),
    *,
    items: Mapping[str, Outcome] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Finding:
    """Everything asked for was seen; `evidence` shows it."""
    return _finding(Outcome.MET, reason, evidence, items, counts)


def partial(
    reason: str,
    evidence: Iterable[Evidence] = (),
    *,
    items: Mapping[str, Outcome] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Finding:
    """Something was seen and something is wrong with it; `evidence` shows the fault."""
    return _finding(Outcome.PARTIAL, reason, evidence, items, counts)


def unknown(
    cause: Cause,
    reason: str,
    evidence: Iterable[Evidence] = (),
    *,
    looked: Looked | None = None,
) -> Finding:
    """Nothing can be said, and why; `looked` shows what was tried before."""
    return Finding(Outcome.UNKNOWN, reason, cause, tuple(evidence)[:MOST_EVIDENCE], looked)


def not_applicable(reason: str) -> Finding:
    return Finding(Outcome.NOT_APPLICABLE, reason)


def suggested(finding: Finding, names: Mapping[str, str], *, itemised: bool) -> Finding:
    """What a check finds that may not say "missing" by itself: its accusation waits for a person.

    A whole that is MISSING becomes UNKNOWN; of what is there in part, only the missing items do.
    Evidence, proof of the look and counts stay: they are what the person decides by.

    Args:
        names: Chinese names of the items.
        itemised: the points come from items and counts. Otherwise the outcome itself costs points,
            and has to wait too.
    """
    lacking = [key for key, value in finding.items.items() if value is Outcome.MISSING]
    if finding.outcome is Outcome.MISSING:
        said = "未公开"
    elif finding.outcome is Outcome.PARTIAL and lacking:
        said = f"缺{'、'.join(names[key] for key in lacking)}"
    else:
        return finding
    waits = finding.outcome is Outcome.MISSING or not itemised
    return replace(
        finding,
        outcome=Outcome.UNKNOWN if waits else finding.outcome,
        cause=Cause.SUGGESTED if waits else None,
        reason=f"建议：{said}（待人工确认）。{finding.reason}",
        items={**finding.items, **dict.fromkeys(lacking, Outcome.UNKNOWN)},
    )


def absent(site: Site, topics: Sequence[str], what: str, words: Sequence[str] = ()) -> Finding:
    """`what` was not found: MISSING after a complete look at `topics`, else UNKNOWN.

    A look is complete when everything reachable was fetched, nothing that may hold one of the
    topics failed, and no listed entry of these topics stayed unread.

    Args:
        what: what was looked for, a Chinese noun phrase: "2023年部门预算".
        words: words searched for, shown as proof of the look.
    """
    if spot := blind_spot(site, topics, since=_first_year(words)):
        cause, why = spot
        reason = f"未看到{what}，但{why}，不能认定为未公开"
        return unknown(cause, reason, looked=proof(site, topics, words))
    if withheld := _withheld(site, topics, words):
        reason = f"“{withheld.title}”说明没有公开或推迟公开{what}，理由是否成立需人工核对"
        shown = [site.evidence(withheld.url, withheld.title)]
        return unknown(Cause.NO_BASIS, reason, shown, looked=proof(site, topics, words))
    if told := site.spots.told(topics, words):
        reason = f"没有{what}的条目，但“{told.title}”的页面上直接写有相关内容，需人工核对"
        shown = [site.evidence(told.url, told.title)]
        return unknown(Cause.NO_BASIS, reason, shown, looked=proof(site, topics, words))
    columns = site.columns_for(*topics) or site.columns
    looked = proof(site, topics, words)
    evidence = [site.evidence(c.url, f"栏目“{c.name}”，共 {len(c.items)} 条") for c in columns]
    missed = sum(not (f.outcome.read or f.outcome.answered_no) for f in site.fetches.values())
    beside = f"（另有 {missed} 个与此无关的链接没有读到）" if missed else ""
    reason = f"已读取 {looked.pages} 个页面{beside}，未见{what}"
    return Finding(Outcome.MISSING, reason, evidence=tuple(evidence[:MOST_EVIDENCE]), looked=looked)


def _withheld(site: Site, topics: Sequence[str], words: Sequence[str]) -> Item | None:
    """An entry that says in its title that what was looked for is not, or not yet, disclosed."""
    wanted, years = set(topics), [word for word in words if word.isdigit()]
    return next(
        (
            item
            for item in _withheld_items(site)
            if (item.topic in wanted or named(item.title) & wanted)
            and all(year in item.title for year in years)
        ),
        None,
    )


@once_a_site
def _withheld_items(site: Site) -> tuple[Item, ...]:
    return tuple(item for item in site.items if WITHHELD.search(item.title))


def proof(site: Site, topics: Sequence[str] = (), words: Sequence[str] = ()) -> Looked:
    """Where was looked: the columns of these topics (all columns when none is), every page, and
    what was tried to confirm it.
    """
    columns = (site.columns_for(*topics) if topics else ()) or site.columns
    return Looked(
        columns=tuple(dict.fromkeys(column.name for column in columns)),
        pages=len(site.pages),
        words=tuple(words),
        steps=confirmed(site, topics),
    )


def _first_year(words: Iterable[str]) -> int:
    """The year from which on a disclosure may stand that these words look for: the one before the
    year that it is about, in which plans and budgets may be out already. 0: they name none.
    """
    return min((int(word) - 1 for word in words if _YEAR.fullmatch(word)), default=0)


def blind_spot(site: Site, topics: Sequence[str], *, since: int = 0) -> tuple[Cause, str] | None:
    """Why a look at `topics` was not complete, or None when it was.

    Args:
        since: what is looked for was not disclosed before this year; 0: nobody knows.
    """
    if site.trouble:
        return site.trouble
    if failed := site.spots.failed(*topics):
        worst = failed[0]
        name = worst.hint or worst.url
        cause = _cause(site, worst)
        hint = no_browser(site.steps) if cause is Cause.NEEDS_BROWSER else ""
        return cause, f"可能载有该信息的“{name}”没有读到（{_said(site, worst)}）{hint}"
    if elsewhere := site.spots.elsewhere(*topics):
        page, link = elsewhere[0]
        host = urlsplit(link.url).netloc
        return Cause.ELSEWHERE, f"“{link.text}”的入口指向其他网站（{host}），需人工核对"
    if unread := site.unread_about(*topics):
        cause = Cause.NOT_IN_COPY if site.copy else Cause.NOT_READ
        file = site.documents_by_final.get(unread[0].url)
        why = "没有读到" if file is None else "是文件，未能据以核对"
        entry = site.page(unread[0].url)
        if entry is not None and site.bodiless(entry):
            why = "没有正文"
        return cause, f"列表中的“{unread[0].title}”{why}"
    if lost := site.spots.lost(*topics):
        page, link = lost[0]
        cause = Cause.NOT_IN_COPY if site.copy else Cause.NEEDS_BROWSER
        return cause, f"“{page.title}”页上的“{link.text}”没有可以打开的网址"
    if unfinished := site.spots.unfinished(*topics, since=since):
        name = unfinished[0].title or unfinished[0].url
        cause = Cause.NOT_IN_COPY if site.copy else Cause.NEEDS_BROWSER
        return cause, f"列表“{name}”还有后续页没有读到"
    if not site.exhausted:
        return Cause.OUT_OF_BUDGET, "网站未采集完"
    return _no_menu(site, topics)


def _no_menu(site: Site, topics: Sequence[str]) -> tuple[Cause, str] | None:
    """Where the site discloses was not seen, so that these topics may stand there."""
    if not site.spots.without_menu(*topics):
        return None
    reason = "本站几乎没有看到信息公开的栏目，可能由脚本生成或设在别处"
    if site.copy:
        return Cause.NOT_IN_COPY, reason
    home = site.home
    entry = site.fetches.get(site.door)
    drawn = entry is not None and entry.rendered
    if home is not None and not drawn and has_scripts(home):
        return Cause.NEEDS_BROWSER, f"{reason}{no_browser(site.steps)}"
    return Cause.NOT_READ, reason


def by_items(
    items: Mapping[str, Outcome],
    names: Mapping[str, str],
    evidence: Iterable[Evidence],
    *,
    cause: Cause = Cause.NO_BASIS,
    notes: Mapping[str, str] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Finding:
    """One finding from a checklist: all met, some missing, or not to be said.

    Args:
        names: Chinese names of the items, as the check declares them.
        cause: why items are UNKNOWN, used when nothing on the list could be decided.
        notes: what to add behind an item's name in the reason.
    """
    said = notes or {}

    def named(outcome: Outcome) -> str:
        keys = [key for key, value in items.items() if value is outcome]
        return "、".join(names[k] + (f"（{said[k]}）" if said.get(k) else "") for k in keys)

    parts = [
        f"{label}：{listed}"
        for label, outcome in (
            ("已具备", Outcome.MET),
            ("不完整", Outcome.PARTIAL),
            ("缺", Outcome.MISSING),
            ("无法核对", Outcome.UNKNOWN),
            ("不涉及", Outcome.NOT_APPLICABLE),
        )
        if (listed := named(outcome))
    ]
    reason = "；".join(parts)
    outcomes = set(items.values()) - {Outcome.NOT_APPLICABLE}
    seen = Outcome.MET in outcomes or Outcome.PARTIAL in outcomes
    if not outcomes:
        overall = Outcome.NOT_APPLICABLE
    elif outcomes <= {Outcome.MET, Outcome.UNKNOWN} and Outcome.MET in outcomes:
        overall = Outcome.MET
    elif seen:
        overall = Outcome.PARTIAL
    elif Outcome.UNKNOWN in outcomes:
        return Finding(Outcome.UNKNOWN, reason, cause, tuple(evidence)[:MOST_EVIDENCE], items=items)
    else:
        overall = Outcome.MISSING
    return _finding(overall, reason, evidence, items, counts)


def _finding(
    outcome: Outcome,
    reason: str,
    evidence: Iterable[Evidence],
    items: Mapping[str, Outcome] | None,
    counts: Mapping[str, int] | None,
) -> Finding:
    shown = tuple(evidence)[:MOST_EVIDENCE]
    return Finding(outcome, reason, evidence=shown, items=items or {}, counts=counts or {})


def _said(site: Site, fetch: Fetch) -> str:
    if site.copy and fetch.outcome.answered_no:
        return "副本中没有该页"
    if fetch.url in site.doubted:
        return f"状态码是 {fetch.status}，给出的内容却不是“找不到”"
    return unseen(site, fetch) if fetch.outcome.read else describe(fetch)


def _cause(site: Site, fetch: Fetch) -> Cause:
    if site.copy and fetch.outcome.answered_no:
        return Cause.NOT_IN_COPY
    if fetch.outcome.refused_us:
        return Cause.BLOCKED
    if fetch.outcome is FetchOutcome.REDIRECTED_OFF_SITE:
        return Cause.ELSEWHERE
    if fetch.outcome is FetchOutcome.OUT_OF_BUDGET:
        return Cause.OUT_OF_BUDGET
    if fetch.outcome is FetchOutcome.JS_SHELL or (
        fetch.outcome.read and for_a_browser(site.page(fetch.url))
    ):
        return Cause.NEEDS_BROWSER
    return Cause.NOT_READ
