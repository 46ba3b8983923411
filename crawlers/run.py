"""One site: read the archived bytes into a `Site`, run the checks over it. No network, no clock."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from crawlers.crediting import others_site, to_the_units_credit
from crawlers.documents import promised, sniff
from crawlers.findings import suggested, unknown
from crawlers.pages import read_page
from crawlers.personal import masked
from crawlers.reading.files import FORMATS
from crawlers.registry import Ask, Check
from crawlers.seen.blind import confirmed
from crawlers.seen.copies import original_host, rehosted
from crawlers.seen.hidden import partly
from crawlers.seen.hollow import unproven
from crawlers.seen.strangers import believed, there
from crawlers.site import Site
from crawlers.topics import Retopic, as_read
from data.archive import Archive
from data.indicators import Leaf, Method
from data.rules import itemised
from data.types import Cause, Document, Fetch, Finding, Looked, Outcome, Page, Rung, Step, Unit

log = logging.getLogger(__name__)

ReadDocuments = Callable[[Iterable[tuple[str, bytes, str]]], Iterable[Document]]

_MARKUP = {"html", "xml", "mhtml", "text", "empty", "unknown"}


def read_site(
    unit: Unit,
    entry: str,
    fetches: Sequence[Fetch],
    archive: Archive,
    read_documents: ReadDocuments,
    *,
    exhausted: bool,
    copy: bool = False,
    steps: Sequence[Step] = (),
    retopic: Retopic = as_read,
) -> Site:
    """What a look brought home, read again from the archive.

    Args:
        entry: URL that the look began with.
        read_documents: reads files: (url, bytes, name) of each -> their documents.
        exhausted: the look ended because nothing was left to fetch.
        copy: the site is a saved copy.
        steps: of the confirmation ladder. What it asked for itself (site maps, results of a
            search, spellings of the front door that did not open) is no page of the site.
        retopic: gives pages the topics that a text model is sure of.

    Raises:
        ArchiveError: a record is not where its row says, or its bytes changed.
    """
    pages: dict[str, Page] = {}
    files: list[tuple[str, bytes, str]] = []
    asked = {step.url for step in steps if step.rung in {Rung.SITEMAP, Rung.SEARCH}}
    spelled = {step.url for step in steps if step.rung is Rung.VARIANT}
    fetches = [
        fetch
        for fetch in fetches
        if fetch.url not in asked and (fetch.shown or fetch.url not in spelled)
    ]
    for fetch in fetches:
        if not fetch.shown:
            continue
        final = fetch.final_url or fetch.url
        body = archive.read(fetch.warc, fetch.offset, fetch.sha256)
        if _is_file(fetch, body):
            files.append((fetch.url, body, fetch.hint))
        elif final not in pages:
            page = retopic(read_page(final, body, fetch.media_type))
            pages[final] = partly(page, fetch)
    first = next((pages.get(f.final_url or f.url) for f in fetches if f.url == entry), None)
    original = original_host(first) if copy and first else ""
    pages = {url: rehosted(page, original, entry) for url, page in pages.items()}
    pages = believed(pages, fetches, {entry, *spelled})
    pages = unproven(pages, {f.final_url or f.url for f in fetches if f.rendered})
    return Site(
        unit=unit,
        entry=entry,
        pages=pages,
        fetches={fetch.url: fetch for fetch in fetches},
        documents={document.url: document for document in read_documents(files)},
        exhausted=exhausted,
        copy=copy,
        steps=tuple(steps),
        doubted=frozenset() if copy else _doubted(fetches, archive),
    )


def _doubted(fetches: Iterable[Fetch], archive: Archive) -> frozenset[str]:
    """Addresses whose answer says "not there" by its status, and shows what was asked for."""
    known: dict[tuple[str, str], bool] = {}
    for fetch in fetches:
        if fetch.status not in {404, 410} or not fetch.sha256 or not fetch.outcome.answered_no:
            continue
        key = fetch.sha256, fetch.hint
        if key not in known:
            body = archive.read(fetch.warc, fetch.offset, fetch.sha256)
            final = fetch.final_url or fetch.url
            known[key] = there(read_page(final, body, fetch.media_type), fetch.hint)
    return frozenset(f.url for f in fetches if known.get((f.sha256, f.hint)))


def _is_file(fetch: Fetch, body: bytes) -> bool:
    """A download rather than a page: by its bytes, or by the name that promised one."""
    if sniff(body) not in _MARKUP:
        return True
    return promised(fetch.final_url or fetch.url) in FORMATS


def judge(
    site: Site,
    ask: Ask,
    leaves: Iterable[Leaf],
    checks: Mapping[str, Check],
    decides: Collection[str] | None = None,
) -> dict[str, Finding]:
    """One finding for every leaf, by indicator id; none is left out and none is guessed.

    Args:
        decides: names of the checks that may say "missing" by themselves; the others only suggest
            it. None: all may.
    """
    return {leaf.id: _finding(site, ask, leaf, checks, decides) for leaf in leaves}


def _finding(
    site: Site,
    ask: Ask,
    leaf: Leaf,
    checks: Mapping[str, Check],
    decides: Collection[str] | None,
) -> Finding:
    duties = site.unit.duties
    if duties is not None and leaf.requires and not leaf.requires & duties:
        return Finding(Outcome.NOT_APPLICABLE, "本单位没有该项职责")
    if leaf.check is None:
        if leaf.method is Method.METRIC:
            return unknown(Cause.NEEDS_METRIC, "由业务系统数据计分，数据尚未导入")
        return unknown(Cause.NEEDS_PERSON, "需要人工评审，尚无评审意见")
    if trouble := site.trouble or others_site(site):
        return unknown(*trouble, looked=Looked(pages=len(site.pages), steps=_at_the_door(site)))
    check = checks[leaf.check]
    try:
        finding = check(site, ask, **leaf.params)
        finding = to_the_units_credit(site, finding, passed_on_too=check.passed_on_too)
        _demand_honesty(check, finding)
    except Exception:  # one broken check must not end a round, nor cost a point
        log.exception("check %s failed on unit %s", check.name, site.unit.id)
        return unknown(Cause.CHECK_FAILED, f"核查程序“{check.title}”出错，未得出结论")
    if decides is not None and check.name not in decides:
        finding = suggested(finding, check.items, itemised=itemised(leaf.scoring))
    return _without_personal_data(finding)


def _at_the_door(site: Site) -> tuple[Step, ...]:
    """What was tried to get in."""
    tried = (s for s in site.steps if s.rung is Rung.VARIANT or s.url == site.entry)
    return tuple(tried) or confirmed(site, ())


def _without_personal_data(finding: Finding) -> Finding:
    """The finding with numbers of persons masked: titles quoted in it may carry them. A piece of
    evidence that serves two points stands once.
    """
    pieces = (replace(piece, quote=masked(piece.quote)) for piece in finding.evidence)
    shown = tuple(dict.fromkeys(pieces))
    looked = finding.looked
    if looked is not None:
        looked = replace(looked, columns=tuple(map(masked, looked.columns)))
    return replace(finding, reason=masked(finding.reason), evidence=shown, looked=looked)


def _demand_honesty(check: Check, finding: Finding) -> None:
    """Refuse a finding that accuses without proof, or that speaks of what was never declared."""
    strange = (set(finding.items) - set(check.items)) | (set(finding.counts) - set(check.counts))
    if strange:
        raise ValueError(f"undeclared keys {sorted(strange)}")
    accuses = Outcome.MISSING in {finding.outcome, *finding.items.values()}
    if accuses and not (finding.looked or finding.evidence):
        raise ValueError("MISSING without a proof of the look")
