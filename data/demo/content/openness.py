"""What a unit says of its own openness: rules, key points, training, appraisal, website report."""

from datetime import date

from data.demo.content.model import Article, Body


def rule_articles(body: Body) -> tuple[Article, ...]:
    """The column of rules: negative list, review, conversion, 五公开, and the year's key points."""
    organ = body.organ
    wanted = (
        (
            "key-points",
            f"{organ}2023年政务公开工作要点",
            date(2023, 4, 6),
            (
                f"为做好2023年政务公开工作，{organ}确定以下要点：",
                f"一、围绕{body.subjects[0]}、{body.subjects[1]}公开政策措施和执行结果。",
                "二、规范性文件集中公开并动态更新效力，应解读的全部解读。",
                "三、每季度自查栏目更新，年底在年度报告中报告要点落实情况。",
            ),
        ),
        (
            "rules",
            f"{organ}政府信息公开审查制度",
            date(2023, 7, 6),
            (
                "第一条　为规范政府信息公开工作，制定本制度。",
                "第二条　公开政府信息坚持先审查后公开，由拟稿单位提出公开属性，办公室复核，"
                "分管负责人审定。",
                "第三条　涉及国家秘密、商业秘密、个人隐私的内容，按照规定作不公开或者区分处理。",
                "第四条　每年对不予公开的信息进行一次评估，情势变化可以公开的，及时公开。",
                "第五条　目录清单每年六月底前修订一次，并重新公布。",
            ),
        ),
        (
            "negative-list",
            f"{organ}政务公开负面清单",
            date(2023, 7, 6),
            (
                "下列信息不予公开：",
                "一、依法确定为国家秘密的信息；二、公开后可能危及国家安全、公共安全、经济安全、"
                "社会稳定的信息；三、商业秘密、个人隐私，但权利人同意公开或者不公开会对公共利益造成"
                "重大影响的除外；四、人事、后勤、内部工作流程等内部事务信息。",
            ),
        ),
        (
            "conversion",
            f"{organ}依申请公开转为主动公开工作办法",
            date(2023, 7, 6),
            (
                "一、多人申请同一信息且可以公开的，由办公室提出转为主动公开的意见。",
                "二、转为主动公开的信息自决定之日起20个工作日内在网站发布，并登记入册。",
            ),
        ),
        (
            "five-openness",
            f"{organ}决策、执行、管理、服务、结果“五公开”工作制度",
            date(2023, 7, 6),
            (
                "一、决策公开：征求意见的草案、说明和采纳情况同步公开。",
                "二、执行、管理公开：公开任务分工、进展和监督检查情况。",
                "三、服务、结果公开：公开办事指南，及时公布办理结果。",
            ),
        ),
    )
    return tuple(Article(key, title, on, blocks) for key, title, on, blocks in wanted)


def work_notices(body: Body) -> tuple[Article, ...]:
    """Notices of training and appraisal, and last year's report of a website of one's own."""
    organ = body.organ
    notices = (
        Article(
            "openness-appraisal",
            "关于2023年上半年政务公开考核情况的通报",
            date(2023, 7, 19),
            (
                f"各有关单位：{organ}对2023年上半年政务公开工作进行了考核，现将结果通报如下。",
                "一、基本情况。栏目更新及时，政策解读与文件同步发布。",
                "二、存在的问题。个别单位解读形式单一，请于8月底前整改。",
            ),
        ),
        Article(
            "openness-training",
            "关于举办2023年政务公开业务培训的通知",
            date(2023, 6, 7),
            (
                f"各有关单位：{organ}定于2023年6月15日举办政务公开业务培训。",
                "培训内容：主动公开目录、依申请公开办理、年度报告编制。",
                f"联系人：办公室，电话：{body.phone}。",
            ),
        ),
    )
    if body.folder:
        return notices
    report = Article(
        "website-report",
        f"{body.name}网站2022年政府网站工作年度报表",
        date(2023, 1, 16),
        (
            f"主办单位：{organ}；网站标识码：{body.site_code}。",
            f"信息发布总数：{300 + body.seed * 7}条；解读信息发布总数：{6 + body.seed % 5}条。",
            f"收到留言{20 + body.seed}条，办结{20 + body.seed}条；安全检测评估4次，发现问题0个。",
        ),
    )
    return (*notices, report)
