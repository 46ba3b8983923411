"""What a guide to disclosure (政府信息公开指南) says, and what is one.

《政府信息公开条例》第十二条.
"""

import re

from data.types import Page

GUIDE_WORDS = {
    "organ": re.compile(
        "(受理|工作|公开|承办|主管|办公)(机构|单位|部门|科室)(名称|的名称)?[\t：:为是]|机构名称|"
        "(办公室|政务公开(办|科|股|处)|政策法规(科|股|处)|综合(科|股|处))"
    ),
    "address": re.compile("地[ 　]*(址|点)[\t ：:为是]*[^\\s：:]{4}|(路|街|大道|巷)[^\\n]{0,12}号"),
    "hours": re.compile(
        r"(办公|工作|受理|接待|服务|上班|对外)时间|\d{1,2}[:：时]\d{0,2}\s*[-—–~至到]"
    ),
    "phone": re.compile(r"(电话|热线|传真|TEL)[^\n]{0,12}?\d{5,}|0\d{2,3}[-—－ ）)]*\d{7,8}", re.I),
    "email": re.compile(
        r"[\w.+-]\s*(@|＠|#|\(at\)|（at）)\s*[\w-]+\.\w+|"
        r"(电子)?(邮箱|邮件地址|信箱)(地址)?[\t ：:为]+\w|"
        r"互联网(联系|申请)(方式|地址)|e-?mail[\t ：:]+\w",
        re.I,
    ),
    "apply": re.compile(
        "申请(的)?(方式|途径|渠道|方法|提出|表|书)|提出申请|申请[^\n。]{0,8}(当面|书面|邮寄|寄送|信函|网上|在线|登录)|"
        "(书面|当面|信函|网上|网络|在线|邮寄)(方式)?(提出)?申请"
    ),
    "remedy": re.compile("复议|诉讼|投诉|举报|监督(电话|渠道|方式|机构|部门)|救济"),
}
_A_GUIDE = 4  # elements that only a guide has together
_PUBLISHES = re.compile("(公布|发布|印发|更新|修订).{0,40}指南[》”]?的?(通知|公告|公示)")
_ABOUT_GUIDE = re.compile("(关于|做好).{0,20}(通知|公告)|解读|修订说明")


def is_guide(page: Page | None) -> bool:
    """The text of a guide, whatever else stands in a column of that name."""
    if page is None:
        return False
    whole = elements(page.text) >= _A_GUIDE and "申请" in page.text
    if _ABOUT_GUIDE.search(page.title):  # the notice that publishes a guide carries it
        return whole and _PUBLISHES.search(page.title) is not None
    return whole or re.search("指南|指引", page.title) is not None


def elements(text: str) -> int:
    return sum(words.search(text) is not None for words in GUIDE_WORDS.values())


_TELEPHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－ ）)]*)?(\d{7,8})(?!\d)")
_OF_TELEPHONE = re.compile("电[ 　]*话|热线|联系方式|传真|TEL", re.I)


def telephones(text: str) -> frozenset[str]:
    """Numbers of fixed telephones, without area code, in lines that speak of one."""
    lines = (line for line in text.splitlines() if _OF_TELEPHONE.search(line))
    return frozenset(number for line in lines for number in _TELEPHONE.findall(line))
