"""Checks of the lists and texts of government services: who may promise, what may be lacking."""

from collections.abc import Mapping, Sequence

from crawlers.findings import unknown
from crawlers.looking import checklist, lacking
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from crawlers.subjects.contents import my_items, read_item, shown
from crawlers.subjects.matters import (
    Seen,
    chosen,
    each,
    expected,
    published_in,
    seen,
    survey,
    verdict,
)
from data.matters import Element, Matter, elements, matters, names
from data.types import Cause, Evidence, Finding, Outcome

_LISTS = matters("service_lists")
_TEXTS = matters("service_texts")

# --- commitments ----------------------------------------------------------------------------------

_COMMITMENTS = {id_: _LISTS[id_] for id_ in ("licence_commitment", "proof_commitment")}


@check(
    title="告知承诺制清单",
    basis="《优化营商环境条例》第十九条；国发〔2021〕7号；国办发〔2020〕42号",
    items=names(_COMMITMENTS),
)
def commitment_lists(site: Site, ask: Ask, *, want: Sequence[str] = ()) -> Finding:
    """核对两类告知承诺清单是否公开（want 可限定其中一类）：涉企经营许可事项告知承诺清单，证明事项
    告知承诺制清单。

    标题写明是告知承诺（证明事项）的清单、目录的本单位条目，页面或附件读到的为具备；只有实施方案、
    解读、会议和培训报道的不算。不论年份。相关栏目读全而没有的为缺。线上能否办理、有无核查监管记录
    由人工核对。

    不判定：列表中有而没有读到的；部门没有相应栏目的；相关栏目没有读全的。
    """
    return survey(site, ask, each(chosen(_COMMITMENTS, want)))


# --- lists with contents --------------------------------------------------------------------------

_TOLERANT = {
    "list": "容缺受理事项清单",
    "materials": "列明可容缺的材料",
    "updated": "评估年度内有更新",
}
_CONTENT = elements("list_content", "elements_services")


@check(
    title="容缺受理事项及材料清单",
    basis="国发〔2022〕5号；《优化营商环境条例》第三十五条",
    items=_TOLERANT,
)
def tolerant_list(site: Site, ask: Ask) -> Finding:
    """核对容缺受理（容缺办理）事项清单：清单，标题写明或列在容缺受理栏目中的清单、目录；材料，清单
    的页面或附件列明可容缺的材料；更新，最新一份在评估年度内发布，只有往年的为不完整。

    会议、培训、先进做法的报道不是清单。

    不判定：清单的附件没有读到而正文没有写材料的；没有发布日期的，不判断更新；部门没有相应栏目的；
    相关栏目没有读全的。
    """
    matter = _LISTS["tolerant"]
    found = seen(site, my_items(site, ask, own=True), matter, published_in(ask.year))
    if found.nothing and not expected(site, matter):
        return _not_carried(matter)
    lists = (*found.current, *found.older, *found.undated)
    outcomes, notes = _kept_up(site, matter, found)
    if lists:
        outcomes["materials"], notes["materials"] = _said(
            site, lists, _CONTENT["spared"], matter.topics
        )
    else:
        outcomes["materials"] = outcomes["list"]
    return checklist(
        site, outcomes, _TOLERANT, shown(site, lists), topics=matter.topics,
        words=("容缺受理", "容缺材料"), notes={k: note for k, note in notes.items() if note},
    )  # fmt: skip


def _kept_up(site: Site, matter: Matter, found: Seen) -> tuple[dict[str, Outcome], dict[str, str]]:
    """Whether there is a list at all, and whether one was published in the period."""
    current, note = verdict(site, matter, found)
    exists = bool(found.current or found.older or found.undated)
    outcomes = {"list": Outcome.MET if exists else current, "updated": current}
    return outcomes, {"updated": note, "list": "" if exists else note}


def _said(
    site: Site, lists: Sequence[Item], wanted: Element, topics: Sequence[str]
) -> tuple[Outcome, str]:
    """Whether one of the lists, its attachments included, shows the element."""
    readings = [read_item(site, item) for item in lists]
    if any(wanted.match.search(reading.everything) for reading in readings):
        return Outcome.MET, ""
    if gaps := [gap for reading in readings for gap in reading.gaps]:
        return Outcome.UNKNOWN, gaps[0]
    return lacking(site, *topics), "没有写明"


def _not_carried(matter: Matter) -> Finding:
    return unknown(Cause.NOTHING_TO_JUDGE, f"未见{matter.name}，本单位不一定承担")


_BENEFITS = {"list": "免申即享政策清单", "conditions": "列明享受条件"}


