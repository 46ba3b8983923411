"""A page as flat lists: lines of text, the boxes they stand in, links. Order is document order."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Box:
    """A block element. Its lines are first <= index < last; boxes nest by `parent`."""

    parent: int
    tag: str
    css: str  # id and class words, lower case
    first: int
    last: int = 0
    hidden: bool = False
    anchors: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Line:
    """Text between two block borders; the cells of a table row are joined by tabs."""

    text: str
    box: int
    tag: str  # of the innermost block element, h1 … h6 included
    css: str  # id and class words of the innermost elements around the text
    linked: int  # characters that belong to links
    anchors: tuple[int, ...]
    hidden: bool


@dataclass(slots=True)
class Anchor:
    """A link-like element: a, area, or anything whose onclick opens an address."""

    href: str
    text: str
    title: str
    box: int
    line: int
    onclick: str = ""
    attributes: str = ""  # the other attributes' values, for file names
    image: str = ""  # address of a picture inside or right before it (file icons)
    hidden: bool = False
    url: str = ""  # absolute address of `href`; filled by links.resolve, as are the next three
    leads: str = ""  # where a click leads: `url`, or the address that its code opens
    pager: bool = False  # 上一页, 2, 末页 …
    entry: bool = False  # it may be an item of a list


@dataclass(slots=True)
class Control:
    """Something that reacts to a click and is no link: a choice in a menu, a button, any box."""

    words: str
    href: str = ""  # the address that a choice stands for
    code: str = ""  # what a click runs; empty for a button that sends its form
    leads: str = ""  # the page that it leads to; filled by links.resolve


@dataclass(slots=True)
class Form:
    action: str
    method: str = ""
    words: str = ""  # id, class, name and title of the form itself, for telling what it is for
    # Name, type, value, and what else names a field: id, placeholder, title.
    fields: list[tuple[str, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Markup:
    title: str = ""
    base: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    frameset: bool = False
    refresh: str = ""
    scripts: list[str] = field(default_factory=list)  # inline code
    script_lines: list[int] = field(default_factory=list)  # where each one stands
    code: str = ""  # all inline code
    sources: list[str] = field(default_factory=list)  # addresses of script files
    inputs: list[tuple[int, str, str]] = field(default_factory=list)  # box, type, name
    forms: list[Form] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    embedded: list[tuple[int, str]] = field(default_factory=list)  # box, address of a shown file
    images: int = 0
    pictures: list[str] = field(default_factory=list)  # their addresses
    objects: list[str] = field(default_factory=list)  # addresses of object and embed, "" for none
    elements_of_its_own: set[str] = field(default_factory=set)  # tags with a hyphen
    without_script: list[str] = field(default_factory=list)  # words for browsers without scripts
    elements: int = 0
    _inner: list[list[int]] = field(default_factory=list)

    def inner(self) -> list[list[int]]:
        """The boxes that stand directly in each box; last (-1) those that stand in none."""
        if not self._inner:
            self._inner = [[] for _ in range(len(self.boxes) + 1)]
            for number, box in enumerate(self.boxes):
                self._inner[box.parent].append(number)
        return self._inner


def squeeze(text: str) -> str:
    """Runs of any white space, wide ones included, become one space."""
    words = text.split()
    return words[0] if len(words) == 1 else " ".join(words)
