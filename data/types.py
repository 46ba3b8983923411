"""Frozen values shared by every layer: units, fetches, page facts, findings, scores.

Standard library only. Nothing here reads a clock, a file or a network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction  # a count, or an exact figure such as 87.5 (%)

# --- units ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed body. Without a site of its own (`columns` not empty) it lives on a portal."""

    id: str
    name: str
    kind: str  # "county", "department", … : which schemes fit
    group: str  # ranks are given inside a group only, e.g. 县市区政府
    portal: str  # URL of the home page
    columns: tuple[str, ...] = ()  # URLs of the unit's own columns on somebody else's portal
    aliases: tuple[str, ...] = ()
    duties: frozenset[str] | None = None  # None: nobody said; then every indicator applies


# --- facts: fetches ---------------------------------------------------------------------------


class FetchOutcome(StrEnum):
    """How one request ended. A closed list: every request ends as exactly one of these."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECTED_OFF_SITE = "redirected_off_site"
    REDIRECTED_HOME = "redirected_home"
    NOT_FOUND = "not_found"
    GONE = "gone"
    SOFT_NOT_FOUND = "soft_not_found"  # an error page that answers 200
    FORBIDDEN = "forbidden"
    ROBOTS_DENIED = "robots_denied"
    LOGIN_WALL = "login_wall"
    CHALLENGE = "challenge"  # 412, 521, script or captcha shells that turn robots away
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CLIENT_ERROR = "client_error"  # any other 4xx
    DNS_FAILED = "dns_failed"
    REFUSED = "refused"
    TLS_INVALID = "tls_invalid"
    TIMEOUT_CONNECT = "timeout_connect"
    TIMEOUT_FIRST_BYTE = "timeout_first_byte"
    TIMEOUT_BODY = "timeout_body"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    DECODE_FAILED = "decode_failed"
    REDIRECT_LOOP = "redirect_loop"
    JS_SHELL = "js_shell"
    OUT_OF_BUDGET = "out_of_budget"
    BLOCKED_ADDRESS = "blocked_address"  # a private or otherwise refused address
    BAD_URL = "bad_url"
    INTERNAL = "internal"  # our own program or machine failed: says nothing about the site

    @property
    def read(self) -> bool:
        """The content came home."""
        return self in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}

    @property
    def answered_no(self) -> bool:
        """The site itself said that nothing is there. Every other failure is our blindness."""
        return self in {FetchOutcome.NOT_FOUND, FetchOutcome.GONE, FetchOutcome.SOFT_NOT_FOUND}

    @property
    def refused_us(self) -> bool:
        """The site turned a robot away; a person may well get in."""
        return self in {
            FetchOutcome.FORBIDDEN,
            FetchOutcome.ROBOTS_DENIED,
            FetchOutcome.LOGIN_WALL,
            FetchOutcome.CHALLENGE,
            FetchOutcome.RATE_LIMITED,
        }

    @property
    def retryable(self) -> bool:
        """Another time may give another answer."""
        return self in {
            FetchOutcome.RATE_LIMITED,
            FetchOutcome.SERVER_ERROR,
            FetchOutcome.DNS_FAILED,
            FetchOutcome.REFUSED,
            FetchOutcome.TIMEOUT_CONNECT,
            FetchOutcome.TIMEOUT_FIRST_BYTE,
            FetchOutcome.TIMEOUT_BODY,
            FetchOutcome.TRUNCATED,
            FetchOutcome.INTERNAL,
        }


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request and how it ended; the row exists whether or not anything came home."""

    url: str  # as asked for, normalised
    outcome: FetchOutcome
    fetched_at: datetime  # aware, UTC
    status: int | None = None
    final_url: str = ""  # that answered, after redirects; equals `url` when none was followed
    elapsed_ms: int = 0
    size_bytes: int = 0
    media_type: str = ""  # from the response header, parameters included
    sha256: str = ""  # of the payload, hex; empty when nothing came home
    warc: str = ""  # file name inside the round's evidence folder
    offset: int = 0  # bytes from the start of that file
    length: int = 0  # bytes of the compressed record
    via: str = ""  # URL of the page that led here; empty for the entry
    hint: str = ""  # text of the link that led here
    depth: int = 0  # links from the entry
    note: str = ""  # what the network library said, for people
    rendered: bool = False  # the bytes are the page as a browser drew it, not as the server sent it

    @property
    def in_part(self) -> bool:
        """A browser drew the page, but not all that its scripts asked for came home."""
        return self.rendered and not self.outcome.read and bool(self.warc)

    @property
    def shown(self) -> bool:
        """There are bytes to read: all of the page, or what a browser could draw of it."""
        return self.outcome.read or self.in_part


class Rung(StrEnum):
    """A step of the confirmation ladder: what is tried before anybody says "missing" or "down"."""

    LATER = "later"  # asked again another time
    VARIANT = "variant"  # http or https, with www or without
    BROWSER = "browser"
    SITEMAP = "sitemap"
    SEARCH = "search"  # the site's own search