@check(
    title="免申即享政策清单",
    basis="国发〔2024〕3号",
    items=_BENEFITS,
)
def no_application_benefits(site: Site, ask: Ask) -> Finding:
    """核对“免申即享”（免申办）政策清单：标题写明或列在免申即享栏目中的清单、目录、政策事项；清单的
    页面或附件写明享受条件、对象或标准。不论年份。

    兑现情况的新闻报道不是清单。栏目读全而没有清单的、清单没有写条件的，该项为缺。兑现是否无需申请
    由人工核对。

    不判定：清单的附件没有读到而正文没有写条件的；部门没有相应栏目的；相关栏目没有读全的。
    """
    matter = _LISTS["no_application"]
    found = seen(site, my_items(site, ask, own=True), matter)
    if found.nothing and not expected(site, matter):
        return _not_carried(matter)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    outcomes["list"], notes["list"] = verdict(site, matter, found)
    if found.current:
        outcomes["conditions"], notes["conditions"] = _said(
            site, found.current, _CONTENT["conditions"], matter.topics
        )
    else:
        outcomes["conditions"] = outcomes["list"]
    return checklist(
        site, outcomes, _BENEFITS, shown(site, found.current), topics=matter.topics,
        words=("免申即享", "免申办"), notes={k: note for k, note in notes.items() if note},
    )  # fmt: skip


# --- intermediaries -------------------------------------------------------------------------------

_MECHANISMS = elements("mechanism", "elements_services")
_INTERMEDIARIES = {"list": "中介服务事项清单", **names(_MECHANISMS)}


@check(
    title="中介服务事项清单与监管机制",
    basis="《优化营商环境条例》第四十三条；国办发〔2015〕31号",
    items=_INTERMEDIARIES,
)
def intermediary_services(site: Site, ask: Ask) -> Finding:
    """核对行政审批中介服务：中介服务事项清单是否公开；中介服务（中介超市）管理办法、考核评价、抽查
    通报等文件是否写明抽查、通报、考核三项机制。

    清单：标题写明中介服务的清单、目录，不论年份。机制：标题为中介服务、中介超市、中介机构的办法、
    细则、制度、考核、通报的本单位条目，正文或附件写有抽查（检查）、通报（公示）、考核（评价）。采
    购项目的公告不算。相关栏目读全而没有的清单、文件中没有写的机制为缺。

    不判定：清单只见于中介超市等其他网站的，由人工核对；没有见到机制文件的（可能执行上级的办法）；
    部门没有相应栏目的；相关栏目没有读全的。
    """
    mine = my_items(site, ask, own=True)
    matter, rules = _LISTS["intermediary"], _LISTS["intermediary_rules"]
    found, told = seen(site, mine, matter), seen(site, mine, rules)
    if found.nothing and told.nothing and not expected(site, matter):
        return _not_carried(matter)
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    outcomes["list"], notes["list"] = verdict(site, matter, found)
    for key, mechanism in _MECHANISMS.items():
        if told.current:
            outcomes[key], notes[key] = _said(site, told.current, mechanism, rules.topics)
        else:
            outcomes[key], notes[key] = Outcome.UNKNOWN, "未见本级的机制文件，可能执行上级的办法"
    evidence: list[Evidence] = shown(site, found.current) + shown(site, told.current)
    return checklist(
        site, outcomes, _INTERMEDIARIES, evidence, topics=matter.topics,
        words=("中介服务", "中介超市"), notes={k: note for k, note in notes.items() if note},
    )  # fmt: skip


# --- texts and other lists ------------------------------------------------------------------------


@check(
    title="政务服务六类文本",
    basis="国发〔2022〕5号；《优化营商环境条例》第三十五条",
    items=names(_TEXTS),
)
def service_texts(site: Site, ask: Ask, *, want: Sequence[str] = ()) -> Finding:
    """核对政务服务的六类文本是否公开（want 可限定其中几类）：政务服务事项清单，事项实施清单，
    一窗受理事项目录，窗口操作手册（工作规程、收件要点），办事指南，示范文本（样表、填写样例）。

    标题或栏目相符的本单位条目，页面或文件读到的为具备，不论年份；活动、会议的报道不算。相关栏目读
    全而没有的为缺。文本的内容是否齐全、是否与大厅一致由人工核对。

    不判定：未见而网站设有政务服务网、一网通办等其他平台入口的（文本可能在平台上）；部门没有相应栏
    目的；相关栏目没有读全的。
    """
    return survey(site, ask, each(chosen(_TEXTS, want)))


_OTHERS: Mapping[str, Matter] = {
    id_: matter
    for id_, matter in _LISTS.items()
    if id_
    not in {*_COMMITMENTS, "tolerant", "intermediary", "intermediary_rules", "no_application"}
}


@check(
    title="政务服务专项清单",
    basis="国发〔2022〕5号；国办发〔2020〕35号；国发〔2024〕3号",
    items=names(_OTHERS),
)
def service_lists(
    site: Site, ask: Ask, *, want: Sequence[str] = (), this_year: bool = False
) -> Finding:
    """核对政务服务的专项清单是否公开：高频事项，跨省（跨域）通办，市域通办，帮办代办，最多跑一次，
    下沉乡镇村办理，监管事项。各地要求不同，want 写明要核对的几项；this_year 为真时须在评估年度内发
    布。

    标题写明该类清单、目录的本单位条目，页面或附件读到的为具备；活动、会议的报道不算。相关栏目读全
    而没有的为缺，要求年度内发布而只有往年的为不完整。

    不判定：未见而清单可能在政务服务网等其他平台上的；没有发布日期的（要求年度内发布时）；部门没有
    相应栏目的；相关栏目没有读全的。
    """
    wanted = chosen(_OTHERS, want)
    if this_year:
        return survey(site, ask, each(wanted, published_in(ask.year)))
    return survey(site, ask, each(wanted))
