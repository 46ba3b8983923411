"""A department's key domain, proposals, service guides and messages."""

from datetime import date

from data.demo.content.model import Article, Body, Column


def department_domain(body: Body) -> Column:
    """A department's own key domain, with news of the last quarter."""
    article = Article(
        "domain",
        f"{body.place}2023年11月{body.domain}工作信息公示",
        date(2023, 11, 17 + body.seed % 5),
        (
            f"2023年11月，{body.name}推进{body.domain}工作，办理{body.subjects[0]}事项33件，"
            "惠及群众1320人次。",
            f"政策依据、办理标准和结果均已公开，监督电话：{body.phone}。",
        ),
    )
    own = Column("zdly-1", body.domain, "重点领域", (article,))
    return Column("zdly", "重点领域信息公开", "重点领域", columns=(own,))


def proposal_column(body: Body) -> Column:
    place, subject = body.place, body.subjects[0]
    wanted = (
        (
            "overview",
            f"{body.organ}2023年人大建议和政协提案办理总体情况",
            date(2023, 10, 31),
            "2023年共承办人大代表建议6件、政协提案5件，均按期办结，代表和委员满意率100%。",
        ),
        (
            "npc",
            f"关于{place}人大会议第{body.seed + 3}号建议的答复",
            date(2023, 8, 15),
            f"您提出的关于加强{subject}工作的建议收悉，现答复如下：已纳入年度计划，正在实施。",
        ),
        (
            "cppcc",
            f"关于{place}政协会议第{body.seed + 8}号提案的答复",
            date(2023, 8, 17),
            f"您提出的关于完善{subject}机制的提案收悉，现答复如下：已会同有关部门研究落实。",
        ),
    )
    return Column(
        "jyta",
        "建议提案办理",
        "建议提案",
        tuple(
            Article(f"proposal-{key}", title, on, (text, "感谢对我们工作的关心和支持。"))
            for key, title, on, text in wanted
        ),
    )


def guide_lines(body: Body, matter: str) -> tuple[str, ...]:
    """The eight elements of a service guide, a line each."""
    return (
        f"事项名称：{matter}",
        f"设定依据：{matter}有关法律法规和管理办法",
        "申请条件：具有完全民事行为能力，符合规定情形的个人或者单位",
        "办理材料：申请书1份、身份证明复印件1份、相关证明材料1份",
        f"办理地点：{body.address}政务服务大厅3号窗口",
        "办理时间：工作日上午9:00—12:00，下午13:30—17:00",
        f"联系电话：{body.phone}",
        "办理流程：申请—受理—审查—决定—送达",
        "收费情况：不收费",
    )


def guide_column(body: Body) -> Column:
    """Service guides with the eight elements."""
    return Column(
        "bszn",
        "办事指南",
        "办事服务",
        tuple(
            Article(
                f"service-{n}",
                f"{subject}办理办事指南",
                date(2023, 8 + n, 10),
                (*guide_lines(body, f"{subject}办理"), "承诺办结时限：15个工作日"),
            )
            for n, subject in enumerate(body.subjects[:2], 1)
        ),
    )


def message_column(body: Body) -> Column:
    """Letters from the public, each with the days it was asked and answered."""
    wanted = (
        (date(2023, 11, 27), date(2023, 11, 30), f"咨询{body.subjects[0]}需要哪些材料"),
        (date(2023, 10, 16), date(2023, 10, 19), f"咨询{body.subjects[1]}办理时限"),
    )
    return Column(
        "zxdf",
        "咨询投诉",
        "咨询投诉",
        tuple(
            Article(
                f"message-{n}",
                title,
                answered,
                (
                    f"留言标题：{title}",
                    f"留言时间：{asked.isoformat()}　答复时间：{answered.isoformat()}",
                    f"留言内容：您好，想{title}，请予答复。",
                    f"答复单位：{body.organ}",
                    "答复内容：您好，来信收悉。所需材料和时限已在办事指南中列明，"
                    f"如有疑问请在工作时间拨打{body.phone}咨询。感谢您的关注。",
                    "办理状态：已办结",
                ),
            )
            for n, (asked, answered, title) in enumerate(wanted, 1)
        ),
    )
