"""Checks of the site as such: its name, safe access, what one can do there, its yearly table."""

import re
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from crawlers.findings import by_items, proof, unknown
from crawlers.looking import around, entrances, filled, lacking, my_pages, without_site
from crawlers.promises import EVERYDAY
from crawlers.registry import Ask, check
from crawlers.site import Site
from crawlers.subjects.matters import YEARLY, yearly
from data.matters import elements, matters
from data.types import Cause, Evidence, Fetch, FetchOutcome, Finding, Outcome, Unit
from data.units import governs, is_town

_NOT_REAL = "这是保存的副本或本机地址，不是网站正式域名"

# --- the name -------------------------------------------------------------------------------------

_ADDRESS = {
    "gov_domain": "使用.gov.cn域名",
    "form": "域名结构符合规定",
    "one_site": "县级部门、乡镇不单设网站",
}
_PORTAL = re.compile(r"^www\.[a-z0-9-]+(?:\.[a-z]{2})?\.gov\.cn$")
_BELOW = re.compile(r"^(?:www\.)?[a-z0-9-]+\.[a-z0-9-]+(?:\.[a-z]{2})?\.gov\.cn$")
# Departments of the State Council have portals of their own, not sites below one.
_NATIONAL = re.compile(
    r"^(?:中华人民共和国|国务院|国家|全国|中国(?!共产))|^[^省市县区州旗盟委]{2,10}(?<!宣传)(?<!组织)(?<!统战)部$"
)
_OWN_NAME = re.compile(r"^www\.[a-z0-9-]+\.gov\.cn$")
_COUNTY = re.compile(
    r"^[\u4e00-\u9fa5]{1,12}?(?<!自治)[县区旗](?=[\u4e00-\u9fa5]{2})|县直|区直|乡镇|街道"
)


@check(title="网站域名与开设", basis="国办发〔2017〕47号", items=_ADDRESS, passed_on_too=True)
def site_address(site: Site, ask: Ask) -> Finding:
    """核对网站域名：是否使用.gov.cn；政府和国务院部门的门户网站是否为“www.□□□.gov.cn”，其他部门网站
    是否为其门户的下级域名（“○○○.□□□.gov.cn”）；县级部门、乡镇街道原则上不单设网站。

    取实际打开的首页地址。域名不符合的，该项为缺。设在上级门户上的单位，按没有单设网站处理。

    县级部门、乡镇街道单设网站的，是否经批准保留由人工核对；从名称看不出层级的不判定。网站副本、本
    机地址不能说明域名，不判定。
    """
    if answer := without_site(site):
        return answer
    host = urlsplit(site.final(site.door)).hostname or ""
    if site.copy or not _public(host):
        return unknown(Cause.NO_BASIS, f"{_NOT_REAL}，域名无从核对")
    gov = host.endswith(".gov.cn")
    portal = _PORTAL.match(host) is not None
    national = _NATIONAL.search(site.unit.name) is not None
    right = portal if governs(site.unit) else _below(host) or (national and portal)
    outcomes = {
        "gov_domain": Outcome.MET if gov else Outcome.MISSING,
        "form": Outcome.MET if right else Outcome.MISSING,
        "one_site": Outcome.MET,
    }
    notes = {"gov_domain": host, "form": "" if right else host}
    if not governs(site.unit) and _below_county(site.unit):
        outcomes["one_site"] = Outcome.UNKNOWN
        notes["one_site"] = "单设了网站，是否经批准保留需人工核对"
    home = [site.evidence(site.final(site.door), f"网站地址 {host}")]
    finding = by_items(outcomes, _ADDRESS, home, notes=notes)
    return replace(finding, looked=proof(site))


