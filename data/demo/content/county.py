"""What only a government discloses: statistics, fees, procurement, projects, relief."""

from datetime import date

from data.demo.content.government_services import service_columns
from data.demo.content.livelihood import domain_column, standard_catalogue, yearly_columns
from data.demo.content.model import Article, Body, Column, File, Table
from data.fields import fields


def county_columns(body: Body) -> tuple[Column, ...]:
    """Every column that departments do not have."""
    place = body.place
    fees = Table(
        f"{place}2023年行政事业性收费目录清单",
        (
            ("序号", "部门", "收费项目", "收费依据", "收费标准"),
            ("1", "教育", "公办幼儿园保教费", "省价费文件", "每生每月320元"),
            ("2", "自然资源", "不动产登记费", "发改价格规定", "住宅每件80元"),
        ),
    )
    charges = Article(
        "fee-list",
        f"{place}2023年行政事业性收费目录清单",
        date(2023, 8, 9),
        ("现公布2023年行政事业性收费目录清单，清单之外一律不得收费。", fees),
        (File(f"{place}2023年行政事业性收费目录清单", "xlsx", (), (fees,)),),
    )
    return (
        Column("tjxx", "统计信息", "数据发布", _statistics(place, body.seed)),
        Column("sfml", "行政事业性收费", "收费目录", (charges,)),
        Column("zfcg", "政府采购", "政府采购", _procurement(body)),
        Column("zdxm", "重大建设项目", "重大项目", _projects(body)),
        Column("zqjk", "助企纾困", "重点领域", _relief(body)),
        domain_column(body),
        *yearly_columns(body),
        standard_catalogue(body, tuple(field.name for field in fields())),
        *service_columns(body),
    )


def _statistics(place: str, seed: int) -> tuple[Article, ...]:
    wanted = (
        ("analysis", f"{place}2023年前三季度经济运行分析", date(2023, 11, 2), "分析"),
        ("q3", f"{place}2023年前三季度国民经济主要统计数据", date(2023, 10, 27), "前三季度"),
        ("q2", f"{place}2023年上半年国民经济主要统计数据", date(2023, 7, 27), "上半年"),
        ("q1", f"{place}2023年一季度国民经济主要统计数据", date(2023, 4, 27), "一季度"),
        ("bulletin", f"{place}2022年国民经济和社会发展统计公报", date(2023, 4, 12), "2022年"),
    )
    return tuple(
        Article(
            f"statistics-{key}",
            title,
            on,
            (
                f"{when if when != '分析' else '前三季度'}，全{place[-1]}地区生产总值比上年同期"
                f"增长{5 + seed % 3}.{seed % 9}%，固定资产投资增长6.2%，"
                "社会消费品零售总额增长7.1%。",
                "分产业看，第一产业、第二产业、第三产业均保持增长，居民收入稳步提高。",
                *(
                    ("从走势看，服务业恢复较快，是增长的主要原因；下阶段需关注工业企业订单。",)
                    if when == "分析"
                    else ()
                ),
            ),
        )
        for key, title, on, when in wanted
    )


def _procurement(body: Body) -> tuple[Article, ...]:
    return (
        Article(
            "procurement-result",
            f"{body.place}{body.subjects[0]}设备采购项目中标（成交）结果公告",
            date(2023, 11, 21),
            (
                f"项目名称：{body.place}{body.subjects[0]}设备采购项目；预算金额：86.00万元。",
                f"中标供应商：{body.place}兰台设备有限公司；中标金额：81.50万元。",
                "成交日期：2023年11月20日",
            ),
        ),
        Article(
            "procurement-list",
            f"{body.place}2023年政府集中采购目录及限额标准",
            date(2023, 1, 31),
            ("集中采购目录包括货物、工程、服务三类，限额标准为单项或者批量50万元。",),
        ),
    )


def _projects(body: Body) -> tuple[Article, ...]:
    name = f"{body.place}{body.subjects[0]}提升工程"
    older = f"{body.place}{body.subjects[1]}改造工程"
    return (
        Article(
            "project-completion",
            f"{older}竣工验收备案情况",
            date(2023, 11, 6),
            (f"{older}于2023年10月30日通过竣工验收，工程质量合格。",),
        ),
        Article(
            "project-quality",
            f"{name}工程质量安全监督检查情况",
            date(2023, 9, 22),
            (f"监督机构对{name}开展质量安全检查2次，发现问题3个，均已整改。",),
        ),
        Article(
            "project-change",
            f"{older}设计变更批复",
            date(2023, 4, 18),
            (f"同意{older}管线路径调整，概算不变。",),
        ),
        Article(
            "project-service",
            f"{body.place}工程建设项目审批流程和办事指南",
            date(2023, 3, 9),
            ("审批分立项用地规划许可、工程建设许可、施工许可、竣工验收四个阶段。",),
        ),
        Article(
            "project-progress",
            f"{name}建设项目实施进展情况",
            date(2023, 11, 24),
            (f"{name}已完成主体施工，累计完成投资2650万元，占总投资的78%。",),
        ),
        Article(
            "project-approval",
            f"关于{name}重大建设项目可行性研究报告的批复",
            date(2023, 5, 10),
            (f"同意实施{name}，项目总投资3400万元，建设工期18个月，资金由财政统筹安排。",),
        ),
    )


def _relief(body: Body) -> tuple[Article, ...]:
    table = Table(
        f"{body.place}2023年涉企收费目录清单",
        (
            ("序号", "收费项目", "收费依据", "收费标准"),
            ("1", "城镇垃圾处理费", "省级价格文件", "每平方米每月0.3元"),
            ("2", "特种设备检验费", "省级价格文件", "按设备类别计收"),
        ),
    )
    return (
        Article(
            "relief-loan",
            f"{body.place}助企纾困稳岗贷款贴息办理情况",
            date(2023, 11, 28),
            ("截至11月，累计为63户中小企业办理贷款贴息，金额412万元，政策年底前持续受理。",),
        ),
        Article(
            "relief-fees",
            f"{body.place}2023年涉企收费目录清单",
            date(2023, 9, 26),
            ("现公布2023年涉企收费目录清单，实行动态管理，清单之外无收费。", table),
        ),
    )
