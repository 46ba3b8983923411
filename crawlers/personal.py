"""Personal data in a text: what kind, how often, and a masked sample. Raw values never leave.

An ID number must have the right check digit (GB 11643, mod 11-2) and a plausible birthday, a bank
card the right Luhn digit and a known issuer, so numbers that merely look alike are passed over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from data.types import Page

KINDS: Mapping[str, str] = MappingProxyType(
    {"id_number": "身份证号", "bank_card": "银行卡号", "mobile": "手机号码"}
)

_ID = re.compile(r"(?<![\dA-Za-z])(\d{17}[\dXx])(?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
     "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
     "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"]
)  # fmt: skip
_CARD = re.compile(r"(?<![\dA-Za-z.\-])(62\d{14,17}|[45]\d{15})(?![\dA-Za-z.])")
_CARD_GROUPED = re.compile(r"(?<!\d)(62\d{2}(?: \d{4}){3}(?: \d{1,3})?)(?!\d)")
_MOBILE = re.compile(r"(?<![\d\-.A-Za-z])(1[3-9]\d{9})(?![\d.A-Za-z])")
_PART = r"[ \u00a0\u3000-]"  # what parts the groups of a number
_GROUPED = re.compile(
    rf"(?<!\d)(?:1[3-9]\d{_PART}\d{{4}}{_PART}\d{{4}}|1[3-9]\d\d{_PART}\d{{3}}{_PART}\d{{4}}"
    rf"|\d{{6}}{_PART}(?:19|20)\d\d{_PART}?\d{{4}}{_PART}\d{{3}}[\dXx])(?![\dXx])"
)
_CARD_IN_GROUPS = re.compile(
    rf"(?<!\d)(?:62\d\d|[45]\d{{3}})(?:{_PART}?\d{{4}}){{3}}(?:{_PART}?\d{{1,3}})?(?!\d)"
)
# Numbers published so that people can call an office are not personal data.
_OFFICE = re.compile(
    r"咨询|联系(?!人员名单)|电\s*话|热线|监督|举报|客服|受理|报名|值班|值守|传真|"
    r"服务|微信|办公|手机号?[:：]|"
    r"联络|经办|负责人|投诉|项目经理|代理机构|采购人|招标|窗口|TEL|Tel|tel|手机[:：]"
)
_OF_PEOPLE = re.compile(
    r"身份证|名单|姓名|户主|家庭住址|住址|申请人|补贴|补助|救助|低保|残疾|学生|"
    r"家长|监护|考生|公示|花名册|受助|银行"
)
# Percent-encoded bytes end in digits that belong to no number; letters beside one make it a hash.
_IN_URL = re.compile(r"%[0-9A-Fa-f]{2}|([0-9A-Za-z]+)")
_ADDRESS = re.compile(r"https?://[!-~]+")
# As long as a mobile or an ID number, and standing alone: most addresses have none, and are done.
_MAYBE_IN_URL = re.compile(
    "[0-9](?:(?<![0-9A-Za-z].)|(?<=%[0-9A-Fa-f]{2}.))[0-9]{10}"
    "(?:[0-9]{2}|[0-9]{6}[0-9Xx])?(?![0-9A-Za-z])"
)
_MOBILE_ALONE = re.compile(r"(?:86)?1[3-9]\d{9}")
_ROWS = 3  # lines with a name list's shape before mobile numbers count as a list of people


@dataclass(frozen=True, slots=True)
class Leak:
    kind: str  # a key of KINDS
    count: int  # different values
    sample: str  # masked


def find_leaks(text: str, title: str = "") -> tuple[Leak, ...]:
    """Kinds of personal data unmasked in a text; `title` helps to tell lists of people."""
    found: list[Leak] = []
    ids = {m.group(1).upper() for m in _ID.finditer(text) if is_id_number(m.group(1))}
    if ids:
        found.append(Leak("id_number", len(ids), mask(min(ids))))
    cards = {number for number in _cards(text) if number not in ids}
    if cards:
        found.append(Leak("bank_card", len(cards), mask(min(cards))))
    mobiles = set(_private_mobiles(text, title))
    if mobiles:
        found.append(Leak("mobile", len(mobiles), mask(min(mobiles))))
    return tuple(found)


def is_id_number(number: str) -> bool:
    """Eighteen characters with a known province, a possible birthday and the right check digit."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if not 1900 <= born.year <= 2030:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_bank_card(number: str) -> bool:
    """Luhn's rule, with an issuer that gives out cards here."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2]]
    return len(set(number)) > 3 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def mask(number: str) -> str:
    """The first three and the last two characters; the rest as stars."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def masked(text: str) -> str:
    """A quote that may be shown: every long run of digits starred in the middle, in addresses only
    what `masked_urls` stars.

    Mobile, ID and card numbers written in groups are such runs, too.
    """
    shown, at = [], 0
    for found in _ADDRESS.finditer(text) if "://" in text else ():
        shown += [_starred(text[at : found.start()]), masked_urls(found.group())]
        at = found.end()
    return "".join([*shown, _starred(text[at:])])


