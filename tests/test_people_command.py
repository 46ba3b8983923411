"""`gkc people`: the first administrator, and every account after that."""

import io
import json

import pytest

from data.passwords import matches
from data.store import Store
from data.types import Unit
from tests.commands import gkc

PASSWORD = "correct horse"


class Typed(io.StringIO):
    """Standard input whose `isatty` may be set."""


@pytest.fixture
def people(tmp_path, monkeypatch):
    """Runs `gkc people …` in an own folder, with a password on standard input."""
    with Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}") as store:
        store.put_units([Unit("edu", "教育局", "department", "市直部门", "http://e.localhost/")])

    def run(*args, password=PASSWORD):
        typed = Typed(f"{password}\n")
        typed.isatty = lambda: run.terminal
        monkeypatch.setattr("sys.stdin", typed)
        return gkc(tmp_path, "people", *args)

    run.terminal = False
    run.store = lambda: Store(f"sqlite:///{tmp_path / 'var' / 'gkc.db'}")
    return run


def states(people):
    return {line["id"]: line for line in json.loads(people("list", "--format", "json").out)}


def test_the_first_administrator_is_made_by_a_command(people):
    done = people("add", "root", "--name", "王芳", "--role", "administrator", "--password-stdin")
    assert (done.code, done.err) == (0, "已增加账号 root：管理员\n")
    with people.store() as store:
        assert matches(store.begin_attempt("root", store.account("root").password_changed_at),
                       PASSWORD)  # fmt: skip
    assert states(people)["root"]["state"] == "正常"
    assert PASSWORD not in done.out + done.err


def test_accounts_are_changed_locked_reset_and_tied(people):
    people("add", "root", "--name", "王芳", "--role", "管理员", "--password-stdin")
    people("add", "li", "--name", "李明", "--role", "unit", "--unit", "edu", "--password-stdin")
    assert states(people)["li"]["unit"] == "edu"
    assert states(people)["li"]["state"] == "待本人改密码"
    assert people("change", "li", "--role", "评估员", "--unit", "").code == 0
    assert people("ties", "li", "edu").err == "账号 li 的关联单位：edu\n"
    assert people("lock", "li").err == "已停用账号 li\n"
    assert states(people)["li"]["state"] == "已停用"
    assert people("unlock", "li").err == "已启用账号 li\n"
    assert people("reset", "li", "--password-stdin", password="another horse").code == 0
    line = states(people)["li"]
    assert (line["role"], line["ties"], line["state"]) == ("评估员", "edu", "待本人改密码")


@pytest.mark.parametrize(
    ("args", "password", "said"),
    [
        (["--role", "king", "--password-stdin"], PASSWORD, "角色“king”无效；可用：administrator"),
        (["--role", "leader", "--password-stdin"], "short", "密码至少要有 10 个字符"),
        (["--role", "unit", "--password-stdin"], PASSWORD, "被评估单位的账号要写明单位"),
        (["--role", "unit", "--unit", "x", "--password-stdin"], PASSWORD, "没有编号为“x”的单位"),
        (["--role", "leader"], PASSWORD, "这里不是终端，不能询问密码"),
        (["--role", "leader", "--no-password"], PASSWORD, "--oidc 写明统一身份标识"),
    ],
)
def test_a_mistake_is_a_sentence_and_makes_no_account(people, args, password, said):
    done = people("add", "li", "--name", "李明", *args, password=password)
    assert done.code == 1
    assert said in done.err
    assert states(people) == {}


@pytest.mark.parametrize("command", ["change", "lock", "unlock", "reset", "ties"])
def test_an_unknown_account_is_named(people, command):
    done = people(command, "nobody")
    assert done.code == 1
    assert "没有用户名为“nobody”的账号" in done.err


def test_on_a_terminal_the_password_is_asked_twice(people, monkeypatch):
    typed = iter([PASSWORD, "another horse", PASSWORD, PASSWORD])
    monkeypatch.setattr("dashboard.commands.people.getpass", lambda prompt: next(typed))
    people.terminal = True
    add = ["add", "root", "--name", "王芳", "--role", "administrator"]
    assert "两次输入的密码不一致" in people(*add).err
    assert people(*add).code == 0
