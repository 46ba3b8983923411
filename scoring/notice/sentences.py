"""Who has to do a task where a sentence says it: 由甲局牵头; 甲局牵头,乙局配合. Pure."""

import re
from collections.abc import Iterator

from scoring.notice.duties import Responsible, joined
from scoring.notice.naming import NAMED, units_in
from scoring.notice.text import Quoted, Text

# "以下任务均由县政府办公室负责": said once, in a sentence, for all that stands below.
_ALL_BELOW = re.compile(
    r"(?:以下|下列|下述|本(?:方案|要点))[^。;:由]{0,14}(?:均|都|一律|统一)?(?:需)?由"
    r"(?P<units>[^。;:]{2,60}?)(?:共同|分别|统一|具体|按职责分工)?(?P<role>牵头|负责|落实|承办)"
)
_UNLESS = re.compile(r"除(?:另有|特别)?(?:注明|说明|明确|标注|标明)[^,由]{0,4}外")
# Names are told from other words afterwards: one pattern for both would try every way to part them.
_IN_SENTENCE = re.compile(
    r"(?<![自经理缘事])由(?P<units>(?:[^。;:,()由\n]|\([^()]{1,8}\)){2,80}?)(?:具体|统一|共同|分别)?"
    r"(?P<role>牵头|负责|承办|主办)(?:负责|落实|组织)*"
    r"(?:[,、](?P<helpers>(?:[^。;:()由\n]|\([^()]{1,8}\)){2,80}?)(?:等)?(?:配合|协助|参与|协办))?"
)
# "县司法局牵头,县财政局配合,4月底前完成", "县教育局负责。": a clause that begins with the unit.
_AT_HEAD = re.compile(
    r"(?<![^。;:,\n])(?P<units>(?:[^。;:,()由\n]|\([^()]{1,8}\)){2,80}?)(?:具体|统一|共同|分别)?(?:(?P<role>牵头)|负责)"
    r"(?:负责|落实|组织)*"
    r"(?:[,、](?P<helpers>(?:[^。;:()由\n]|\([^()]{1,8}\)){2,80}?)(?:等)?(?:配合|协助|参与|协办|落实))?"
)
# Without a bracket and without 由, only what begins like the name of a unit is believed to be one.
_FIRST_NAME = re.compile(
    r"(?:[省市州盟县区旗镇乡]|[一-龥]{2,6}?[省市州盟县区旗镇乡](?=.{2})|各)(?!要|应|级要).*"
    r"|[一-龥]{0,6}(?:科|处|股|站|中心|办公室)"
)
# "市财政局要统筹…", "县融媒体中心开设专栏": one or more offices by name, and what they do.
_OFFICE = (
    r"(?:(?:[省市州盟县区旗镇乡局]|委(?![托员派任]))(?![直场属内级中(、])|[一-龥]{2,6}[省市州盟县区旗])[^。;:,、()由\n的和]{0,16}?"
    r"(?:局|委|办|厅|院|中心|办公室|督查室|监委|工会|妇联|残联|工商联|银行|税务局|支队|大队)"
)
# One way only to read a row of them: each but the last ends where 、 or 和 follows, for good. With
# two ways for every name, four hundred characters would take longer than anybody waits.
_OFFICES = rf"(?:(?>{_OFFICE}(?=[、和]))[、和])*+{_OFFICE}"
_DEED = r"(?:委托|举办|召开|印发|组织开展)"
_DATED_DEED = rf"[于在]?(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日|底|末|[上中下]旬)?前?{_DEED}"
_ACTING = re.compile(
    rf"(?<![^。;\n])(?P<units>{_OFFICES})"
    r"(?=要|将|应(?!急|用)|须|需|每(?:年|半年|季度|月|周|日|两)|统筹|指导|督促|组织|开设|开展|举办|建立|制定|公布|通报|[上下]半年|"
    rf"加强|安排|编制|定期|适时|会同|委托|{_DATED_DEED})"
)
# Later ones of a sentence: "…经费,市委编办要指导…".
_ACTING_NEXT = re.compile(
    rf"(?<=,)(?P<units>{_OFFICES})(?=要|应(?!急|用)|须|负责|{_DEED}|{_DATED_DEED})"
)
_NO_NAME = re.compile(r"明确|确定|指定|按照|根据|加强|建立|健全|完善|发挥|形成|落实|[的了在对将]")


def for_all_below(text: Text, start: int, end: int) -> Responsible:
    """The units that a sentence before the tasks makes responsible for all of them."""
    found = Responsible()
    for said in _ALL_BELOW.finditer(text.even, start, end):
        found = joined(found, _in_role(said["role"], tuple(units_in(text, *said.span("units")))))
    return found


def leading_unless_noted(text: Text, start: int, end: int) -> tuple[Quoted, ...]:
    """Who leads all tasks below that note no other: 以下任务除注明外,均由甲办牵头.

    Without 除…外, a task that names who is responsible is taken for the exception.
    """
    for said in _ALL_BELOW.finditer(text.even, start, end):
        if _UNLESS.search(said.group()):
            return _in_role(said["role"], tuple(units_in(text, *said.span("units")))).lead
    return ()


def _in_role(role: str, units: tuple[Quoted, ...]) -> Responsible:
    return Responsible(lead=units) if role in {"牵头", "主办"} else Responsible(others=units)


def in_sentences(text: Text, start: int, end: int) -> Responsible:
    """The units that a sentence between two places makes responsible: 由甲局牵头."""
    found = Responsible()
    for said in _IN_SENTENCE.finditer(text.even, start, end):
        found = joined(found, _said(text, said))
    return found


def at_heads(text: Text, start: int, end: int) -> Responsible:
    """The units that head a clause and lead, or are to see to something: 甲局牵头, 甲局负责审查."""
    found = Responsible()
    for said in _AT_HEAD.finditer(text.even, start, end):
        first = said["units"].partition("、")[0]
        if _FIRST_NAME.fullmatch(first) and not _NO_NAME.search(said["units"]):
            found = joined(found, _said(text, said))
    return found


def acting(text: Text, start: int, end: int) -> Iterator[Quoted]:
    """Offices named as those who act, where a sentence says no role: 市财政局要统筹经费."""
    for pattern in (_ACTING, _ACTING_NEXT):
        for said in pattern.finditer(text.even, start, end):
            if not _NO_NAME.search(said["units"]):
                yield from units_in(text, *said.span("units"))


def _said(text: Text, said: re.Match[str]) -> Responsible:
    """The units of one sentence, and those that help; none where other words stand among them."""
    units = tuple(units_in(text, *said.span("units")))
    if not _all_named(units):
        return Responsible()
    helpers = tuple(units_in(text, *said.span("helpers"))) if said["helpers"] else ()
    found = _in_role(said["role"] or "", units)
    return joined(found, Responsible(others=helpers)) if _all_named(helpers) else found


def _all_named(units: tuple[Quoted, ...]) -> bool:
    return bool(units) and all(NAMED.fullmatch(unit.text) for unit in units)
