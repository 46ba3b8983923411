"""Numbers that a scheme names once and uses in many places, so that a region changes one line."""

import re
from fractions import Fraction

from data.indicators import Parameter
from data.marked import Entry, Fault, did_you_mean, number_text
from data.scheme_form import PARAMETER, fields_of

_USED = re.compile(r"\$([A-Za-z_]\w*)(%?)", re.ASCII)


class Parameters:
    """The parameters of one scheme, and which of them were asked for."""

    def __init__(self, entry: Entry | None) -> None:
        self._entries = entry.mapping("parameters ") if entry else {}
        self.all = tuple(_parameter(id_, each) for id_, each in self._entries.items())
        self._used: set[str] = set()

    def fill(self, entry: Entry) -> Entry:
        """An entry with every text `$name`, at any depth, made the number it stands for.

        Raises:
            Fault: there is no parameter of that name.
        """
        value = entry.value
        if isinstance(value, dict):
            return Entry(entry.line, {key: self.fill(each) for key, each in value.items()})
        if isinstance(value, list):
            return Entry(entry.line, [self.fill(each) for each in value])
        if isinstance(value, str) and value.strip().startswith("$"):
            return Entry(entry.line, self._value(entry.line, value.strip()[1:]))
        return entry

    def fill_text(self, line: int, text: str) -> str:
        """A sentence with `$name` replaced by the number as a scheme writes it; `$name%` makes a
        share a percentage.

        Raises:
            Fault: there is no parameter of that name.
        """

        def number(found: re.Match[str]) -> str:
            value = self._value(line, found[1])
            return f"{number_text(value * 100)}%" if found[2] else number_text(value)

        return _USED.sub(number, text)

    def check_used(self) -> None:
        """Refuse a parameter that nothing uses: whoever changes it would change nothing.

        Raises:
            Fault: there is one.
        """
        for id_, entry in self._entries.items():
            if id_ not in self._used:
                raise Fault(entry.line, f"参数“{id_}”没有用到，请在 scoring 中写 ${id_}，或删去")

    def _value(self, line: int, name: str) -> Fraction:
        found = next((each for each in self.all if each.id == name), None)
        if found is None:
            hint = did_you_mean(name, tuple(self._entries)) or "，请在 scheme 的 parameters 中写明"
            raise Fault(line, f"没有参数“${name}”{hint}")
        self._used.add(name)
        return found.value


def _parameter(id_: str, entry: Entry) -> Parameter:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", id_):
        raise Fault(entry.line, f"参数“{id_}”的名称应由小写字母、数字和下划线组成，以字母开头")
    fields = fields_of(entry, f"参数“{id_}”", PARAMETER)
    return Parameter(id_, fields.text("name"), fields.number("value"), fields.text("unit", ""))
