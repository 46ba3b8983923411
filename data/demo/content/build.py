"""Put the columns of a county and of a department together."""

from datetime import date

from data.demo.content.county import county_columns
from data.demo.content.decision import decision_columns, meeting_column, plan_articles
from data.demo.content.enforcement import enforcement_columns
from data.demo.content.government_money import government_money_column
from data.demo.content.interaction import interaction_columns
from data.demo.content.model import Article, Body, Column, Content
from data.demo.content.money import money_column
from data.demo.content.openness import work_notices
from data.demo.content.organisation import organisation_columns
from data.demo.content.platform import platform_columns, report_column
from data.demo.content.policy import plan_column, policy_columns
from data.demo.content.services import (
    department_domain,
    guide_column,
    message_column,
    proposal_column,
)


def content_of(body: Body) -> Content:
    """A faultless site of this body."""
    county = body.kind == "county"
    plans, explained = plan_articles(body) if county else ((), ())
    shared = (
        *organisation_columns(body),
        *policy_columns(body, explained),
        plan_column(body),
        *decision_columns(body),
        *enforcement_columns(body),
        proposal_column(body),
    )
    if county:
        others = Column("qtwj", "其他政策文件", "政策文件", (*plans, _law()))
        own = (others, government_money_column(body), meeting_column(body), *county_columns(body))
    else:
        own = (money_column(body), department_domain(body))
    talk = interaction_columns(body) if county else ()
    menu = (_news(body), _notices(body), guide_column(body), message_column(body), *talk)
    disclosed = Column("fdzdgknr", "法定主动公开内容", "信息公开目录", columns=(*shared, *own))
    guide, rules, catalogue, apply = platform_columns(body)
    return Content(body, menu, (guide, rules, disclosed, catalogue, report_column(body), apply))


def _law() -> Article:
    """What the superior's key points name: a law that is passed on in full."""
    return Article(
        "science-law",
        "省科学技术进步条例",
        date(2023, 3, 29),
        ("第一条　为促进科学技术进步，发挥科学技术第一生产力作用，制定本条例。",
         "第二条　本省行政区域内的科学研究、技术开发、成果转化活动，适用本条例。"),
        source="省人大常委会",
    )  # fmt: skip


def _news(body: Body) -> Column:
    a, b, c = body.subjects
    where = body.name
    wanted: tuple[tuple[date, str], ...] = (
        (date(2023, 12, 13), f"{where}部署年末{a}重点工作"),
        (date(2023, 12, 8), f"{where}开展{b}专项督导"),
        (date(2023, 12, 1), f"{where}举办{c}业务培训"),
        (date(2023, 11, 22), f"{where}调研{a}推进情况"),
        (date(2023, 11, 9), f"{where}召开{b}工作推进会"),
        (date(2023, 10, 25), f"{where}走访群众听取{c}意见"),
    )
    if body.kind == "county":
        wanted = (*wanted, (date(2023, 9, 19), f"{where}举办2023年政务公开主题日活动"))
    name = "要闻动态" if body.kind == "county" else "工作动态"
    return Column(
        "gzdt",
        name,
        "工作动态",
        tuple(
            Article(
                f"news-{n}",
                title,
                on,
                (
                    f"近日，{title}。有关负责人到现场了解情况，听取意见建议。",
                    "活动要求，各单位要对照年度目标查漏补缺，把各项措施落到实处。",
                ),
            )
            for n, (on, title) in enumerate(wanted, 1)
        ),
    )


def _notices(body: Body) -> Column:
    a, b = body.subjects[:2]
    wanted = (
        (date(2023, 12, 11), f"关于做好冬季{a}有关工作的通知"),
        (date(2023, 11, 15), f"关于开展{b}自查自纠的通知"),
    )
    articles = tuple(
        Article(
            f"notice-{n}",
            title,
            on,
            (
                f"各有关单位：现就{title.removeprefix('关于')}事项告知如下。",
                "一、请按照职责分工抓好落实。",
                f"二、联系人：{body.organ}办公室，电话：{body.phone}。",
            ),
        )
        for n, (on, title) in enumerate(wanted, 1)
    )
    return Column("tzgg", "通知公告", "通知公告", (*articles, *work_notices(body)))
