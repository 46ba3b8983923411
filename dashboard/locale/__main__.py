"""`make texts`: brings the English catalogues up to the texts, and compiles them: one of the
screens, one of the help of commands.

New texts come without translation, texts that are gone leave; what was translated stays.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from dashboard.locale.helps import help_texts
from dashboard.locale.texts import texts
from dashboard.wording.printing import say

_ENGLISH = Path(__file__).parent / "en" / "LC_MESSAGES"
PO, HELP_PO = _ENGLISH / "gkc.po", _ENGLISH / "commands.po"


def brought_up(old: Catalog, wanted: set[str]) -> Catalog:
    """A catalogue of the wanted texts with the translations that are known."""
    new = Catalog(locale="en", charset="utf-8", fuzzy=False, header_comment="# make texts")
    new.mime_headers = [
        ("Language", "en"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for text in sorted(wanted):
        known = old.get(text)
        new.add(text, known.string if known else "")
    return new


def main() -> int:
    """How many texts still want a translation decides what is returned."""
    wanting = 0
    for said, path, wanted in (
        ("界面文字", PO, texts()),
        ("命令帮助", HELP_PO, help_texts()),
    ):
        catalogue = _kept(path, wanted)
        lacking = sum(not message.string for message in catalogue if message.id)
        say(f"{len(wanted)} 条{said}，{lacking} 条还没有英文")
        wanting += lacking
    return int(wanting > 0)


def _kept(path: Path, wanted: set[str]) -> Catalog:
    """A catalogue brought up, written and compiled."""
    old = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale="en")
    catalogue = brought_up(old, wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


if __name__ == "__main__":
    sys.exit(main())
