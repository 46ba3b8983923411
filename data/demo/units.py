"""The bodies of the demo: an invented city, its counties and its departments."""

from data.demo.content.model import Body

CITY = "玉衡市"
PORT = 8700  # printed in addresses only; the loopback server may listen on any port
PORTAL_HOST = "xxgk-yuheng.localhost"


def _county(
    number: int, id: str, name: str, word: str, family: str, subjects: tuple[str, ...]
) -> Body:
    code = f"99{number:02d}000001"
    return Body(
        id, name, "county", name, family, f"{id}.localhost", word, code, number, "", subjects,
        aliases=(f"{name}政府", f"{name}人民政府"),
    )  # fmt: skip


def _department(
    number: int,
    id: str,
    office: str,
    word: str,
    family: str,
    domain: str,
    subjects: tuple[str, ...],
) -> Body:
    shared = family == "portal"
    host = PORTAL_HOST if shared else f"{id}-yuheng.localhost"
    folder = f"/bm/{id}" if shared else ""
    code = "9900000001" if shared else f"9900000{number:03d}"
    return Body(
        id, CITY + office, "department", CITY, family, host, word, code, number, domain, subjects,
        folder, (f"市{office}",),
    )  # fmt: skip


BODIES: tuple[Body, ...] = (
    _county(1, "qinghe", "青禾县", "青", "static", ("农村供水", "小型水库管护", "老旧小区改造")),
    _county(2, "yunxiu", "云岫区", "云", "table", ("城区停车", "社区养老", "户外广告设置")),
    _county(3, "wangshu", "望舒县", "望", "json", ("农产品仓储", "乡村公路管养", "农村客运")),
    _county(4, "songyi", "松漪县", "松", "frames", ("林下经济", "饮用水水源保护", "校外托管")),
    _county(5, "lanting", "岚汀区", "岚", "static", ("集贸市场", "物业服务", "犬只饲养")),
    _department(
        11, "caizheng", "财政局", "玉财", "static", "财政资金",
        ("专项资金拨付", "会计代理记账", "行政单位资产"),
    ),
    _department(
        12, "jiaoyu", "教育局", "玉教", "static", "义务教育",
        ("中小学课后服务", "校车安全", "学生资助"),
    ),
    _department(
        13, "minzheng", "民政局", "玉民", "table", "社会救助",
        ("临时救助", "养老机构服务", "慈善募捐"),
    ),
    _department(
        14, "renshe", "人力资源和社会保障局", "玉人社", "xml", "就业创业",
        ("就业补助资金", "职业技能培训", "工伤预防"),
    ),
    _department(
        15, "huanjing", "生态环境局", "玉环", "frames", "生态环境",
        ("入河排污口设置", "噪声污染防治", "危险废物贮存"),
    ),
    _department(
        16, "zhujian", "住房和城乡建设局", "玉建", "static", "保障性住房",
        ("公共租赁住房", "建筑垃圾处置", "物业专项维修资金"),
    ),
    _department(
        17, "weijian", "卫生健康委员会", "玉卫", "portal", "医疗卫生",
        ("基层医疗机构", "家庭医生服务", "医疗废物处置"),
    ),
    _department(
        18, "yingji", "应急管理局", "玉应急", "portal", "安全生产",
        ("隐患治理奖励", "应急物资储备", "烟花爆竹经营"),
    ),
    _department(
        19, "shichang", "市场监督管理局", "玉市监", "portal", "食品药品监管",
        ("小餐饮登记", "电梯安全", "计量器具"),
    ),
    _department(
        20, "jiaotong", "交通运输局", "玉交", "static", "交通运输",
        ("农村公路养护", "出租汽车", "道路货运"),
    ),
)  # fmt: skip
