"""The fixed parts of 政府信息公开: guide, rules, catalogue, application, annual reports."""

from datetime import date

from data.demo.content.annual_report import annual_reports
from data.demo.content.model import Article, Body, Column, File, Table
from data.demo.content.openness import rule_articles
from data.demo.content.organisation import contact, offices


def platform_columns(body: Body) -> tuple[Column, ...]:
    """Guide, rules, catalogue and application: the columns before 法定主动公开内容."""
    return (
        Column("gkzn", "政府信息公开指南", "信息公开指南", (_guide(body),)),
        Column("gkzd", "政府信息公开制度", "政策文件", rule_articles(body)),
        Column("gkml", "主动公开目录", "信息公开目录", (_catalogue(body),)),
        Column("ysqgk", "依申请公开", "依法申请公开", (_apply(body),)),
    )


def report_column(body: Body) -> Column:
    return Column("gknb", "政府信息公开年报", "信息公开年报", annual_reports(body))


def _guide(body: Body) -> Article:
    return Article(
        "guide",
        f"{body.organ}政府信息公开指南",
        date(2023, 6, 20),
        (
            "为了便于公民、法人和其他组织获取本机关的政府信息，根据《中华人民共和国政府信息"
            "公开条例》，编制本指南。",
            "一、信息分类和编排体系",
            "本机关公开的信息按机构职能、政策文件、规划计划、财政信息、行政执法、重点领域等分类，"
            "每条信息编有索引号，载明名称、内容概述和生成日期。",
            "二、主动公开的获取方式",
            "公众可以在本网站“政府信息公开”专栏检索、查阅和下载，也可以到政务服务大厅查阅点查阅。",
            "三、政府信息公开工作机构",
            f"机构名称：{body.organ}办公室（政务公开科）"
            if body.kind == "county"
            else f"机构名称：{body.name}办公室",
            *contact(body),
            f"传真：{body.phone[:-1]}9",
            "四、依申请公开",
            "申请方式：申请人可以通过网上申请、信函申请、当面申请三种方式提出，填写"
            "《政府信息公开申请表》，写明姓名或者名称、身份证明、联系方式和所需信息的名称、文号。",
            "网上申请：登录本网站“依申请公开”栏目在线填写提交。",
            f"信函申请：寄至{body.address}，收件人为{body.organ}办公室，邮政编码990{body.seed:03d}，"
            "信封左下角注明“政府信息公开申请”字样。",
            "本机关自收到申请之日起20个工作日内答复；需要延长的，延长期限最长不超过20个工作日，"
            "并书面告知申请人。",
            "五、监督和救济",
            "公民、法人或者其他组织认为本机关未依法履行政府信息公开义务的，可以向上一级行政机关或者"
            "政府信息公开工作主管部门投诉、举报；认为具体行政行为侵犯其合法权益的，可以依法申请"
            "行政复议或者提起行政诉讼。",
        ),
    )


def _catalogue(body: Body) -> Article:
    office = offices(body)
    matters = (
        ("机构职能", "职能、内设机构、办公地址、联系方式、负责人", "条例第二十条第二项", office[0]),
        ("规范性文件", "文件正文、有效性、解读材料", "条例第二十条第一项", office[1]),
        ("财政预决算", "预算、决算及“三公”经费", "预算法第十四条", office[0]),
        ("行政执法", "许可和处罚的依据、条件、程序、结果", "条例第二十条第五、六项", office[2]),
        (f"{body.subjects[0]}信息", "政策措施、办理结果", "条例第二十条", office[2]),
        (f"{body.subjects[1]}信息", "政策措施、办理结果", "条例第二十条", office[3]),
    )
    table = Table(
        f"{body.organ}2023年主动公开目录清单",
        (
            ("公开事项", "公开内容", "公开依据", "公开时限", "责任股室", "公开途径"),
            *(
                (matter, what, basis, "自形成或者变更之日起20个工作日内", who[0], "政府网站")
                for matter, what, basis, who in matters
            ),
        ),
    )
    return Article(
        "catalogue",
        f"{body.organ}2023年主动公开目录清单",
        date(2023, 5, 24),
        (
            "本机关对2023年度主动公开事项进行了梳理，现将目录清单予以公布，并根据变化动态调整。",
            table,
        ),
        (File(f"{body.name}2023年主动公开目录清单", "xlsx", (), (table,)),),
    )


def _apply(body: Body) -> Article:
    return Article(
        "apply",
        "政府信息公开申请",
        date(2023, 6, 20),
        (
            "申请人可以在线填写下列申请表提交网上申请，也可以下载申请表后以信函方式提出申请。",
            f"信函申请通信地址：{body.address}，{body.organ}办公室收，邮政编码990{body.seed:03d}，"
            "请在信封左下角注明“政府信息公开申请”。",
            f"当面申请地点：{body.address}一楼接待室。咨询电话：{body.phone}。",
            "本机关自收到申请之日起20个工作日内答复。",
        ),
        files=(
            File(
                "政府信息公开申请表",
                "doc",
                ("填写说明：请在选定的项目后打勾，所需信息描述应当便于检索。",),
                (
                    Table(
                        "政府信息公开申请表",
                        (
                            ("申请人姓名或者名称", ""),
                            ("证件名称及号码", ""),
                            ("联系电话和通信地址", ""),
                            ("所需政府信息的名称、文号或者特征描述", ""),
                            ("获取信息的方式", "邮寄　电子邮件　当面领取"),
                        ),
                    ),
                ),
            ),
        ),
        form=True,
    )
