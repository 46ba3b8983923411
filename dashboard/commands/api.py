"""The read-only API for other systems: serving it, and who may read through it."""

from getpass import getuser
from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.commands.options import CommandError, FormatOption, open_store
from dashboard.wording.printing import Format, china_time, emit, say
from data.clients import READERS, Client
from data.passwords import new_token, token_key
from data.people import ROLE_NAMES, Role
from data.storage.database import database_url

app = typer.Typer()
api_app = typer.Typer(
    help="数据接口：供其他系统读取轮次、名次、失分点、结论和证据，只读。", no_args_is_help=True
)
app.add_typer(api_app, name="api")

PUBLIC = "public"
_ROLES = {PUBLIC: "公众，只读已通报的"} | {role.value: ROLE_NAMES[role] for role in READERS}
ClientId = Annotated[str, typer.Argument(metavar="编号", help="接口用户编号，如 city-bigdata")]


@api_app.command("serve")
def api_serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口")] = 8601,
    address: Annotated[str, typer.Option(help="监听地址；0.0.0.0 对外开放")] = "127.0.0.1",
) -> None:
    """提供数据接口，按 Ctrl+C 结束。接口说明（OpenAPI）在 /v1/openapi.json。

    对外开放时请放在 HTTPS 反向代理之后：令牌不能明文传输。

    \b
    示例：
        gkc api serve --port 8601
        curl -H "Authorization: Bearer 令牌" http://127.0.0.1:8601/v1/rounds
    """
    import uvicorn  # a second to load, for this command alone

    from dashboard.api.app import make_app

    made = make_app(database_url())
    say(f"数据接口：http://{address}:{port}/v1/openapi.json")
    uvicorn.run(made, host=address, port=port, log_level="warning", server_header=False)


@api_app.command("grant")
def api_grant(
    client_id: ClientId,
    name: Annotated[str, typer.Option("--name", help="使用接口的系统和单位", metavar="名称")],
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="、".join(f"{role}（{word}）" for role, word in _ROLES.items()),
            metavar="角色",
        ),
    ] = PUBLIC,
    unit: Annotated[
        str, typer.Option("--unit", help="被评估单位的接口用户：单位编号", metavar="单位")
    ] = "",
    a_minute: Annotated[int, typer.Option("--per-minute", help="每分钟最多请求几次")] = 120,
) -> None:
    """开通一个接口用户，输出令牌。令牌只显示这一次，数据库里只存它的摘要值。

    \b
    示例：
        gkc api grant city-bigdata --name 市大数据局共享平台 --role leader
    """
    if role not in _ROLES:
        raise CommandError(f"没有角色“{role}”，可用 {'、'.join(_ROLES)}")
    token = new_token()
    new = Client(client_id, name, None if role == PUBLIC else Role(role), unit, a_minute)
    with open_store() as store:
        store.add_client(new, token_key(token), at=now(), by=getuser())
    say(f"已开通接口用户 {client_id}（{_ROLES[role]}），令牌只显示这一次：")
    typer.echo(token)


@api_app.command("list")
def api_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出全部接口用户，包括已停用的。

    \b
    示例：
        gkc api list
    """
    columns = {
        "id": "编号", "name": "名称", "role": "角色", "unit": "单位", "a_minute": "每分钟",
        "added": "开通时间", "state": "状态",
    }  # fmt: skip
    with open_store() as store:
        found = store.clients()
    emit(
        (
            {
                "id": each.id,
                "name": each.name,
                "role": _ROLES[each.role or PUBLIC],
                "unit": each.unit_id,
                "a_minute": each.a_minute,
                "added": china_time(each.added_at) if each.added_at else "",
                "state": "可用" if each.active else "已停用",
            }
            for each in found
        ),
        columns,
        fmt,
    )


@api_app.command("revoke")
def api_revoke(client_id: ClientId) -> None:
    """停用一个接口用户，令牌当即失效，不能恢复。

    \b
    示例：
        gkc api revoke city-bigdata
    """
    with open_store() as store:
        store.revoke_client(client_id, at=now(), by=getuser())
    say(f"已停用接口用户 {client_id}")
