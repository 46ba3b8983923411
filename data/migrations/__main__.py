"""Writes the next step: `make migration NAME=what_for`."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlalchemy import create_engine

from data.storage.schema import FOLDER, head, step_to, versions


def write(name: str) -> None:
    """Write the step from the last version to the tables as data/tables.py has them now.

    Raises:
        SystemExit: the name is not one, or the tables are the same.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        sys.exit("请写明用途，小写英文：make migration NAME=audit_entry")
    number = f"{len(versions()) + 1:04}"
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        with engine.connect() as connection:
            if versions():
                step_to(connection, head())
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.set_main_option("truncate_slug_length", "60")
            written = command.revision(
                config,
                name,
                autogenerate=True,
                rev_id=number,
                process_revision_directives=_only_changes,
            )
        engine.dispose()
    if not isinstance(written, Script):
        sys.exit(f"data/tables.py 与版本 {head()} 一致，没有要写的")
    path = Path(written.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")


def _only_changes(context: Any, revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else "")
