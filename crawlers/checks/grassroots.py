"""Checks of the grass-roots standard catalogues: which fields have one, what columns it has."""

import re
from collections.abc import Sequence
from dataclasses import replace

from crawlers.findings import absent, blind_spot, met, partial, proof, unknown
from crawlers.looking import listed
from crawlers.registry import Ask, check
from crawlers.site import ColumnState, Item, Site
from crawlers.subjects.contents import my_items, read_item, readable
from crawlers.subjects.elements import head_of_table, shown_in
from crawlers.subjects.matters import is_about
from data.fields import Field, carried_by, fields
from data.matters import elements, matters
from data.types import Cause, Evidence, Finding, Link, Place
from data.units import governs

BASIS = "国办发〔2019〕54号"

_CATALOGUE = matters("grassroots")["standard_catalogue"]
_AREA = re.compile(r"基层政务公开|标准(?:化)?目录|试点领域")
_LATER = ("旅游", "广播电视", "新闻出版", "统计")
_FEWEST = 4  # names of columns together; with fewer, no table of a catalogue was recognised


@check(
    title="基层政务公开标准目录领域",
    basis=BASIS,
    counts={
        "fields_due": "应有标准目录的领域数",
        "fields_found": "见到标准目录的领域数",
        "fields_unclear": "无法核对的领域数",
    },
)
def grassroots_fields(site: Site, ask: Ask, *, added: Sequence[str] = _LATER) -> Finding:
    """核对基层政务公开标准目录是否覆盖26个试点领域，以及有关部门后续增加的领域（added，默认旅游、
    广播电视、新闻出版、统计4个；各地各年不同，可改为交通运输、水利等）。

    一个领域，下列任一情形为有目录：标题为标准目录（事项目录、清单）的本单位条目或其附件，名称含该
    领域；标准目录的页面、附件正文或页上的链接写有该领域；“基层政务公开”“标准目录”之下有该领域名称
    的栏目，栏目中有条目。领域名称按 data/fields.yaml 所列的说法识别。部分领域有目录的为不完整，都
    没有的为缺。部门只看由该部门承担的领域。

    不判定：目录的附件没有读到、扫描件读不出文字，或者目录栏目没有读全的，未见的领域记为无法核对；
    部门未见的领域也记为无法核对（目录可能由本级政府统一公布）；从名称看不出承担哪个领域的部门。
    """
    wanted = _due(site, added)
    if not wanted:
        return unknown(Cause.NOTHING_TO_JUDGE, "从单位名称看不出承担哪个领域，不核对标准目录")
    catalogues = [i for i in my_items(site, ask, own=True) if is_about(i, _CATALOGUE)]
    read = [item for item in catalogues if readable(site, item)]
    texts = {item.url: _words(site, item) for item in read}
    named = {c.url: (c.name, c.state) for c in site.columns if _AREA.search("".join(c.path[:-1]))}
    found: dict[str, Evidence] = {}
    for field in wanted:
        proof_of = _in_texts(site, field, texts) or _in_columns(site, field, named)
        if proof_of:
            found[field.name] = proof_of
    lost = [field.name for field in wanted if field.name not in found]
    counts = {"fields_due": len(wanted), "fields_found": len(found), "fields_unclear": 0}
    evidence = list(found.values())
    said = f"应有标准目录的{len(wanted)}个领域，见到{len(found)}个"
    if not lost:
        return met(said, evidence, counts=counts)
    spot = blind_spot(site, ("foi_catalogue",))
    gaps = [gap for item in read for gap in read_item(site, item).gaps]
    unread = [item.title for item in catalogues if item not in read]
    why = spot[1] if spot else "；".join((gaps + [f"“{t}”没有读到" for t in unread])[:1])
    if not why and not governs(site.unit):
        why = "目录可能由本级政府统一公布"
    if why:
        counts |= {"fields_due": len(found), "fields_unclear": len(lost)}
        reason = f"{said}，{listed(lost)}未见，但{why}"
        if found:
            return met(reason, evidence, counts=counts)
        cause = Cause.NOT_READ if gaps or unread else Cause.NOTHING_TO_JUDGE
        return unknown(spot[0] if spot else cause, reason, evidence)
    reason = f"{said}，未见{listed(lost)}"
    if found:
        finding = partial(reason, evidence, counts=counts)
        return replace(finding, looked=proof(site, ("foi_catalogue",), ("标准目录", *lost[:5])))
    finding = absent(site, ("foi_catalogue",), "基层政务公开标准目录", ("标准目录", "基层政务公开"))
    return replace(finding, counts=counts)