def _public(host: str) -> bool:
    """A name in the public system of names, not this machine or a number."""
    if "." not in host or host.endswith((".localhost", ".local", ".invalid", ".test", ".example")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def _below(host: str) -> bool:
    """Below a portal's name: `jyj.qinghe.gov.cn`, not `www.qhjy.gov.cn`."""
    return bool(_BELOW.match(host)) and not _OWN_NAME.match(host)


def _below_county(unit: Unit) -> bool:
    return bool(_COUNTY.search(unit.name) or _COUNTY.search(unit.group)) or is_town(unit)


# --- safe access ----------------------------------------------------------------------------------

_ACCESS = {"https": "支持HTTPS", "ipv6": "支持IPv6"}
_SIX = re.compile(
    r"(?:支持|启用|开通|完成|通过|已)[^。；\n]{0,10}IPv6|IPv6[^。；\n]{0,10}(?:支持|访问|改造|网络)",
    re.I,
)


@check(
    title="安全访问与IPv6支持",
    basis="国办秘函〔2019〕19号；《推进互联网协议第六版（IPv6）规模部署行动计划》",
    items=_ACCESS,
    passed_on_too=True,
)
def secure_access(site: Site, ask: Ask) -> Finding:
    """核对网站能否以HTTPS访问，是否支持IPv6。

    采集中本单位网站有以https地址读到的页面为支持HTTPS。页面上写明支持IPv6（通常在页脚）的为支持
    IPv6。只认看到的，没有看到的都不认定为缺。

    不判定：没有以https地址读到页面的（可能没有这样的链接，证书校验未通过的予以注明），由人工核对；
    采集一方不一定有IPv6网络，没有写明的不判定；网站副本。
    """
    if answer := without_site(site):
        return answer
    if site.copy:
        return unknown(Cause.NOT_IN_COPY, f"{_NOT_REAL}，访问方式无从核对")
    own = [fetch for fetch in site.fetches.values() if site.own(fetch.final_url or fetch.url)]
    safe = next((f for f in own if f.outcome.read and _secure(f)), None)
    invalid = any(f.outcome is FetchOutcome.TLS_INVALID for f in own)
    evidence: list[Evidence] = []
    notes = {
        "https": "证书未通过校验，需人工核对" if invalid else "没有以https地址读到页面",
        "ipv6": "页面没有写明，需用IPv6网络检测",
    }
    outcomes = dict.fromkeys(_ACCESS, Outcome.UNKNOWN)
    if safe:
        outcomes["https"], notes["https"] = Outcome.MET, ""
        evidence.append(site.evidence(safe.url, safe.final_url or safe.url))
    for page in my_pages(site):
        if match := _SIX.search(page.whole_text):
            outcomes["ipv6"], notes["ipv6"] = Outcome.MET, ""
            evidence.append(site.evidence(page.url, around(page.whole_text, match)))
            break
    finding = by_items(outcomes, _ACCESS, evidence, cause=Cause.NEEDS_PERSON, notes=notes)
    return replace(finding, looked=proof(site))


def _secure(fetch: Fetch) -> bool:
    return (fetch.final_url or fetch.url).startswith("https://")


# --- what one can do there ------------------------------------------------------------------------

_FUNCTIONS = {"search": "检索", "browse": "查阅", "download": "下载"}
_FEWEST_TOPICS = 3


@check(
    title="信息公开平台检索、查阅、下载功能",
    basis="《政府信息公开条例》第二十四条；国办公开办函〔2019〕61号",
    items=_FUNCTIONS,
    passed_on_too=True,
)
def platform_functions(site: Site, ask: Ask) -> Finding:
    """核对本单位网站（栏目）有没有检索、查阅、下载三项功能。

    检索：页面上有可以提交关键词的搜索框，或有搜索、检索页面的入口。查阅：能读到三类以上法定公开事
    项的栏目。下载：有可以打开的附件。相关栏目读全而没有的为缺。

    不判定：搜索框由脚本画出、只见字样的，未见搜索框的，由人工核对；附件没有读到的；相关栏目没有读
    全而未见栏目、附件的。
    """
    pages = my_pages(site)
    words = elements("function")
    outcomes = dict.fromkeys(_FUNCTIONS, Outcome.UNKNOWN)
    notes: dict[str, str] = {"search": "没有识别出搜索框，可能由脚本画出"}
    evidence: list[Evidence] = []
    forms = [page for page in pages if page.search]
    form = next((p for p in forms if site.copy or site.credited(p.search)), None)
    if forms and not form:
        notes["search"] = f"搜索框指向其他网站（{urlsplit(forms[0].search).netloc}）"
    entry = next((x for x in entrances(site, words["search"].match) if filled(x[2])), None)
    if form:
        outcomes["search"], notes["search"] = Outcome.MET, ""
        evidence.append(
            site.evidence(
                form.url, f"搜索框：{form.search.partition('#')[0].replace('{}', '关键词')}"
            )
        )
    elif entry:
        outcomes["search"], notes["search"] = Outcome.MET, ""
        evidence.append(site.evidence(entry[1].url, entry[1].text))
    columns = [c for c in site.columns if site.own(c.url) and c.items and c.topics - EVERYDAY]
    topics = {topic for column in columns for topic in column.topics - EVERYDAY}
    evidence += [site.evidence(c.url, f"栏目“{c.name}”") for c in columns[:3]]
    if len(topics) >= _FEWEST_TOPICS:
        outcomes["browse"] = Outcome.MET
    else:
        outcomes["browse"] = lacking(site, "foi_catalogue", "policy_document")
    files = [(page, file) for page in pages for file in page.attachments]
    opened = next(((p, f) for p, f in files if f.url in site.documents), None)
    if opened:
        outcomes["download"] = Outcome.MET
        evidence.append(site.evidence(opened[0].url, opened[1].name))
    elif files:
        notes["download"] = "附件没有读到"
    else:
        outcomes["download"] = lacking(site, "policy_document", "annual_report", "budget")
    finding = by_items(outcomes, _FUNCTIONS, evidence, cause=Cause.NEEDS_PERSON, notes=notes)
    return replace(finding, looked=proof(site, words=tuple(_FUNCTIONS.values())))


@check(title="政府网站年度工作报表", basis="国办函〔2018〕71号；国办发〔2017〕47号", items=YEARLY)
def website_yearly_table(site: Site, ask: Ask, *, due: str = "01-31") -> Finding:
    """核对上一年度政府网站工作年度报表是否在评估年度 due（月-日）前在本网站公开。核查日不晚于该日
    的，核对再上一年度。没有公开的，两项都为缺；晚于该日公开的，“按期”为缺。

    标题写明年度的以标题为准，没有写明的，次年发布的视为上一年度的；几处发布的，取最早的一处。是否
    在首页显著位置由人工核对。设在上级门户上的单位不适用。

    不判定：没有发布日期的，“按期”不判定；列表中有而没有读到的；相关栏目没有读全而未见的。
    """
    if answer := without_site(site):
        return answer
    return yearly(site, ask, matters("website")["yearly_table"], due=due, carries=True)
