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


def policy_columns(body: Body) -> tuple[Column, ...]:
    made = policies(body)[::-1]
    return (
        Column("gfxwj", "行政规范性文件", "政策文件", tuple(_document(body, p) for p in made)),
        Column("zcjd", "政策解读", "政策解读", tuple(_interpretation(body, p) for p in made)),
        Column("baql", "文件备案与清理", "政策文件", (_filing(body), _cleanup(body))),
    )


def _text(body: Body, policy: Policy) -> tuple[str, ...]:
    s = policy.subject
    return (
        policy.name,
        f"第一条　为规范{s}工作，根据有关法律法规，结合{body.place}实际，制定本办法。",
        f"第二条　本办法适用于{body.place}行政区域内的{s}活动及其监督管理。",
        f"第三条　{s}工作遵循公开、公平、便民的原则，实行分级负责。",
        f"第四条　办理{s}事项的，应当在受理之日起15个工作日内作出决定；不予办理的，书面说明理由。",
        "第五条　有关单位应当建立台账，如实记录办理过程，并接受社会监督。",
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
    return Article(
        f"interpretation-{policy.number}",
        f"《{policy.name}》政策解读",
        policy.published_on + timedelta(days=1),
        (
            f"一、背景依据。{policy.subject}关系群众切身利益，原有规定已不能适应工作需要，"
            f"{body.organ}在调研基础上制定了本办法。",
            "二、主要内容。本办法共六条，明确了适用范围、办理原则、办理时限和监督要求。",
            "三、执行标准。符合条件的，15个工作日内办结；不符合条件的，书面说明理由。",
            "四、新旧差异。与原规定相比，办理时限缩短5个工作日，材料减少2项。",
            f"五、咨询方式。解读单位：{body.organ}，咨询电话：{body.phone}。",
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
