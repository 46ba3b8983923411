"""Meetings, the decision catalogue, consultations and what became of the opinions."""

from datetime import date

from data.demo.content.model import Article, Body, Column, File
from data.demo.content.money import spell
from data.demo.content.policy import Policy, policies

# Number, day of the meeting.
MEETINGS: tuple[tuple[int, date], ...] = (
    (36, date(2023, 9, 7)),
    (37, date(2023, 10, 12)),
    (38, date(2023, 11, 16)),
)
# The last policy went through consultation: first and last day for opinions, day of the answer.
CONSULTED_FROM, CONSULTED_TO = date(2023, 7, 20), date(2023, 8, 31)
_ANSWERED = date(2023, 9, 15)


def meeting_column(body: Body) -> Column:
    articles = [article for number, day in MEETINGS for article in _meeting(body, number, day)]
    return Column("zfhy", "政府常务会议", "政府会议", tuple(articles[::-1]))


def _meeting(body: Body, number: int, day: date) -> tuple[Article, ...]:
    who = f"{body.place}人民政府"
    agenda = "、".join(f"《{body.place}{s}工作方案》" for s in body.subjects[:2])
    after = date(day.year, day.month, day.day + 1)
    return (
        Article(
            f"meeting-{number}-news",
            f"{who}召开第{number}次常务会议",
            after,
            (
                f"{spell(day)}，{body.level}长主持召开{who}第{number}次常务会议。",
                f"会议审议了{agenda}，听取了安全生产和重点项目建设情况汇报。",
                "会议强调，要压实责任，倒排工期，确保年度任务按期完成。",
            ),
        ),
        Article(
            f"meeting-{number}-decisions",
            f"{who}第{number}次常务会议议定事项",
            after,
            (
                f"{spell(day)}，{who}第{number}次常务会议议定以下事项：",
                f"一、原则同意{agenda}，由牵头单位按照会议意见修改后印发实施。",
                f"二、原则同意安排专项资金用于{body.subjects[2]}工作，由财政部门会同主管部门落实。",
            ),
        ),
        Article(
            f"meeting-{number}-reading",
            f"{who}第{number}次常务会议解读",
            date(after.year, after.month, after.day + 1),
            (
                f"{who}第{number}次常务会议审议了{agenda}，现作如下解读。",
                f"一、为什么制定。{body.subjects[0]}与群众生活密切相关，需要统一标准、明确责任。",
                "二、有哪些举措。优化办理流程，公开办理结果，建立投诉处理机制。",
            ),
        ),
    )


def decision_columns(body: Body) -> tuple[Column, ...]:
    """For a county: catalogue, consultations, answers. A department has no catalogue of its own."""
    policy = policies(body)[-1]
    columns = (
        Column("yjzj", "意见征集", "征集调查", (_consultation(body, policy),)),
        Column("jgfk", "征集结果反馈", "征集调查", (_feedback(body, policy),)),
    )
    if body.kind == "county":
        return (Column("zdjc", "重大行政决策", "重大决策", (_catalogue(body),)), *columns)
    return columns


def _catalogue(body: Body) -> Article:
    return Article(
        "decision-catalogue",
        f"{body.organ}2023年度重大行政决策事项目录",
        date(2023, 4, 18),
        (
            "经研究并报同级党委同意，现将2023年度重大行政决策事项目录公布如下：",
            *(
                f"{n}、制定{p.name}。承办单位：{body.place}有关主管部门；完成时限：2023年12月底。"
                for n, p in zip("一二", policies(body)[1:], strict=True)
            ),
        ),
    )


def _draft(policy: Policy) -> str:
    return f"{policy.name}（征求意见稿）"


def consultation_period(last: date) -> str:
    """How the notice prints the days for opinions."""
    return f"征求意见时间：{spell(CONSULTED_FROM)}至{spell(last)}。"


def _consultation(body: Body, policy: Policy) -> Article:
    draft = _draft(policy)
    clauses = (
        f"第一条　为规范{policy.subject}工作，制定本办法。",
        f"第二条　本办法适用于{body.place}行政区域内的{policy.subject}活动。",
        "第三条　主管部门应当公开办理条件、程序和结果。",
    )
    return Article(
        "consultation",
        f"关于公开征求《{draft}》意见的公告",
        CONSULTED_FROM,
        (
            f"为提高决策质量，{body.organ}起草了《{draft}》，现向社会公开征求意见。",
            consultation_period(CONSULTED_TO),
            "公众可以通过以下渠道提出意见：",
            f"（一）电话：{body.phone}；",
            f"（二）电子邮箱：{body.email}；",
            f"（三）信函：{body.address}，{body.organ}办公室，邮政编码990{body.seed:03d}。",
            "附件一　征求意见稿",
            draft,
            *clauses,
            "附件二　起草说明",
            f"一、起草背景。现行规定已不能满足{policy.subject}工作需要。",
            "二、起草依据。有关法律法规和上级文件。",
            "三、主要内容。明确适用范围、办理程序和监督措施。",
        ),
        (
            File(draft, "doc", clauses),
            File(f"{draft}起草说明", "doc", ("一、起草背景", "二、起草依据", "三、主要内容")),
        ),
        related=("feedback",),
    )


def _feedback(body: Body, policy: Policy) -> Article:
    draft = _draft(policy)
    return Article(
        "feedback",
        f"《{draft}》公开征求意见采纳情况反馈",
        _ANSWERED,
        (
            f"{spell(CONSULTED_FROM)}至{spell(CONSULTED_TO)}，{body.organ}就《{draft}》公开征求意见。",
            "征集期间共收到意见建议6条，采纳4条，未采纳2条。",
            "采纳的意见：明确办理时限、公布投诉电话、细化材料清单、增加线上办理渠道。",
            "未采纳的意见及理由：一是建议增加补贴标准，因上级已有统一规定，未采纳；"
            "二是建议延长过渡期，因与施行日期衔接需要，未采纳。",
        ),
        related=("consultation",),
    )
