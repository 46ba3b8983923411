"""A site that promises everything and holds nothing: for tests that a name is not a disclosure."""

from html import escape
from pathlib import Path

from data.demo.content.build import content_of
from data.demo.families.parts import PLATFORM, footer_lines, view_of
from data.demo.families.static import STATIC
from data.demo.units import BODIES


def write_decoy(folder: Path) -> tuple[str, ...]:
    """Write one home page into `folder` whose menu names every disclosure of a faultless county.

    Nothing else is written, so every link answers 404. Returns the words of the links.
    """
    content = content_of(BODIES[0])
    view = view_of(content, STATIC)
    named = [(PLATFORM, view.platform)]
    named += [(column.name, view.columns[column.key]) for column in content.columns()]
    named += [(article.title, view.articles[article.key]) for _, article in content.articles()]
    links = "\n".join(f'<li><a href="{path}">{escape(name)}</a></li>' for name, path in named)
    foot = "\n".join(f"<p>{line}</p>" for line in footer_lines(content.body))
    page = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{content.body.name}门户网站</title></head>\n"
        f'<body>\n<ul class="nav">\n{links}\n</ul>\n<div class="footer">\n{foot}\n</div>\n'
        "</body></html>\n"
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page, encoding="utf-8")
    return tuple(name for name, _ in named)
