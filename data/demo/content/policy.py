"""Normative documents with their interpretations, filing and clean-up; plans and summaries."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.content.model import Article, Body, Column, File

# 成文日期, 发布日期, subject, ending; the last one went through public consultation.
_MADE: tuple[tuple[date, date, int, str], ...] = (
    (date(2022, 3, 14), date(2022, 3, 16), 2, "实施细则"),
    (date(2023, 3, 13), date(2023, 3, 15), 0, "管理办法"),
    (date(2023, 10, 16), date(2023, 10, 18), 1, "管理办法"),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A normative document of the unit."""

    number: int  # of the year's series, and part of the article key
    name: str  # 玉衡市临时救助管理办法
    title: str
    doc_no: str
    written_on: date
    published_on: date
    subject: str


def policies(body: Body) -> tuple[Policy, ...]:
    found = []
    for place, (written, published, subject, ending) in enumerate(_MADE, 1):
        name = f"{body.place}{body.subjects[subject]}{ending}"
        organ = f"{body.organ}办公室" if body.kind == "county" else body.organ
        word = f"{body.number}政办规" if body.kind == "county" else f"{body.number}规"
        number = 1 if written.year == 2022 else place - 1
        found.append(
            Policy(
                place,
                name,
                f"{organ}关于印发《{name}》的通知",
                f"{word}〔{written.year}〕{number}号",
                written,
                published,
                body.subjects[subject],
            )
        )
    return tuple(found)


def policy_columns(body: Body, explained: tuple[Article, ...] = ()) -> tuple[Column, ...]:
    """Documents, interpretations, filing; `explained` are interpretations of other texts."""
    made = policies(body)[::-1]
    return (
        Column("gfxwj", "行政规范性文件", "政策文件", tuple(_document(body, p) for p in made)),
        Column(
            "zcjd", "政策解读", "政策解读", (*(_interpretation(body, p) for p in made), *explained)
        ),
        Column("baql", "文件备案与清理", "政策文件", (_filing(body), _cleanup(body))),
    )


def _text(body: Body, policy: Policy) -> tuple[str, ...]:
    s = policy.subject
    return (
        policy.name,
        f"第一条　为规范{s}工作，维护公共利益和当事人合法权益，根据有关法律法规，结合{body.place}"
        "实际，制定本办法。",
        f"第二条　本办法适用于{body.place}行政区域内的{s}活动及其监督管理。",
        f"第三条　{s}工作遵循公开、公平、便民的原则，实行分级负责。",
        f"第四条　办理{s}事项的，应当在受理之日起15个工作日内作出决定；不予办理的，书面说明理由。",
        "第五条　有关单位应当建立台账，如实记录受理、审查、决定和送达的过程，保存期限不少于五年，"
        "并接受社会监督。单位和个人发现违反本办法的，可以向主管部门投诉、举报，主管部门应当依法处理"
        "并为投诉人、举报人保密。",
        f"第六条　本办法自{policy.published_on.year}年{policy.published_on.month + 1}月1日起施行，"
        "有效期5年。",
    )


def _document(body: Body, policy: Policy) -> Article:
    text = _text(body, policy)
    written = policy.written_on
    word = "docx" if policy.number == len(_MADE) else "doc"  # older files are in the older format
    return Article(
        f"policy-{policy.number}",
        policy.title,
        policy.published_on,
        (
            policy.doc_no,
            "各有关单位：",
            f"《{policy.name}》已经研究同意，现印发给你们，请认真贯彻执行。",
            f"{body.organ}",
            f"{written.year}年{written.month}月{written.day}日",
            "（此件主动公开）",
            *text,
        ),
        (
            File(f"{policy.name}（Word版）", word, (policy.doc_no, *text)),
            File(f"{policy.name}（PDF版）", "pdf", (policy.doc_no, *text)),
        ),
        {
            "索引号": f"{body.site_code}/{policy.published_on.year}-{policy.number:05d}",
            "主题分类": "综合政务",
            "发布机构": body.organ,
            "文号": policy.doc_no,
            "成文日期": written.isoformat(),
            "发布日期": policy.published_on.isoformat(),
            "有效性": "有效",
        },
        related=(f"interpretation-{policy.number}",),
    )


