"""Put the columns of a county and of a department together."""

from datetime import date

from data.demo.content.county import county_columns
from data.demo.content.decision import decision_columns, meeting_column
from data.demo.content.enforcement import enforcement_columns
from data.demo.content.government_money import government_money_column
from data.demo.content.model import Article, Body, Column, Content
from data.demo.content.money import money_column
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
    organisation = organisation_columns(body)
    shared = (
        *organisation,
        *policy_columns(body),
        plan_column(body),
        *decision_columns(body),
        *enforcement_columns(body),
        proposal_column(body),
    )
    if body.kind == "county":
        own = (government_money_column(body), meeting_column(body), *county_columns(body))
    else:
        own = (money_column(body), department_domain(body))
    menu = (_news(body), _notices(body), guide_column(body), message_column(body))
    disclosed = Column("fdzdgknr", "法定主动公开内容", "信息公开目录", columns=(*shared, *own))
    guide, rules, catalogue, apply = platform_columns(body)
    return Content(body, menu, (guide, rules, disclosed, catalogue, report_column(body), apply))


def _news(body: Body) -> Column:
    a, b, c = body.subjects
    where = body.name
    wanted = (
        (date(2023, 12, 13), f"{where}部署年末{a}重点工作"),
        (date(2023, 12, 8), f"{where}开展{b}专项督导"),
        (date(2023, 12, 1), f"{where}举办{c}业务培训"),
        (date(2023, 11, 22), f"{where}调研{a}推进情况"),
        (date(2023, 11, 9), f"{where}召开{b}工作推进会"),
        (date(2023, 10, 25), f"{where}走访群众听取{c}意见"),
    )
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
    return Column(
        "tzgg",
        "通知公告",
        "通知公告",
        tuple(
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
        ),
    )
