"""Commands about accounts. Whoever may run them has the machine: the first administrator is made
here, and by nothing else.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from getpass import getpass
from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.commands.options import CommandError, FormatOption, open_store
from dashboard.entry.first import FIRST
from dashboard.terminal.acting import owner
from dashboard.wording.printing import Format, china_time, emit, say
from data.accounts import Account, AccountError
from data.people import ROLE_NAMES, Role

app = typer.Typer()
people_app = typer.Typer(
    help="账号：谁可以登录看板，担任什么角色，与哪些单位有关联。", no_args_is_help=True
)
app.add_typer(people_app, name="people")

_WORDS = {word: role for role, word in ROLE_NAMES.items()} | {role.value: role for role in Role}

AccountId = Annotated[str, typer.Argument(metavar="用户名", help="登录用的名字，如 zhangsan")]
RoleText = typer.Option(
    "--role",
    help="、".join(f"{role}（{word}）" for role, word in ROLE_NAMES.items()),
    metavar="角色",
)
UnitText = typer.Option("--unit", help="被评估单位账号所属的单位编号", metavar="单位")
NameText = typer.Option("--name", help="姓名", metavar="姓名")
SubjectText = typer.Option(
    "--oidc", help="统一身份认证给出的邮箱或 sub；写空值取消", metavar="标识"
)
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="从标准输入读密码（一行），不在终端询问")
]


@people_app.command("add")
def people_add(
    account_id: AccountId,
    role: Annotated[str, RoleText],
    name: Annotated[str, NameText],
    unit: Annotated[str, UnitText] = "",
    oidc: Annotated[str, SubjectText] = "",
    password_stdin: FromStdin = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="不设密码，只能用统一身份认证登录")
    ] = False,
) -> None:
    """增加账号，在终端设定密码。第一个管理员也这样建立；没有默认密码。

    被评估单位的账号只能看到本单位的结果。本人第一次登录后须自己改一次密码，管理员账号除外。

    \b
    示例：
        gkc people add wang --name 王芳 --role administrator
        gkc people add edu --name 李明 --role unit --unit edu-bureau
    """
    if no_password and not oidc:
        raise CommandError("不设密码的账号要用 --oidc 写明统一身份标识")
    chosen = _role(role)
    given = chosen is not Role.ADMINISTRATOR and not no_password
    new = Account(account_id, name, chosen, unit, subject=oidc, must_change=given)
    with open_store() as store:
        if store.account(account_id):
            raise AccountError(f"用户名 {account_id} 已经有了，请换一个")
        kept = "" if no_password else _new_password(account_id, name, stdin=password_stdin)
        store.add_account(new, kept, at=now(), by=owner())
    say(f"已增加账号 {account_id}：{ROLE_NAMES[chosen]}")


@people_app.command("list")
def people_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出全部账号，包括已停用的。

    \b
    示例：
        gkc people list --format csv
    """
    columns = {
        "id": "用户名", "name": "姓名", "role": "角色", "unit": "单位", "ties": "关联单位",
        "oidc": "统一身份标识", "state": "状态",
    }  # fmt: skip
    with open_store() as store:
        emit(map(_line, store.accounts()), columns, fmt, none=f"还没有账号；先建管理员：{FIRST}")


@people_app.command("change")
def people_change(
    account_id: AccountId,
    role: Annotated[str | None, RoleText] = None,
    name: Annotated[str | None, NameText] = None,
    unit: Annotated[str | None, UnitText] = None,
    oidc: Annotated[str | None, SubjectText] = None,
) -> None:
    """修改账号的姓名、角色、单位或统一身份标识；改了角色或单位的须重新登录。

    \b
    示例：
        gkc people change edu --role evaluator --unit ""
    """
    with open_store() as store:
        known = store.account(account_id)
        if known is None:
            raise CommandError(f"没有用户名为“{account_id}”的账号，可用 gkc people list 查看")
        changed = replace(
            known,
            role=known.role if role is None else _role(role),
            name=known.name if name is None else name,
            unit_id=known.unit_id if unit is None else unit,
            subject=known.subject if oidc is None else oidc,
        )
        store.change_account(changed, at=now(), by=owner())
    say(f"已修改账号 {account_id}")


@people_app.command("lock")
def people_lock(account_id: AccountId) -> None:
    """停用账号：不能再登录，已登录的立即退出。离岗的人停用，不删除。

    \b
    示例：
        gkc people lock edu
    """
    with open_store() as store:
        store.lock(account_id, at=now(), by=owner())
    say(f"已停用账号 {account_id}")


@people_app.command("unlock")
def people_unlock(account_id: AccountId) -> None:
    """启用账号，并解除因输错密码的锁定。

    \b
    示例：
        gkc people unlock edu
    """
    with open_store() as store:
        store.unlock(account_id, at=now(), by=owner())
    say(f"已启用账号 {account_id}")


@people_app.command("reset")
def people_reset(account_id: AccountId, password_stdin: FromStdin = False) -> None:
    """重新设定密码：原来的密码和已登录的都失效，本人登录后须自己再改一次。

    \b
    示例：
        gkc people reset edu
    """
    with open_store() as store:
        known = store.account(account_id)
        if known is None:
            raise CommandError(f"没有用户名为“{account_id}”的账号，可用 gkc people list 查看")
        kept = _new_password(account_id, known.name, stdin=password_stdin)
        others = known.role is not Role.ADMINISTRATOR
        store.set_password(account_id, kept, at=now(), by=owner(), must_change=others)
    say(f"已重新设定账号 {account_id} 的密码")


@people_app.command("ties")
def people_ties(
    account_id: AccountId,
    units: Annotated[
        list[str] | None, typer.Argument(metavar="单位", help="单位编号；不给出则取消全部关联")
    ] = None,
) -> None:
    """登记须回避的单位：曾任职、有亲属任职等。本人不能评审、裁定这些单位的任何事项。

    \b
    示例：
        gkc people ties zhang edu-bureau
    """
    with open_store() as store:
        store.tie(account_id, units or (), at=now(), by=owner())
    say(f"账号 {account_id} 的关联单位：{'、'.join(units or ()) or '无'}")


def _line(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "role": ROLE_NAMES[account.role],
        "unit": account.unit_id,
        "ties": "、".join(sorted(account.tied)),
        "oidc": account.subject,
        "state": state(account),
    }


def state(account: Account) -> str:
    """Whether somebody may sign in with it now."""
    if not account.active:
        return "已停用"
    if account.locked_until and now() < account.locked_until:
        return f"输错密码锁定，至 {china_time(account.locked_until)}（北京时间）"
    return "待本人改密码" if account.must_change else "正常"


def _role(text: str) -> Role:
    if text not in _WORDS:
        raise CommandError(f"角色“{text}”无效；可用：{'、'.join(_names())}")
    return _WORDS[text]


def _names() -> Iterable[str]:
    return (f"{role}（{word}）" for role, word in ROLE_NAMES.items())


def _new_password(account_id: str, name: str, *, stdin: bool) -> str:
    """The hash of a password that somebody types twice, or that comes as a line."""
    from data.passwords import demand_good, hashed  # only two commands hash

    if stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise CommandError("这里不是终端，不能询问密码；请用 --password-stdin 从标准输入给出")
    else:
        password = getpass("密码：")
        if getpass("再输一次：") != password:
            raise CommandError("两次输入的密码不一致，没有改动")
    demand_good(password, account_id, name)
    return hashed(password)
