"""What a password must be, and that its hash is one."""

from datetime import timedelta

import pytest

from data.passwords import (
    PasswordError,
    demand_good,
    given_password,
    hashed,
    locked_for,
    matches,
    password_rules,
    token_key,
)


@pytest.mark.parametrize(
    "password", ["correct horse", "清河水利局2024年a", "Tr0ub4dor&3xyz", "zhengfu and bikes"]
)
def test_good_ones_are_taken(password):
    demand_good(password, "zhang", "张三")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "至少要有 10 个字符"),
        ("Ab3$efgh9", "至少要有 10 个字符"),
        ("x" * 129, "最多 128 个字符"),
        ("my Zhang 2024!", "自己的用户名或姓名"),
        ("我是张三，你好啊朋友们", "自己的用户名或姓名"),
        ("13807301234", "不能只有数字和符号"),
        ("2024-01-01!", "不能只有数字和符号"),
        ("Password2024!", "太常见"),
        ("a123456789", "太常见"),
        ("admin@123456", "太常见"),
        ("qwertyuiop", "太常见"),
        ("abcdefghijkl", "太常见"),
        ("abababababab", "5 个不同的字符"),
    ],
)
def test_bad_ones_are_told_why(password, said):
    with pytest.raises(PasswordError, match=said):
        demand_good(password, "zhang", "张三")


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (15, 1024), (16, 1440), (99999, 1440)],
)
def test_a_lock_doubles_up_to_a_day(failures, minutes):
    assert locked_for(failures) == timedelta(minutes=minutes)


def test_a_hash_is_argon2id_salted_and_matches_its_password_only():
    one, other = hashed("correct horse"), hashed("correct horse")
    assert one.startswith("$argon2id$")
    assert one != other
    assert matches(one, "correct horse")
    assert not matches(one, "Correct horse")


@pytest.mark.parametrize("kept", ["", "no hash at all"])
def test_without_a_hash_nothing_matches(kept):
    assert not matches(kept, "")


def test_nobody_costs_as_much_to_refuse_as_somebody(monkeypatch):
    """The same work: a hash is verified whether there is an account or not."""
    verified = []
    monkeypatch.setattr(
        "argon2.PasswordHasher.verify", lambda self, kept, word: verified.append(kept) or True
    )
    assert not matches("", "x")
    assert matches("$hash", "x")
    assert [kept.startswith("$") for kept in verified] == [True, True]


def test_given_passwords_are_good_and_never_the_same():
    made = {given_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        demand_good(password, "", "")


def test_what_is_kept_of_a_token_is_its_hash():
    assert len(token_key("t")) == 64
    assert token_key("t") != token_key("T")


def test_common_words_have_neither_digits_nor_signs_else_they_never_match():
    assert [word for word in password_rules().common if not word.isalpha()] == []
