"""Commands about the accuracy card: which checks may say "missing" by themselves, and why."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption, RoundId, open_store
from dashboard.wording.printing import Format, emit, say
from data.card import (
    CARD_FILE,
    FLOORS_FILE,
    Kind,
    Source,
    Subject,
    Tally,
    bundled_card,
    card_text,
    fallen,
    floors_text,
    raised,
    read_floors,
)
from data.whole import write_whole

app = typer.Typer()
card_app = typer.Typer(
    help="准确率卡：各核查方法说得准不准，哪些可以自行认定“未公开”。", no_args_is_help=True
)
app.add_typer(card_app, name="card")


_COLUMNS = {
    "kind": "类别",
    "name": "名称",
    "said": "结论",
    "source": "对照",
    "right": "对",
    "defensible": "可辩解",
    "wrong": "错",
    "missed": "漏",
    "precision": "准确率",
    "recall": "查全率",
    "decides": "效力",
    "rests": "根据",
}


@card_app.command("list")
def card_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出准确率卡：各核查方法和公开事项的准确率、查全率，以及核查方法能否自行认定“未公开”。

    “未公开”在真实网站上说对过、准确率不低于 0.9 的，可自行认定；其余（包括只在演示网站上测过的）
    只作建议，由评审人员确认后才计失分。“根据”一列写明测了多少真实网站的标注、演示网站上说对几次。
    可辩解的（标注允许的另一种看法）不算对也不算错。

    \b
    示例：
        gkc card list --format csv > card.csv
    """
    from dashboard.accuracy.cardlines import rows

    emit(rows(bundled_card()), _COLUMNS, fmt)


@card_app.command("use")
def card_use(round_id: RoundId) -> None:
    """给一轮换用本版程序的准确率卡；换用后请重新核查。

    一轮首次核查时用当时的准确率卡，以后一直用它，所以重新核查的结果不变。

    \b
    示例：
        gkc card use 2023-q4 && gkc check 2023-q4
    """
    from dashboard.rounds.accuracycard import tie

    card = bundled_card()
    with open_store() as store:
        store.round(round_id)
        tie(store, round_id, card)
    say(f"轮次 {round_id} 改用准确率卡 {card.version}；请再运行 gkc check {round_id}")


@card_app.command("measure")
def card_measure(
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus", help="标注语料：labels.tsv、pages/、sites/；不给出的只重测演示网站"
        ),
    ] = None,
    labels: Annotated[
        Path, typer.Option("--labels", help="存有 sites.tsv 和 asked.tsv 的文件夹")
    ] = Path("tests/labels"),
) -> None:
    """重新测量准确率卡，写回程序的 data/accuracy_card.csv，并抬高下限（accuracy_floors.csv）。

    维护程序的人用，在代码库里运行，需要几分钟。下限只升不降：有低于下限的，逐条列出，退出码为 1；
    确有理由降低的，手工改下限文件并说明。

    \b
    示例：
        gkc card measure --corpus ../corpus
    """
    card = bundled_card()
    for source, tallies in _measured(corpus, labels):
        card = card.with_source(source, tallies)
    write_whole(CARD_FILE, card_text(card).encode())
    floors = read_floors(FLOORS_FILE.read_text(encoding="utf-8"))
    write_whole(FLOORS_FILE, floors_text(raised(card, floors)).encode())
    checks = {subject.name for subject in card.tallies if subject.kind is Kind.CHECK}
    say(f"准确率卡 {card.version}：测了 {len(checks)} 种核查方法，{len(card.decides)} 种可自行认定")
    if lost := fallen(card, floors):
        for s in lost:
            say(f"低于下限：{s.kind} {s.name} {s.said}（{s.source}）", style="red")
        raise typer.Exit(1)


def _measured(
    corpus: Path | None, labels: Path
) -> Iterator[tuple[Source, Mapping[Subject, Tally]]]:
    """What can be measured with what is given, one source after the other.

    Raises:
        CommandError: a table or a site is not where it should be.
        LabelsError: the labels of pages cannot be used.
    """
    # Crawling, checking and the demo take a second to load, and the other commands need none.
    from crawlers.accuracy.outcomes import outcome_tallies
    from crawlers.accuracy.pages import compared, topic_tallies
    from dashboard.accuracy.measuring import demo_compared, sites_compared

    if corpus is not None:
        pages = compared(corpus / "labels.tsv", corpus / "pages")
        yield Source.PAGES, topic_tallies(pages)
        try:
            sites = sites_compared(labels, corpus / "sites")
        except FileNotFoundError as error:
            raise CommandError(
                f"找不到 {error.filename or error}；请检查 --corpus 和 --labels"
            ) from error
        yield Source.SITES, outcome_tallies(sites.values(), Source.SITES)
    yield Source.DEMO, outcome_tallies(demo_compared(), Source.DEMO)