def _starred(text: str) -> str:
    whole = _CARD_IN_GROUPS.sub(_masked_card, _GROUPED.sub(_joined, text))
    return re.sub(r"\d{7,18}[\dXx]?", lambda m: mask(m.group()), whole)


def masked_in_figures(text: str) -> str:
    """A quote of a document full of amounts: personal numbers starred, amounts as printed.

    A card must have the right Luhn digit, so that codes of projects mostly stay.
    """
    whole = _CARD_IN_GROUPS.sub(_masked_card, text)
    return masked_urls(_GROUPED.sub(lambda m: mask(_joined(m)), whole))


def _joined(found: re.Match[str]) -> str:
    return re.sub(r"[^\dXx]", "", found.group())


def _masked_card(found: re.Match[str]) -> str:
    number = _joined(found)
    return mask(number) if is_bank_card(number) else found.group()


def masked_urls(text: str) -> str:
    """A text whose addresses may be shown: ID and mobile numbers in it starred, nothing else.

    Articles and days have long numbers in their addresses too; starred, nobody could follow them.
    """
    return _IN_URL.sub(_masked_in_url, text) if _MAYBE_IN_URL.search(text) else text


def _masked_in_url(found: re.Match[str]) -> str:
    run = found[1]
    personal = run and (_MOBILE_ALONE.fullmatch(run) or is_id_number(run))
    return mask(run) if personal else found[0]


def without_numbers(page: Page) -> Page:
    """The page with every fact that the database keeps as it may be kept."""
    return replace(
        page,
        title=masked(page.title),
        doc_no=masked(page.doc_no),
        index_no=masked(page.index_no),
        issuer=masked(page.issuer),
        author=masked(page.author),
        columns=tuple(map(masked, page.columns)),
    )


def _cards(text: str) -> Iterator[str]:
    for match in _CARD.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        # Four and five open foreign cards and many other numbers: only where a bank is named.
        named = re.search(r"卡号|账号|帐号|银行", before)
        if is_bank_card(match.group(1)) and (match.group(1).startswith("62") or named):
            yield match.group(1)
    for match in _CARD_GROUPED.finditer(text):
        number = match.group(1).replace(" ", "")
        if is_bank_card(number):
            yield number


def _private_mobiles(text: str, title: str) -> Iterator[str]:
    """Mobile numbers in the rows of a list of people, or beside words that speak of a person."""
    lines = text.splitlines()
    rows = [line for line in lines if "\t" in line and _MOBILE.search(line)]
    listed_people = len(rows) >= _ROWS and bool(
        _OF_PEOPLE.search(title) or _header_of_people(lines)
    )
    for line in lines:
        if not (listed_people if "\t" in line else _ID.search(line)):
            continue
        for match in _MOBILE.finditer(line):
            if not _OFFICE.search(line, max(0, match.start() - 30), match.start()):
                yield match.group(1)


def _header_of_people(lines: list[str]) -> bool:
    """A header row with a name and something personal: 姓名, 身份证号, 住址 …"""
    return any(
        "\t" in line
        and "姓名" in line
        and re.search(r"身份证|住址|家庭|户主|补贴|补助|金额|银行|性别|年龄|学校|考号|准考证", line)
        for line in lines
    )
