"""A tree made from a table as a scheme: written, read back, mistakes said with their row."""

import re
from collections.abc import Mapping, Sequence

from data.indicators import Scheme
from data.marked import Fault
from data.scheme_sheets.grid import SchemeSheetError
from data.scheme_sheets.plain import Plain, write_scheme
from data.schemes import SchemeError, parse_scheme


def checked(
    tree: Mapping[str, Plain], file: str, head: Sequence[str] = ()
) -> tuple[Scheme, str, Mapping[str, str]]:
    """The scheme, its YAML text, and where every line of it came from, by number from 1.

    Args:
        file: name of the table, for messages.
        head: comment lines for the top of the text.

    Raises:
        SchemeSheetError: the tree is no scheme; the sentence names sheet and row where known.
    """
    try:
        written = write_scheme(tree, head)
    except ValueError as error:
        raise SchemeSheetError(
            f"{file}：有一个数不能写成有限小数（{error}），请改成小数后再试。"
        ) from error
    places = {str(line): where for line, where in written.rows.items()}
    try:
        return parse_scheme(written.text, file), written.text, places
    except SchemeError as error:
        raise SchemeSheetError(placed(error, file, places)) from error


def placed(error: SchemeError, file: str, places: Mapping[str, str]) -> str:
    """The sentence of an error in the YAML text, with the row of the table in place of the line."""
    fault = error.__cause__
    if isinstance(fault, Fault):
        where = places.get(str(fault.line), file)
        return f"{where}：{_at_rows(str(fault), places)}。"
    said = str(error)
    found = re.match(rf"{re.escape(file)} 第 (\d+) 行", said)
    if found and found[1] in places:
        return places[found[1]] + said.removeprefix(found[0])
    return said


def _at_rows(said: str, places: Mapping[str, str]) -> str:
    """Lines of the text that a sentence names, as rows of the table."""
    return re.sub(r"第 (\d+) 行", lambda found: places.get(found[1], found[0]), said)