@dataclass(frozen=True, slots=True)
class Step:
    """One try on the confirmation ladder and what it brought."""

    rung: Rung
    url: str  # what was asked for; empty when there was nothing to ask
    at: datetime  # aware, UTC
    outcome: FetchOutcome | None = None  # None: the rung could not be tried, `note` says why
    found: int = 0  # addresses it brought that were not known
    words: str = ""  # what the site was searched for
    note: str = ""  # for people, in Chinese


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a look cost one host in one hour."""

    host: str
    hour: datetime  # aware, UTC, a whole hour
    requests: int  # every request on the wire: redirects, robots.txt and repeats too
    size_bytes: int  # received, as sent (compressed)


@dataclass(frozen=True, slots=True)
class Capture:
    """The first time a content was seen at an address, in any round."""

    url: str
    sha256: str
    first_at: datetime  # aware, UTC
    round_id: str
    unit_id: str
    warc: str
    offset: int


# --- facts: pages -----------------------------------------------------------------------------


class PageKind(StrEnum):
    HOME = "home"
    LIST = "list"  # a column: links to items, possibly none
    ARTICLE = "article"
    PLATFORM = "platform"  # 信息公开平台: tree and search
    SEARCH = "search"  # a form: 依申请公开, messages, search
    OTHER = "other"


class PageState(StrEnum):
    OK = "ok"
    ERROR = "error"
    CHALLENGE = "challenge"
    JS_SHELL = "js_shell"  # the content is loaded by script and is not in the HTML
    TEMPLATE = "template"  # a contractor's template nobody filled in
    SPAM = "spam"
    EMPTY = "empty"  # a column without items, or 暂无


class Validity(StrEnum):
    """效力状态 of a document."""

    VALID = "valid"
    AMENDED = "amended"
    REPEALED = "repealed"


class Origin(StrEnum):
    """Whose text a page shows, as far as that is sure."""

    ORIGINAL = "original"  # the site's own body wrote it, or for a government a department of it
    REPOST = "repost"  # passed on from another organ, place or newspaper


class Place(StrEnum):
    """Where on a page a link stands."""

    NAV = "nav"  # menu, breadcrumb, header, footer, side bar
    CONTENT = "content"
    PAGER = "pager"  # the next pages of the same list
    FRAME = "frame"  # frame, iframe, meta refresh
    FEED = "feed"  # a data file that a script fills the list from


@dataclass(frozen=True, slots=True)
class Link:
    url: str  # absolute, without fragment
    text: str  # what a reader sees, full `title` attribute preferred over a cut text
    place: Place
    on: date | None = None  # the day printed beside it in a list


@dataclass(frozen=True, slots=True)
class Attachment:
    url: str
    name: str
    format: str  # lower-case extension without the dot: pdf, doc, docx, xls, xlsx, zip …

    @property
    def dead(self) -> bool:
        """The page names it, but its address was lost (javascript:;)."""
        return not self.url


@dataclass(frozen=True, slots=True)
class Page:
    """Facts of one page, a function of its bytes, URL and media type alone."""

    url: str
    kind: PageKind
    state: PageState
    title: str = ""
    published_on: date | None = None
    written_on: date | None = None  # 成文日期
    doc_no: str = ""  # 发文字号, brackets normalised to 〔〕
    index_no: str = ""  # 索引号
    issuer: str = ""  # 来源 or 发布机构 as printed
    origin: Origin | None = None  # None: nothing sure says so
    author: str = ""  # the organ, place or newspaper that is credited with the text
    validity: Validity | None = None
    topic: str = ""  # id in data/topics.yaml; empty when nothing decides
    subject_year: int | None = None
    columns: tuple[str, ...] = ()  # breadcrumb, outermost first, without 首页 and the title
    attachments: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    # What has no address (url is empty): entries with words; PAGER: ways to more of the list.
    lost: tuple[Link, ...] = ()
    search: str = ""  # address of the site's own search, {} where the words go; empty when none
    cut: bool = False  # longer than any real page: its end was not read
    images: int = 0  # pictures on the whole page, frame included
    # What is no text and may hold or bring content, as kind:name (crawlers/reading/parts.py).
    parts: frozenset[str] = frozenset()
    text: str = ""  # main content; blocks separated by line breaks, table cells by tabs
    whole_text: str = ""  # everything visible, menus and footer too
    simhash: str = ""  # of an article's text, 16 hexadecimal digits; empty when too short to tell
    meta: Mapping[str, str] = field(default_factory=dict)  # names lower-case
    # By name of a fact: the rule that gave it, in Chinese, and the words it was read from.
    trace: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table of a document: `text` or `rows`. Neither: a page that is a picture.

    A form feed in `text` is where a page ends; a cell over several rows or columns has its text in
    the first and leaves the others empty.
    """

    page: int  # where it begins, from 1; a sheet counts as a page
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read in a file: text by page, tables as rows of cells."""

    url: str
    format: str  # what the bytes are, whatever the name says
    state: str  # one of those explained in crawlers/documents.py
    pages: tuple[str, ...] = ()  # text a page (a sheet, for workbooks), NFKC applied
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    blocks: tuple[Block, ...] = ()  # all of it in reading order, if it was asked for

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


# --- findings ---------------------------------------------------------------------------------


class Outcome(StrEnum):
    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why a finding is UNKNOWN. An unknown never costs a point."""

    SITE_DOWN = "site_down"
    BLOCKED = "blocked"
    NOT_READ = "not_read"  # a column or page that could hold the item could not be read
    ELSEWHERE = "elsewhere"  # a link leads to another website, which was not looked at
    OUT_OF_BUDGET = "out_of_budget"
    NEEDS_BROWSER = "needs_browser"
    NOT_IN_COPY = "not_in_copy"  # the saved copy lacks it, the real site may have it
    NO_BASIS = "no_basis"  # a date or figure that the rule needs is not known
    NOTHING_TO_JUDGE = "nothing_to_judge"  # no such item seen, and none may be due
    SUSPECTED = "suspected"  # a heavy verdict waits for a person
    SUGGESTED = "suggested"  # a check that may not say "missing" by itself would say so
    NEEDS_PERSON = "needs_person"
    NEEDS_METRIC = "needs_metric"
    CHECK_FAILED = "check_failed"
    NOT_COLLECTED = "not_collected"  # nobody has looked yet


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement can be seen again: address, words, time, hash, place in the archive."""

    url: str
    quote: str
    captured_at: datetime | None = None
    sha256: str = ""
    warc: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """Proof of a look that found nothing."""

    columns: tuple[str, ...] = ()  # names of the columns read
    pages: int = 0  # pages read in all
    words: tuple[str, ...] = ()  # words searched for
    steps: tuple[Step, ...] = ()  # the confirmation ladder


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check for one unit. Says what is there, never what it is worth."""

    outcome: Outcome
    reason: str  # one Chinese sentence a unit can act on or dispute
    cause: Cause | None = None  # set exactly when the outcome is UNKNOWN
    evidence: tuple[Evidence, ...] = ()
    looked: Looked | None = None
    items: Mapping[str, Outcome] = field(default_factory=dict)
    counts: Mapping[str, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.UNKNOWN) != (self.cause is not None):
            raise ValueError("a finding has a cause exactly when it is unknown")


