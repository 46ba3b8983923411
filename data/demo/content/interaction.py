"""How a county talks with the public: interviews, questions, the hotline, its accounts."""

from datetime import date

from data.demo.content.model import Article, Body, Column
from data.demo.content.organisation import leaders

_INTERVIEWS = (date(2023, 11, 20), date(2023, 8, 21), date(2023, 5, 22), date(2023, 2, 20))


def interaction_columns(body: Body) -> tuple[Column, ...]:
    """Columns of the menu, each of them a way in."""
    place, (name, _) = body.place, leaders(body)[0]
    interviews = tuple(
        Article(
            f"interview-{on.month}",
            f"在线访谈：{body.level}长{name}谈{body.subjects[n % 3]}",
            on,
            (
                f"主持人：欢迎{body.level}长{name}做客。请谈谈{body.subjects[n % 3]}的进展。",
                f"{name}：我们把{body.subjects[n % 3]}作为民生大事来抓，完成了年度目标。",
                "主持人：下一步有什么打算？",
                f"{name}：继续听取群众意见，把好的做法坚持下去。",
            ),
        )
        for n, on in enumerate(_INTERVIEWS)
    )
    questions = tuple(
        Article(
            f"question-{n}",
            f"{subject}政策问答",
            date(2023, 10 + n % 2, 16),
            (
                f"问：办理{subject}需要哪些材料？",
                "答：申请书、身份证明和相关证明材料各1份，可以在网上提交。",
                "问：多久可以办好？",
                "答：材料齐全的，15个工作日内办结。",
            ),
        )
        for n, subject in enumerate(body.subjects)
    )
    hotline = Article(
        "hotline-october",
        f"{place}2023年10月12345热线诉求办理情况",
        date(2023, 11, 8),
        (
            f"10月，12345政务服务便民热线转办工单{310 + body.seed}件，按时办结率100%，"
            "群众满意率98.6%。",
            "反映较多的是停车、供水和物业服务，均已办结。",
            "举报安全生产违法行为请拨打12350，其他诉求请拨打12345。",
        ),
    )
    media = Article(
        "accounts",
        f"{place}政务新媒体名单",
        date(2023, 9, 4),
        (
            f"微信公众号：{place}发布",
            f"官方微博：{place}发布",
            f"抖音号：{place}融媒",
            "以上账号均已备案，开设、变更、注销后在此更新。",
        ),
    )
    return (
        Column("zxft", "在线访谈", "在线访谈", interviews),
        Column("znwd", "智能问答", "咨询投诉", questions),
        Column("rx", "12345热线", "咨询投诉", (hotline,)),
        Column("xmt", "政务新媒体", "工作动态", (media,)),
    )
