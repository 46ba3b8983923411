"""What a password must be, how long a lock lasts, and when a session ends. Hashes are argon2id."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_FILE = Path(__file__).with_name("passwords.yaml")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")
# Without what is easily misread; of 55 signs 12 give 69 bits.
_SIGNS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GIVEN = 12  # characters of a password made here


class PasswordError(Exception):
    """Why a password is not taken, as one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """As in passwords.yaml."""

    least: int
    most: int
    distinct: int
    failures: int
    first_minutes: int
    longest_minutes: int
    idle_minutes: int
    longest_hours: int
    common: tuple[str, ...]


@cache
def password_rules() -> PasswordRules:
    """The rules of sign-in."""
    written = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return PasswordRules(**written | {"common": tuple(written["common"])})


def demand_good(password: str, account_id: str, name: str) -> None:
    """Says what is wrong with a new password.

    Raises:
        PasswordError: too short, too long, easily guessed, or made of the person's own name.
    """
    rules = password_rules()
    lower = password.casefold()
    words = _NO_LETTERS.sub("", lower)
    if len(password) < rules.least:
        raise PasswordError(f"密码至少要有 {rules.least} 个字符")
    if len(password) > rules.most:
        raise PasswordError(f"密码最多 {rules.most} 个字符")
    if any(part.casefold() in lower for part in (account_id, name) if len(part) > 1):
        raise PasswordError("密码里不能有自己的用户名或姓名")
    if not words:
        raise PasswordError("密码不能只有数字和符号，请加上字母或汉字")
    if words in rules.common or any(lower in run for run in _RUNS):
        raise PasswordError("这个密码太常见，容易被猜到，请换一个")
    if len(set(lower)) < rules.distinct:
        raise PasswordError(f"密码里至少要有 {rules.distinct} 个不同的字符")


def locked_for(failures: int) -> timedelta:
    """How long so many wrong passwords in a row lock: 5 → 1 minute, 6 → 2 … at most a day."""
    rules = password_rules()
    over = failures - rules.failures
    if over < 0:
        return timedelta(0)
    longest = timedelta(minutes=rules.longest_minutes)
    # 2 to the 20th is two years of minutes: no need to reckon with more.
    return min(timedelta(minutes=rules.first_minutes << min(over, 20)), longest)


def session_over(opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has been idle too long, or lasted too long."""
    rules = password_rules()
    idle, whole = timedelta(minutes=rules.idle_minutes), timedelta(hours=rules.longest_hours)
    return now - seen_at >= idle or now - opened_at >= whole


def hashed(password: str) -> str:
    """An argon2id hash with salt and costs (RFC 9106, the library's defaults)."""
    return PasswordHasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one of the hash.

    As slow where there is no hash: the time of the answer does not tell which names exist.
    """
    try:
        right = PasswordHasher().verify(kept or _nobodys(), password[: password_rules().most + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(kept)


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())


def given_password() -> str:
    """A random password that a person can copy from paper; it passes `demand_good`."""
    while True:
        made = "".join(secrets.choice(_SIGNS) for _ in range(_GIVEN))
        try:
            demand_good(made, "", "")
        except PasswordError:
            continue
        return made


def new_token() -> str:
    """256 random bits for a session."""
    return secrets.token_urlsafe(32)


def token_key(token: str) -> str:
    """What is kept of a token: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
