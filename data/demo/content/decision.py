"""Meetings, the decision catalogue, consultations and what became of the opinions."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.content.model import Article, Body, Column, File
from data.demo.content.money import spell
from data.demo.content.policy import Policy, policies

# Number, day of the meeting.
MEETINGS: tuple[tuple[int, date], ...] = (
    (36, date(2023, 9, 7)),
    (37, date(2023, 10, 12)),
    (38, date(2023, 11, 16)),
)
# The last policy's consultation: first and last day for opinions.
CONSULTED_FROM, CONSULTED_TO = date(2023, 7, 20), date(2023, 8, 31)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A consultation: of which policy, when, and when it was answered."""

    policy: int  # place among the policies
    key: str  # ends the keys of its articles
    first: date
    last: date
    answered: date


_CONSULTATIONS = (
    _Asked(2, "", CONSULTED_FROM, CONSULTED_TO, date(2023, 9, 15)),
    _Asked(1, "-2", date(2022, 12, 5), date(2023, 1, 6), date(2023, 1, 18)),
)


def meeting_column(body: Body) -> Column:
    articles = [article for number, day in MEETINGS for article in _meeting(body, number, day)]
    return Column("zfhy", "政府常务会议", "政府会议", tuple(articles[::-1]))


def _plan(body: Body, number: int) -> tuple[str, str]:
    """The plan that a meeting dealt with, and what it is about."""
    subject = body.subjects[number - MEETINGS[0][0]]
    return f"{body.place}{subject}工作方案", subject


def _meeting(body: Body, number: int, day: date) -> tuple[Article, ...]:
    who = f"{body.place}人民政府"
    name, subject = _plan(body, number)
    agenda = f"《{name}》"
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
                f"会议录像：第{number}次常务会议视频回放。",
            ),
        ),
        Article(
            f"meeting-{number}-decisions",
            f"{who}第{number}次常务会议议定事项",
            after,
            (
                f"{spell(day)}，{who}第{number}次常务会议议定以下事项：",
                f"一、原则同意{agenda}，由牵头单位按照会议意见修改后印发实施。",
                "二、原则同意安排专项资金用于重点项目建设，由财政部门会同主管部门落实。",
            ),
        ),
        Article(
            f"meeting-{number}-reading",
            f"{who}第{number}次常务会议解读",
            date(after.year, after.month, after.day + 1),
            (
                f"{who}第{number}次常务会议审议了{agenda}，现作如下解读。",
                f"一、为什么制定。{subject}与群众生活密切相关，需要统一标准、明确责任。",
                "二、有哪些举措。优化办理流程，公开办理结果，建立投诉处理机制。",
            ),
        ),
    )


def plan_articles(body: Body) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
    """Plans that meetings passed, printed a week later, and what explains them a day after that.

    The last meeting's plan is still being revised.
    """
    plans, explained = [], []
    for number, day in MEETINGS[:-1]:
        name, subject = _plan(body, number)
        out = day + timedelta(days=7)
        about = (f"plan-{number}", f"plan-{number}-reading")
        plans.append(
            Article(
                about[0],
                f"{name}",
                out,
                (
                    f"为推进{subject}工作，经{body.organ}第{number}次常务会议审议通过，制定本方案。",
                    "一、目标任务。年底前完成摸底，2024年6月底前完成整改提升。",
                    "二、责任分工。主管部门牵头，各乡镇（街道）具体实施。",
                    "三、保障措施。纳入年度考核，资金由财政统筹安排。",
                ),
                (File(f"{name}（Word版）", "docx", (f"{name}全文",)),),
                related=(about[1],),
            )
        )
        explained.append(
            Article(
                about[1],
                f"《{name}》政策解读",
                out + timedelta(days=1),
                (
                    f"一、背景依据。{subject}近年来投诉较多，根据上级部署制定本方案。",
                    "二、目的意义。目的是补齐短板，让群众办事更方便。",
                    "三、主要内容。分摸底、整改、提升三个阶段，明确了责任单位和时限。",
                ),
                related=(about[0],),
            )
        )
    return tuple(plans), tuple(explained)


def decision_columns(body: Body) -> tuple[Column, ...]:
    """For a county: catalogue, consultations, answers. A department has no catalogue of its own."""
    asked = tuple(_consultation(body, one) for one in _CONSULTATIONS)
    answers = tuple(_feedback(body, one) for one in _CONSULTATIONS)
    columns = (
        Column("yjzj", "意见征集", "征集调查", asked),
        Column("jgfk", "征集结果反馈", "征集调查", answers),
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
                f"{n}、制定《{name}》。承办单位：{body.place}有关主管部门；完成时限：{due}。"
                for n, name, due in (
                    ("一", policies(body)[-1].name, "2023年10月底"),
                    ("二", f"{body.place}{body.subjects[2]}服务规定", "2024年6月底"),
                )
            ),
        ),
    )


def _draft(policy: Policy) -> str:
    return f"{policy.name}（征求意见稿）"


def consultation_period(last: date, first: date = CONSULTED_FROM) -> str:
    """How the notice prints the days for opinions."""
    return f"征求意见时间：{spell(first)}至{spell(last)}。"


def _consultation(body: Body, asked: _Asked) -> Article:
    policy = policies(body)[asked.policy]
    draft = _draft(policy)
    clauses = (
        f"第一条　为规范{policy.subject}工作，制定本办法。",
        f"第二条　本办法适用于{body.place}行政区域内的{policy.subject}活动。",
        "第三条　主管部门应当公开办理条件、程序和结果。",
    )
    return Article(
        f"consultation{asked.key}",
        f"关于公开征求《{draft}》意见的公告",
        asked.first,
        (
            f"为提高决策质量，{body.organ}起草了《{draft}》，现向社会公开征求意见。",
            consultation_period(asked.last, asked.first),
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
        related=(f"feedback{asked.key}",),
    )


def _feedback(body: Body, asked: _Asked) -> Article:
    draft = _draft(policies(body)[asked.policy])
    return Article(
        f"feedback{asked.key}",
        f"《{draft}》公开征求意见采纳情况反馈",
        asked.answered,
        (
            f"{spell(asked.first)}至{spell(asked.last)}，{body.organ}就《{draft}》公开征求意见。",
            "征集期间共收到意见建议6条，采纳4条，未采纳2条。",
            "采纳的意见：明确办理时限、公布投诉电话、细化材料清单、增加线上办理渠道。",
            "未采纳的意见及理由：一是建议增加补贴标准，因上级已有统一规定，未采纳；"
            "二是建议延长过渡期，因与施行日期衔接需要，未采纳。",
        ),
        related=(f"consultation{asked.key}",),
    )