# --- judgements -------------------------------------------------------------------------------


class Mark(StrEnum):
    """In which turn somebody judged."""

    FIRST = "first"  # 初评
    SECOND = "second"  # 复核, by another person
    BLIND = "blind"  # a second opinion by somebody who does not see the first; never counts itself
    ARBITRATION = "arbitration"  # 仲裁, where the first and the blind one differ
    DECISION = "decision"  # of an appeal, an excuse or a fix: whatever was judged before


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person confirmed, changed or excused. Appended, never overwritten."""

    unit_id: str
    indicator_id: str  # of a leaf, a veto or a bonus item
    outcome: Outcome
    reason: str
    by: str
    at: datetime
    items: Mapping[str, Outcome] = field(default_factory=dict)
    counts: Mapping[str, Number] = field(default_factory=dict)
    mark: Mark = Mark.FIRST
    withdrawn: bool = False  # takes back what was said under this mark; the outcome says nothing
    number: int = field(default=0, compare=False)  # given by the store, rising; 0: not stored


# --- scores -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a leaf or a node, exact. 0 <= got <= known <= full.

    `full - known` could not be judged; `known - got` was lost.
    """

    full: Fraction
    known: Fraction
    got: Fraction

    @property
    def lost(self) -> Fraction:
        return self.known - self.got

    @property
    def open(self) -> Fraction:
        return self.full - self.known


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's result under one scheme. Shares 0-1, values on the scheme's total (usually 100)."""

    unit_id: str
    leaves: Mapping[str, Points]  # by indicator id; leaves that do not apply are absent
    nodes: Mapping[str, Points]  # by id of every inner node that still has a leaf
    value: Fraction | None  # None when nothing could be judged
    low: Fraction  # every open point counted as lost
    high: Fraction  # every open point counted as won
    coverage: Fraction
    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)  # taken off, 0 or more
    vetoes: tuple[str, ...] = ()  # ids of the vetoes in force
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a group. `place` is None below the coverage floor, and `why_not` says so."""

    unit_id: str
    group: str
    place: int | None
    value: Fraction | None
    low: Fraction
    high: Fraction
    coverage: Fraction
    grade: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """An assessment: which scheme, which units, judged as on which day."""

    id: str
    name: str
    scheme_id: str
    as_of: date  # cut-off: nothing published later counts
    year: int  # assessment year
    unit_ids: tuple[str, ...]
    created_at: datetime
    copies: frozenset[str] = frozenset()  # units whose site is a saved copy
    web_only: bool = False  # only what a website can show is assessed, the rest is out of scope

    @property
    def order(self) -> tuple[date, datetime, str]:
        """By what rounds are earlier and later: the cut-off, for one may be caught up on later."""
        return self.as_of, self.created_at, self.id