@check(
    title="基层政务公开标准目录栏目",
    basis=BASIS,
    counts={
        "catalogues": "核对的标准目录数",
        "incomplete": "缺栏目的目录数",
        "missing_column": "缺少的栏目数",
    },
)
def grassroots_columns(
    site: Site,
    ask: Ask,
    *,
    need: Sequence[str] = ("matter", "content", "basis", "time", "organ", "channel"),
    sample: int = 15,
) -> Finding:
    """抽取标准目录（按网址顺序，最多 sample 件），核对表头有没有规定的栏目（need）：公开事项、
    公开内容、公开依据、公开时限、公开主体、公开渠道和载体；公开对象、方式、层级可在指标体系中加列。

    表头取目录页面或附件中连续十行里栏名最多的一段，栏名的常见写法均予承认。有目录缺栏目的为不完
    整。

    不判定：识别不出目录表格的，附件没有读到或是扫描件的目录不计；一件也不能核对的，记为无法核对。
    """
    wanted = {id_: element for id_, element in elements("catalogue").items() if id_ in need}
    lacking: dict[str, tuple[Item, list[str]]] = {}
    judged = 0
    good: list[Evidence] = []
    for item in sorted(my_items(site, ask, own=True), key=_address):
        if judged == sample or not is_about(item, _CATALOGUE) or not readable(site, item):
            continue
        reading = read_item(site, item)
        seen = shown_in(head_of_table(reading.everything, wanted), wanted)
        if len(seen) < min(_FEWEST, len(wanted)):
            continue
        lost = [element.name for id_, element in wanted.items() if id_ not in seen]
        if lost and reading.gaps:
            continue
        judged += 1
        if lost:
            lacking[item.url] = item, lost
        else:
            good.append(site.evidence(item.url, item.title))
    if not judged:
        if spot := blind_spot(site, ("foi_catalogue",)):
            return unknown(spot[0], f"没有读到标准目录的表格：{spot[1]}")
        return unknown(Cause.NOTHING_TO_JUDGE, "没有识别出标准目录的表格")
    counts = {
        "catalogues": judged,
        "incomplete": len(lacking),
        "missing_column": sum(len(lost) for _, lost in lacking.values()),
    }
    if not lacking:
        return met(f"核对标准目录{judged}件，栏目齐全", good, counts=counts)
    faults = [f"“{item.title}”缺{'、'.join(lost)}" for item, lost in lacking.values()]
    evidence = [
        site.evidence(url, f"{item.title} 缺{'、'.join(lost)}")
        for url, (item, lost) in lacking.items()
    ]
    reason = f"核对标准目录{judged}件，{len(lacking)}件缺栏目：{'；'.join(faults[:3])}"
    return partial(reason, [*evidence, *good], counts=counts)


def _address(item: Item) -> str:
    return item.url


def _due(site: Site, added: Sequence[str]) -> list[Field]:
    """Fields that the unit must have a catalogue of."""
    wanted = [field for field in fields() if not field.added or field.name in added]
    if governs(site.unit):
        return wanted
    return [field for field in carried_by(site.unit.name) if field in wanted]


def _words(site: Site, item: Item) -> str:
    """What a catalogue shows: title, names of its files, text, and the entries it links to."""
    links: Sequence[Link] = item.page.links if item.page else ()
    inside = (link.text for link in links if link.place is Place.CONTENT)
    return "\n".join((item.title, read_item(site, item).everything, *inside))


def _names(field: Field) -> tuple[str, ...]:
    return field.name, *field.words


def _in_texts(site: Site, field: Field, texts: dict[str, str]) -> Evidence | None:
    for url, text in texts.items():
        head = text.partition("\n")[0]
        if name := next((name for name in _names(field) if name in head), ""):
            return site.evidence(url, head)
        # A whole catalogue: the field's own name, not a word that any text may hold.
        if re.search(rf"(?m){field.name}领域|(?:^|\t){field.name}(?:$|\t)", text):
            return site.evidence(url, f"{head}：{name or field.name}")
    return None


def _in_columns(
    site: Site, field: Field, named: dict[str, tuple[str, ColumnState]]
) -> Evidence | None:
    for url, (name, state) in named.items():
        if state is ColumnState.ITEMS and any(word in name for word in _names(field)):
            return site.evidence(url, f"栏目“{name}”")
    return None
