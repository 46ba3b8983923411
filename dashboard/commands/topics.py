"""Commands about disclosure topics and the text model that helps to tell them."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from crawlers.clock import now
from crawlers.personal import masked
from dashboard.commands.options import CommandError, FormatOption, RoundId, open_store
from dashboard.rounds import textmodel
from dashboard.wording.printing import Format, emit, say
from data.topics import known_topics
from data.training import (
    Confirmed,
    bundled,
    current_version,
    learned_from,
    plan,
    read_confirmations,
)
from data.var import VAR

app = typer.Typer()
topics_app = typer.Typer(help="公开事项，以及帮助判断事项的文本模型。", no_args_is_help=True)
app.add_typer(topics_app, name="topics")


@topics_app.command("list")
def topics_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出公开事项及其依据。

    依据没有写明法规的，是《政府信息公开条例》（2019 年修订）的条款。

    \b
    示例：
        gkc topics list
    """
    columns = {"id": "编号", "name": "名称", "basis": "依据"}
    topics = known_topics().by_id.values()
    emit(({key: getattr(topic, key) for key in columns} for topic in topics), columns, fmt)


@topics_app.command("train")
def topics_train(fmt: FormatOption = Format.TABLE) -> None:
    """训练帮助判断事项的文本模型：用自带的样例和本机确认过的事项，几秒钟完成。

    标题和栏目都没有说明事项的文章，由模型按标题和正文开头判断；把握不够的不判断。没有模型时只按规则判断。
    输出交叉验证的结果：把握达到多少时判断了几成、对了几成。今后首次核查的轮次用新模型，核查过的轮次
    仍用原来的（要换用，见 gkc topics use）；采集不用模型。

    \b
    示例：
        gkc topics train
    """
    # scikit-learn takes seconds to load, and nothing else needs it.
    from crawlers.learning.topicmodel import store_model
    from crawlers.learning.topictraining import train

    with open_store() as store:
        examples = learned_from(bundled(), store.confirmed_topics())
    how = plan()
    model, held = train(examples, how)
    before, model = current_version(VAR), store_model(model, VAR)
    columns = {"threshold": "把握", "said": "作出判断", "right": "判断正确", "used": ""}
    used = {how.threshold: "没有规则可依时", how.overrule: "只有栏目或体裁可依时"}
    emit(
        (
            {
                "threshold": f"{one.threshold:.2f}",
                "said": f"{one.said / one.examples:.3f}",
                "right": f"{one.right / one.said:.3f}" if one.said else "",
                "used": used.get(one.threshold, ""),
            }
            for one in held
        ),
        columns,
        fmt,
    )
    same = "（与原来的相同）" if model.version == before else ""
    say(
        f"文本模型 {model.version} 已训练{same}：{len(examples)} 条样例，{len(model.topics)} 个事项"
    )


@topics_app.command("confirm")
def topics_confirm(
    file: Annotated[Path, typer.Argument(metavar="确认表.csv", help="确认过的事项，CSV")],
) -> None:
    """导入评审人员确认或改正的事项：网址,标题,事项,确认人[,开头]，供以后训练模型。

    事项写编号或名称（见 gkc topics list）；开头是正文的头一两句，写上判断得更准。同一网址以最后
    一次为准。有一行不对就整份不导入；个人号码先遮盖再保存。

    \b
    示例：
        gkc topics confirm topics.csv && gkc topics train
    """
    confirmed = [_without_numbers(each) for each in read_confirmations(file, now())]
    with open_store() as store:
        store.confirm_topics(confirmed)
    say(f"已记录 {len(confirmed)} 条确认；请再运行 gkc topics train")


def _without_numbers(each: Confirmed) -> Confirmed:
    example = each.example
    clean = replace(example, title=masked(example.title), opening=masked(example.opening))
    return replace(each, example=clean)


@topics_app.command("use")
def topics_use(
    round_id: RoundId,
    version: Annotated[
        str | None, typer.Argument(metavar="[版本]", help="模型版本；默认最近训练的")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="不用模型，只按规则判断")] = False,
) -> None:
    """给一轮换用文本模型，或改为只按规则判断；换用后请重新核查。

    一轮首次核查时用最近训练的模型，以后一直用它，所以重新核查的结果不变。

    \b
    示例：
        gkc topics use 2023-q4 && gkc check 2023-q4
    """
    if rules and version:
        raise CommandError("版本和 --rules 只能写一个")
    chosen = "" if rules else version or current_version(VAR)
    if not rules and not chosen:
        raise CommandError("还没有文本模型；请先运行 gkc topics train，或加 --rules 只按规则判断")
    textmodel.by_version(VAR, chosen)
    with open_store() as store:
        store.round(round_id)
        store.set_topic_model(round_id, chosen, now())
    say(f"轮次 {round_id} 改用{_called(chosen)}；请再运行 gkc check {round_id}")


def _called(version: str) -> str:
    return f"文本模型 {version}" if version else "规则（不用文本模型）"
