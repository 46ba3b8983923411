"""The scheme that a user names: a bundled one by its id, or a file."""

from pathlib import Path

from dashboard.commands.options import CommandError
from data.indicators import Scheme
from data.schemes import bind, bundled, read_scheme


def load_scheme(name: str) -> tuple[Scheme, str]:
    """A bundled scheme by id, or one in a file, checked against the checks; and its text.

    Raises:
        SchemeError: it cannot be used.
        CommandError: there is no such scheme.
    """
    from dashboard.rounds.steps import checks  # loads every check; to show rounds needs none

    known = bundled()
    path = known.get(name, Path(name))
    if name not in known and not path.suffix:
        raise CommandError(
            f"没有名为“{name}”的指标体系；现有：{'、'.join(known)}，或给出 YAML 文件"
        )
    scheme = read_scheme(path)
    bind(scheme, checks())
    return scheme, path.read_text(encoding="utf-8-sig")
