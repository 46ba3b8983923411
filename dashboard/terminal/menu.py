"""The commands of `gkc`: what each does in one line, and which module has it.

The list is known without importing any of them: what a command needs takes up to a second to load,
and only that command is to pay for it.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from typer.core import TyperGroup
from typer.main import get_group

from dashboard.terminal.usage import Group, in_chinese
from dashboard.wording.language import CHINESE, language

_HOME = "dashboard.commands"

# Command or group -> module and the first sentence of its help; a test holds them equal.
MENU = {
    "init": (
        "registers",
        "建立数据库和运行目录 var/（已有的数据不动；旧版本的数据库升级到当前版本）",
    ),
    "survey": ("survey", "摸底：建立轮次之前看看网站有多少网页、哪些栏目、更新到哪一天"),
    "collect": ("work", "采集一轮的全部网站并存证"),
    "check": ("work", "按存证重新核查一轮，不访问网络，可反复运行"),
    "judge": ("work", "导入评审意见：单位,指标,结论,理由,评审人"),
    "score": ("work", "由核查结果和评审意见计分、排名，输出摘要值（同样的输入得到同样的摘要值）"),
    "worker": ("cluster", "领取并采集 gkc collect --cluster 排队的网站，按 Ctrl+C 结束"),
    "ledger": (
        "ledger",
        "输出采集台账：每个主机每小时（北京时间）的请求次数和接收字节数，供网站核对",
    ),
    "rank": ("results", "输出分组排名：名次、得分、得分区间、核查覆盖率、等级"),
    "compose": (
        "compose",
        "合成最终得分：第三方和日常、几轮、本级和下级，按指标体系写明的比重，列出怎样算来",
    ),
    "gaps": ("results", "输出失分点和待核查项：失分多的在前，附原因、证据网址和改进办法"),
    "firmness": (
        "analysis",
        "名次牢不牢：权重在合理范围内浮动一千次，各单位的名次怎么变，哪些单位分不出先后",
    ),
    "bridge": ("wayup", "得分为什么变了：两轮之间的升降分成五个原因，合起来正好等于差额"),
    "plan": (
        "wayup",
        "怎么最省事地上一级：最少改哪几项就能到高一级的等级或名次，一票否决排在最前",
    ),
    "items": (
        "analysis",
        "指标好不好用：每个指标的难度、区分度、与其余得分的相关，供修订指标体系参考",
    ),
    "profiles": (
        "analysis",
        "哪些单位问题相似：按在各一级指标的失分情况把单位分成几类，便于分类指导",
    ),
    "fairness": (
        "analysis",
        "评得公不公：哪一类网站看不清的内容特别多，看不清与得分低是不是连在一起",
    ),
    "weights": (
        "weights",
        "权重建议：层次分析法、熵权法、TOPSIS，只供修订指标体系时参考，不影响任何得分",
    ),
    "assess": ("oneshot", "一次做完：对给出的网站或保存的网站文件夹采集、核查、计分并输出排名"),
    "selfcheck": (
        "selfcheck",
        "自查：用评估所用的同一程序和指标体系看一个网站，列出得分区间、失分点和改进办法",
    ),
    "demo": (
        "demo",
        "在演示网站上走完全过程：建站、导入名册、采集、核查、计分、排名、失分点、看板",
    ),
    "extract": (
        "tools",
        "读取网页要素：类型、标题、发布日期、文号、来源、事项、附件等，每页一行 JSON",
    ),
    "accuracy": ("tools", "对照人工标注，按要素给出读取的准确率"),
    "card": ("card", "准确率卡：各核查方法说得准不准，哪些可以自行认定“未公开”"),
    "serve": ("serve", "打开看板（Streamlit）"),
    "api": ("api", "数据接口：供其他系统读取轮次、名次、失分点、结论和证据，只读"),
    "annual-report": (
        "annual",
        "核对政府信息公开工作年度报告：六部分、期限、表内勾稽、正文与表格、上年结转、是否雷同",
    ),
    "read": ("read", "读出文件的文字和表格：PDF、Word、Excel、WPS、OFD、网页，按页面上的顺序"),
    "budget": (
        "budget",
        "核对部门和政府的预算、决算：规定报表、“三公”分项、必须说明的事项，"
        "表内和文表之间的勾稽，文字差错",
    ),
    "notice": (
        "notice",
        "把工作要点、实施方案读成任务清单：序号、任务、牵头和责任单位、期限、数量要求、渠道",
    ),
    "lookback": (
        "lookback",
        "回头看：拿往年的工作要点对照一轮的核查和评审结果，没有落实的排在前面",
    ),
    "people": ("people", "账号：谁可以登录看板，担任什么角色，与哪些单位有关联"),
    "units": ("registers", "被评估单位名册"),
    "schemes": ("schemes", "指标体系"),
    "metrics": (
        "metrics",
        "填报指标：12345、好差评、红黄牌、依申请公开等业务系统移交的数据",
    ),
    "monitor": ("monitor", "两轮评估之间的日常监测：网站可用性、栏目更新"),
    "rounds": ("rounds", "评估轮次"),
    "review": ("review", "评审：分派任务、查看队列、两人评审的一致性"),
    "stage": ("stages", "一轮评估走到哪个阶段、还差什么；推进、退回，或改本轮的约定"),
    "feedback": (
        "feedback",
        "向各单位反馈问题清单：扣分原因、证据、怎样整改、分值和期限，每个单位一份 Excel",
    ),
    "report": (
        "report",
        "报告：一单位一报告、总报告、排名通报、整改通知书、各类台账，编号制发后不再变",
    ),
    "appeal": ("appeals", "申诉：提出、取证、裁定"),
    "excuse": ("excuses", "不涉及和情况说明：申报、审批、到期恢复"),
    "rectify": ("rectify", "整改台账：报送、复查、认定、逾期"),
    "pages": ("pages", "一轮采集中读到的网页，以及正文雷同的文章"),
    "archive": ("archive", "存证：核验、查看、重建索引"),
    "audit": ("audit", "操作日志：谁在什么时候做了什么，逐条以摘要值相连"),
    "backup": ("backup", "备份数据库和存证到一个 ZIP 文件，写完读回核对"),
    "restore": ("backup", "从备份恢复数据库和存证，恢复后核验"),
    "health": (
        "health",
        "检查运行状况：磁盘、浏览器、工作日历、数据库、存证、操作日志、采集进程",
    ),
    "verify": (
        "certificate",
        "核验评估证书：核对每个文件，重算每一项得分和名次，输出与封存时相同的摘要值",
    ),
    "topics": ("topics", "公开事项，以及帮助判断事项的文本模型"),
}


class Commands(Mapping[str, Any]):
    """The commands by name; a module is imported when one of its commands is asked for."""

    def __getitem__(self, name: str) -> Any:
        module = import_module(f"{_HOME}.{MENU[name][0]}")
        in_chinese(module.app)
        return get_group(module.app).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(MENU)

    def __len__(self) -> int:
        return len(MENU)


# Said as often as the name itself: one seals a round, and imports a scheme.
_ALSO = {"round": "rounds", "scheme": "schemes", "unit": "units", "metric": "metrics"}


class Menu(Group):
    """The whole program, listed without loading its commands."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return super().get_command(ctx, _ALSO.get(cmd_name, cmd_name))

    def line_of(self, name: str) -> str:
        if language() == CHINESE:
            return MENU[name][1]
        return super().line_of(name)  # loads its module: nobody waits for the English reference


def menu(about: str) -> TyperGroup:
    """The program as a group of commands."""
    return Menu(
        name="gkc",
        help=about,
        commands=Commands(),  # type: ignore[arg-type]  # typed as a dict, and only read
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
