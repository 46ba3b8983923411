"""Names of indicators as a table writes them, without what only numbers or weighs them."""

import re

_LONGEST_NAME = 30


def bare_name(name: str) -> str:
    """A name without numbering in front: 一、, （二）, 3. and codes such as 010100."""
    return re.sub(
        r"^\s*(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]"
        r"|\d{1,2}[、.．)）](?!\d)|[①-⑳]|\d{4,}\s)\s*",
        "",
        " ".join(name.split()),
    ).strip()


def short_name(text: str) -> str:
    """What an indicator without a name is called: the first clause of its rule."""
    line = bare_name(text.strip().splitlines()[0])
    line = re.sub(r"[【〔\[（(]\s*\d+(?:\.\d+)?\s*分\s*[】〕\]）)]", "", line)
    first = re.split("[，。；：,;:]", line)[0]
    name = first if len(first) >= 4 else line
    return name[:_LONGEST_NAME].strip("“”（）() ") or line[:_LONGEST_NAME]