def _interpretation(body: Body, policy: Policy) -> Article:
    """The document that was consulted on is explained by the head, an earlier one in questions."""
    last = policy.number == len(_MADE)
    explained = (
        (
            "背景依据",
            f"为什么要制定{policy.name}",
            f"{policy.subject}关系群众切身利益，原有规定实施多年，部分条款已不能适应工作需要，"
            "群众反映办理环节多、等待时间长。"
            f"根据有关法律法规和上级部署，{body.organ}在走访企业和群众、召开座谈会、充分听取意见的"
            "基础上，研究起草了这份文件。",
        ),
        (
            "目的意义",
            "要解决什么问题",
            f"目的是统一全{body.level}{policy.subject}的办理尺度，让群众少跑腿、企业有稳定预期，"
            "也便于社会各方面监督。",
        ),
        (
            "主要内容",
            "主要规定了什么",
            "全文共六条，明确谁来办、怎么办、多久办完、不服怎么办，并要求各单位留存办理记录。",
        ),
        (
            "执行标准",
            "执行标准是什么",
            "材料齐全的，三周之内给出结果；材料不齐的，当场一次告知；不予办理的，给出书面理由。",
        ),
        (
            "新旧差异",
            "和原来相比有什么变化",
            "办理时间缩短一周，需要提交的证明减少两项，增加了网上提交和进度查询两种方式。",
        ),
    )
    if last:
        opening = f"为便于社会各界了解，现由{body.organ}主要负责人解读如下。"
        lines = [
            f"{n}、{head}。{text}"
            for n, (head, _, text) in zip("一二三四五", explained, strict=True)
        ]
    else:
        opening = f"《{policy.name}》印发后，{body.organ}就大家关心的问题作出回答。"
        lines = [f"问：{asked}？\n答：{text}" for _, asked, text in explained]
    return Article(
        f"interpretation-{policy.number}",
        f"《{policy.name}》政策解读",
        policy.published_on + timedelta(days=1),
        (
            opening,
            *(part for line in lines for part in line.split("\n")),
            f"解读单位：{body.organ}，咨询电话：{body.phone}。",
        ),
        related=(f"policy-{policy.number}",),
    )


def _filing(body: Body) -> Article:
    listed = "；".join(f"《{p.name}》（{p.doc_no}）" for p in policies(body)[1:])
    return Article(
        "filing",
        f"{body.organ}2023年行政规范性文件备案情况",
        date(2023, 11, 6),
        (f"2023年以来，{body.organ}按规定报送备案的行政规范性文件共2件：{listed}。",),
    )


def _cleanup(body: Body) -> Article:
    kept = "；".join(f"《{p.name}》（{p.doc_no}）" for p in policies(body)[:2])
    return Article(
        "cleanup",
        f"{body.organ}2023年行政规范性文件清理结果的公告",
        date(2023, 8, 22),
        (
            "按照规范性文件每两年清理一次的要求，对现行规范性文件进行了清理，结果公布如下：",
            f"一、继续有效的文件2件：{kept}。",
            "二、废止的文件0件，失效的文件0件。",
        ),
    )


def plan_column(body: Body) -> Column:
    goals = "、".join(body.subjects)
    plan = Article(
        "plan",
        f"{body.organ}2023年工作计划",
        date(2023, 3, 8),
        (
            f"2023年，{body.organ}围绕{goals}等重点任务，安排以下工作：",
            *(
                f"{n}、推进{s}工作，年底前完成既定目标。"
                for n, s in zip("一二三", body.subjects, strict=True)
            ),
        ),
    )
    summary = Article(
        "summary",
        f"{body.organ}2022年工作总结",
        date(2023, 2, 9),
        (
            f"2022年，{body.organ}围绕年初部署，统筹推进重点改革和日常服务，完成了各项目标任务，"
            "群众满意度稳步提高。",
            *(
                f"{n}、{s}工作稳步推进，年度指标全部完成，办理时限进一步压缩。"
                for n, s in zip("一二三", body.subjects, strict=True)
            ),
        ),
    )
    longer = _long_plans(body) if body.kind == "county" else ()
    return Column("ghjh", "规划计划", "规划计划", (*longer, plan, summary))


def _long_plans(body: Body) -> tuple[Article, ...]:
    place = body.place
    wanted = (
        ("territorial", f"{place}国土空间总体规划（2021—2035年）", date(2023, 9, 20)),
        ("special", f"{place}“十四五”{body.subjects[0]}专项规划", date(2022, 5, 18)),
        (
            "outline",
            f"{place}国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
            date(2021, 4, 27),
        ),
    )
    return tuple(
        Article(
            key,
            title,
            on,
            (
                f"{title}已经批准，现将正文公布。",
                "第一章　规划基础。总结上一时期成效，分析面临形势。",
                f"第二章　总体要求。明确指导思想、基本原则，提出{body.subjects[0]}等方面的目标。",
                "第三章　重点任务。统筹安排空间布局、公共服务和基础设施建设。",
                "第四章　规划实施。建立监测评估机制，定期公布实施情况。",
            ),
            (File(title, "pdf", (f"{title}全文", "第一章　规划基础", "第二章　总体要求")),),
        )
        for key, title, on in wanted
    )
