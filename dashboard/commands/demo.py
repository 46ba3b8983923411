"""The whole job on the demo sites, and the demo sites by themselves."""

import subprocess
from threading import Event
from typing import Annotated

import typer

from crawlers.guard import Allow
from crawlers.loopback import serve
from crawlers.settings import Settings
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import open_store
from dashboard.commands.results import print_gaps, print_ranking
from dashboard.commands.serve import dashboard_command
from dashboard.commands.work import run_check, run_collect
from dashboard.demo.demoaccounts import demo_accounts
from dashboard.demo.demosites import DEMO_ROUNDS, behaviours
from dashboard.rounds.accuracycard import tie
from dashboard.rounds.creating import create_round
from dashboard.rounds.steps import score_round
from dashboard.terminal.acting import doer, owner
from dashboard.wording.printing import Format, say
from data.card import bundled_card
from data.demo.generate import generate
from data.demo.units import PORT
from data.units import read_units
from data.var import VAR

app = typer.Typer()

LARGEST_GAPS = 3


@app.command()
def demo(
    serve_after: Annotated[
        bool, typer.Option("--serve/--no-serve", help="排名之后打开看板")
    ] = True,
    port: Annotated[int, typer.Option(help="看板端口")] = 8501,
    sites: Annotated[
        bool, typer.Option("--sites", help="只启动演示网站，供其他命令试用，按 Ctrl+C 结束")
    ] = False,
) -> None:
    """在演示网站上走完全过程：建站、导入名册、采集、核查、计分、排名、失分点、看板。

    演示网站在本机，命令结束就停止；要再用它们试采集等命令，在另一个窗口运行 gkc demo --sites。

    \b
    示例：
        gkc demo --no-serve
        gkc demo --sites
    """
    made = generate(VAR / "demo")
    with serve(behaviours(made), PORT) as allow:
        if sites:
            _wait(allow)
            return
        with open_store() as store:
            units = read_units(VAR / "demo" / "units.csv")
            store.put_units(units, doer())
            existing = {r.id for r in store.rounds()}
            for round_id, scheme in DEMO_ROUNDS.items():
                loaded, text = load_scheme(scheme)
                if round_id not in existing:
                    fitting = [unit for unit in units if unit.kind == loaded.kind]
                    name = f"2023年演示：{fitting[0].group}"
                    create_round(
                        store,
                        round_id,
                        loaded,
                        text,
                        fitting,
                        as_of=made.as_of,
                        name=name,
                        doer=doer(),
                    )
                if store.seal(round_id):
                    continue  # shown below as it was sealed
                if store.card(round_id) is None:
                    tie(store, round_id, bundled_card(), on_demo=True)
                run_collect(store, round_id, Settings(allow=allow))
                run_check(store, round_id)
                score_round(store, round_id, owner())
            for round_id in DEMO_ROUNDS:
                print_ranking(store, round_id, Format.TABLE)
                print_gaps(store, round_id, Format.TABLE, top=LARGEST_GAPS)
        if serve_after:
            say(f"看板：http://127.0.0.1:{port} （按 Ctrl+C 结束）", style="bold")
            _say_accounts()
            subprocess.call(dashboard_command(port, "127.0.0.1"))
    say("演示网站已停止；要再用，运行 gkc demo --sites")


def _say_accounts() -> None:
    """With which names and passwords the demo's screens are seen as each role."""
    with open_store() as store:
        first = store.round(next(iter(DEMO_ROUNDS))).unit_ids[0]
        made = demo_accounts(store, first)
    if not made:
        say("这里已有正式账号，没有建立演示账号；请用自己的账号登录")
        return
    say("登录看板用的演示账号（密码每次打开都重新生成）：")
    for name, password in made.items():
        say(f"  {name:<20} {password}")


def _wait(allow: Allow) -> None:
    """Say how the sites are reached, until somebody ends the command."""
    places = (f"--allow-host {host}={ip}:{port}" for host, (ip, port) in allow.items())
    options = VAR / "demo" / "allow-hosts"
    options.write_text(" ".join(places) + "\n", encoding="utf-8")
    say(f"演示网站已启动：{len(allow)} 个，名册在 {VAR / 'demo' / 'units.csv'}（按 Ctrl+C 结束）")
    say(f"在另一个窗口、同一个文件夹里试用，例如：gkc collect demo-county $(cat {options})")
    try:
        Event().wait()
    except KeyboardInterrupt:
        say("演示网站已停止")
