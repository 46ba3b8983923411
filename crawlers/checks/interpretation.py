"""Checks of interpretations: does every document have one, in time, linked both ways."""

from dataclasses import replace
from datetime import timedelta

from crawlers.findings import absent, blind_spot, met, partial, unknown
from crawlers.looking import day_of_look, listed
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.interpretations import BASIS, Pair, documents_of_year, pairs_of_year
from data.calendar import CalendarError, workdays_between
from data.types import Cause, Finding

_GRACE = timedelta(days=7)  # a document this young may still be waiting for its interpretation


@check(
    title="政策解读覆盖率",
    basis=BASIS,
    counts={"required": "应解读文件", "interpreted": "有解读的文件"},
)
def interpretation_coverage(site: Site, ask: Ask) -> Finding:
    """应解读的文件为评估年度内、截止日前发布的本单位规范性文件（认定方法同“规范性文件要素”）；
    截止日前七天内发布的，解读可能尚在期限内，不计入。

    文件页与解读页的正文区域之间有链接且标题有共同的主题词，解读标题中书名号里的文件名与文件标题相
    符，或者两者标题除去“关于印发”“解读”等字样后基本相同的，认定为有解读；名称中的年份、批次等数
    字不同的，不是同一文件。菜单、“相关链接”“上一篇”
    “下一篇”和各页都有的链接不能作为认定的依据。列表中看到而没有打开的解读也算。部分文件有解读的为
    不完整，都没有的为缺。对上级文件的解读不能代替本单位文件的解读。解读栏目没有读全而有文件未配上
    解读的，不作结论。
    """
    settled = day_of_look(site, ask) - _GRACE
    due = [i for i in documents_of_year(site, ask) if i.on and i.on <= settled]
    if not due:
        return _nothing(site, ask)
    found = {pair.document.url: pair for pair in pairs_of_year(site, ask)}
    pairs = {item.url: found[item.url] for item in due if item.url in found}
    counts = {"required": len(due), "interpreted": len(pairs)}
    bare = [item for item in due if item.url not in pairs]
    evidence = [
        site.evidence(p.document.url, f"《{p.document.title}》：《{p.interpretation.title}》")
        for p in pairs.values()
    ]
    if not bare:
        return met(f"应解读文件 {len(due)} 件，均有解读", evidence, counts=counts)
    if spot := blind_spot(site, ["interpretation"]):
        reason = (
            f"{listed((i.title for i in bare), '件', 3)}未见解读，但{spot[1]}，不能认定为没有解读"
        )
        return unknown(spot[0], reason, evidence)
    names = listed((i.title for i in bare), "件", 3)
    said = f"应解读文件 {len(due)} 件，未见解读 {len(bare)} 件：{names}"
    if not pairs:
        finding = absent(site, ["interpretation"], "文件解读", ["解读", "图解", "读懂", "问答"])
        return replace(finding, reason=said, counts=counts)
    lost = [site.evidence(item.url, f"《{item.title}》未见解读") for item in bare]
    return partial(said, [*lost, *evidence], counts=counts)


@check(
    title="解读时效与双向关联",
    basis=BASIS,
    counts={"pairs": "文件与解读", "linked": "互相链接", "on_time": "按时解读"},
)
def interpretation_pairs(site: Site, ask: Ask, *, within_workdays: int = 3) -> Finding:
    """对评估年度内本单位规范性文件与其解读的每一对，核对两点：文件页链接到解读页、解读页也链接到文
    件页的为互相链接；解读与文件同日或者提前发布，或者在文件发布后规定的工作日 within_workdays（默
    认 3 个，按国务院办公厅放假安排计算）内发布的为按时解读。一个文件有多份解读的，取最好的一份。
    有一对没有互相链接或没有按时解读的为不完整。

    链接到栏目页而不是具体页面的不算。文件或者解读没有读到、没有注明日期的，不列入。
    没有成对的文件和解读时不作结论。
    """
    pairs = [
        p
        for p in pairs_of_year(site, ask)
        if p.document.on and p.interpretation.on and p.interpretation.page
    ]
    if not pairs:
        return _nothing(site, ask)
    try:
        late = [_days_late(p) for p in pairs]
    except CalendarError as error:
        return unknown(Cause.NO_BASIS, f"工作日无法计算：{error}")
    linked = [p for p in pairs if p.mutual]
    on_time = [days for days in late if days <= within_workdays]
    counts = {"pairs": len(pairs), "linked": len(linked), "on_time": len(on_time)}
    faults = [
        site.evidence(p.interpretation.url, f"《{p.interpretation.title}》{fault}")
        for p, days in zip(pairs, late, strict=True)
        if (fault := _fault(p, days, within_workdays))
    ]
    reason = (
        f"文件与解读 {len(pairs)} 对，互相链接 {len(linked)} 对，"
        f"{within_workdays} 个工作日内解读 {len(on_time)} 对"
    )
    if not faults:
        shown = [site.evidence(p.interpretation.url, p.interpretation.title) for p in pairs]
        return met(reason, shown, counts=counts)
    return partial(reason, faults, counts=counts)


def _nothing(site: Site, ask: Ask) -> Finding:
    if spot := blind_spot(site, ["policy_document", "interpretation"]):
        return unknown(spot[0], f"没有读到{ask.year}年本单位文件及其解读：{spot[1]}")
    reason = f"没有读到{ask.year}年本单位制发的规范性文件及其解读，是否应有需人工核对"
    return unknown(Cause.NOTHING_TO_JUDGE, reason)


def _days_late(pair: Pair) -> int:
    document, interpretation = pair.document.on, pair.interpretation.on
    if document is None or interpretation is None or interpretation <= document:
        return 0
    return workdays_between(document, interpretation)


def _fault(pair: Pair, late: int, within: int) -> str:
    faults = []
    if not pair.mutual:
        faults.append("与文件没有互相链接")
    if late > within:
        faults.append(f"在文件发布后第 {late} 个工作日发布")
    return "，".join(faults)
