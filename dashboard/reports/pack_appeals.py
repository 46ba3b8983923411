"""Appeals in 迎检资料包: what was said, how it was decided, on which proof, with which files."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dashboard.reports.paper import chinese_day, clean
from dashboard.reports.pleas import Handed, Pleaded, answer_of
from dashboard.wording.markup import Html, described, esc, join, link
from dashboard.wording.printing import china_time
from data.calendar import CHINA
from data.cases import CaseCapture
from data.types import Evidence
from scoring.appeals import DECISION_NAMES, GROUND_NAMES, Appeal

Files = Mapping[str, str]  # SHA-256 -> name in the pack
_PART = "appeals"  # of the page


def named(told: Sequence[Pleaded]) -> dict[str, Handed]:
    """Files of the pack under names of ours: one that a stranger gave may lead anywhere."""
    found: dict[str, Handed] = {}
    taken: set[str] = set()
    for each in told:
        if each.file and each.file.content and each.file.sha256 not in taken:
            taken.add(each.file.sha256)
            found[f"appeals/{len(taken):03}.{each.file.ending}"] = each.file
    return found


def mentioned(told: Sequence[Pleaded]) -> Html:
    """Where the page tells of appeals; nothing where there are none."""
    if not told:
        return Html("")
    said = f"本轮申诉{len(told)}件"
    return Html(f'<p>{said}，见<a href="#{_PART}">申诉和裁定</a>。</p>')


def about(told: Sequence[Pleaded], indicator_id: str) -> Html:
    """Links from an indicator to the appeals about it."""
    mine = [each.appeal for each in told if each.appeal.indicator_id == indicator_id]
    return join(
        (
            Html(f'<a href="#{_anchor(each)}">{esc(f"第{each.number}号：{_decided(each)}")}</a>')
            for each in mine
        ),
        "；",
    )


def section(
    told: Sequence[Pleaded],
    names: Mapping[str, str],
    files: Files,
    piece: Callable[[Evidence], Html],
) -> Iterator[Html]:
    """The chapter of appeals; nothing where there are none.

    Args:
        names: of indicators, with their codes, by id.
        files: of what the pack holds.
        piece: an evidence as the pack shows it.
    """
    if not told:
        return
    yield Html(f'<h2 id="{_PART}">申诉和裁定</h2>')
    yield Html("<p>所附文件是单位提交的原件，没有改动；打开前请核对 SHA-256。</p>")
    for each in told:
        yield _one(each, names.get(each.appeal.indicator_id, ""), files, piece)


def _one(each: Pleaded, name: str, files: Files, piece: Callable[[Evidence], Html]) -> Html:
    appeal = each.appeal
    lines: list[tuple[str, object]] = [
        ("指标", clean(name)),
        ("理由类别", GROUND_NAMES[appeal.ground]),
        ("申诉理由", clean(appeal.text)),
        ("网页链接", link(appeal.link) if appeal.link else ""),
        ("提出时间", china_time(appeal.at)),
        ("所附文件", _file(each.file, files) if each.file else ""),
    ]
    found = join(_answered(kept, piece) for kept in each.captures)
    body = Html(f"{described(lines)}{found}{_ruling(each, files, piece)}")
    head = esc(f"第{appeal.number}号申诉")
    return Html(f'<section id="{_anchor(appeal)}"><h3>{head}</h3>{body}</section>')


def _answered(kept: CaseCapture, piece: Callable[[Evidence], Html]) -> Html:
    """What the link answered when it was asked for."""
    if not kept.sha256:
        said = f"{china_time(kept.at)} 没有取到内容（{clean(kept.said)}），不影响申诉"
        return described([("链接存证", said)])
    day = f"页面标注日期 {chinese_day(kept.published_on)}" if kept.published_on else ""
    return Html(f"<p>链接存证{esc(f'，{day}' if day else '')}</p>{piece(answer_of(kept))}")


def _ruling(each: Pleaded, files: Files, piece: Callable[[Evidence], Html]) -> Html:
    appeal = each.appeal
    lines: list[tuple[str, object]] = [("裁定", _decided(appeal))]
    if appeal.decided_at:
        lines += [
            ("裁定理由", clean(appeal.reason)),
            ("裁定日期", chinese_day(appeal.decided_at.astimezone(CHINA).date())),
        ]
    if each.file and appeal.cites == each.file.sha256:
        lines.append(("所引存证", Html(f"申诉所附文件 {_file(each.file, files)}")))
    said = described(lines)
    return Html(f"{said}<p>裁定所引存证</p>{piece(each.cited)}") if each.cited else said


def _file(file: Handed, files: Files) -> Html:
    """A file with its hash and size, or why it is not in the pack."""
    said = Html(f"{esc(clean(file.name))}　SHA-256 <code>{esc(file.sha256)}</code>")
    name = files.get(file.sha256, "")
    if not name or file.why:
        return Html(f"{said}：{esc(clean(file.why))}")
    size = f"{len(file.content):,} 字节"
    return Html(f'<a href="{esc(name)}">{esc(name)}</a>　{said}　{size}')


def _decided(appeal: Appeal) -> str:
    return DECISION_NAMES[appeal.decision] if appeal.decision else "待裁定"


def _anchor(appeal: Appeal) -> str:
    return f"appeal-{appeal.number}"
