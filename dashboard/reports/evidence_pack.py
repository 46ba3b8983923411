"""迎检资料包: every indicator of one unit with its evidence, and its appeals, as pages in a folder.

Static HTML without scripts; evidence is text, never the markup of a stranger's page.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dashboard.reports import pack_appeals
from dashboard.reports.book import Book, Picture
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.packing import packed
from dashboard.reports.paper import chinese_day, clean
from dashboard.reports.phrases import earned
from dashboard.wording.markup import Html, described, esc, join, link, table
from dashboard.wording.printing import cell, china_time, percent, points
from dashboard.wording.searched import where_looked
from dashboard.wording.words import METHOD, outcome_in_words
from data.indicators import Leaf
from data.types import Evidence, Finding

_LONGEST = 200_000  # characters of one evidence
_MOST_BYTES = 20 * 1024**2  # of all pictures of a pack: what an office mails
_STYLE = """
body{font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;color:#1a1a1a;
background:#fff;max-width:60rem;margin:0 auto;padding:1.5rem}
h1,h2,h3{font-family:"Noto Sans CJK SC","Source Han Sans SC",SimHei,sans-serif;line-height:1.4}
h1{font-size:1.6rem;color:#1f4e79;border-bottom:2px solid #1f4e79;padding-bottom:.4rem}
h2{font-size:1.25rem;color:#1f4e79;margin-top:2.2rem}h3{font-size:1.05rem;margin:1.6rem 0 .3rem}
.gk-table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border:1px solid #9aa5b1;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#e8eef5}.gk-n{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:6.5rem 1fr;gap:.2rem .8rem;margin:.3rem 0}
dt{color:#52606d}dd{margin:0;overflow-wrap:anywhere}a{color:#0b5394}
section{break-inside:avoid;border-top:1px solid #d9dee4}
figure{margin:.6rem 0}figure img{max-width:100%;height:auto;border:1px solid #9aa5b1}
figcaption{font-size:.85rem;color:#52606d;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid #9aa5b1}
code{font-size:.8rem;overflow-wrap:anywhere}
@media print{body{max-width:none;padding:0;font-size:11pt}a{color:inherit}}
""".replace("\n", "")


@dataclass(frozen=True)
class Inside:
    """What the pack holds beside its first page, each under its name there."""

    kept: Mapping[tuple[str, int], str]  # by place in the archive
    shown: Mapping[Picture, str]
    handed: pack_appeals.Files


def evidence_pack(book: Book, unit_id: str) -> bytes:
    """The ZIP: index.html, one page for each archived evidence, the files of the unit's appeals,
    and a list of all with size and SHA-256.
    """
    files = {"index.html": b""}
    whence: dict[str, str] = {}  # what each file is, for the list
    kept: dict[tuple[str, int], str] = {}
    room = _MOST_BYTES
    for piece, captured in book.captured.items():
        place = (piece.warc, piece.offset)
        if place not in kept:
            name = f"evidence/{len(kept) + 1:03}.html"
            kept[place] = name
            drawn = ""
            if captured.jpeg and len(captured.jpeg) <= room:
                room -= len(captured.jpeg)
                drawn = f"{len(kept):03}.jpg"
                files[f"evidence/{drawn}"] = captured.jpeg
                whence[f"evidence/{drawn}"] = piece.url
            said = captured.text[:_LONGEST] if not captured.why else captured.why
            files[name] = _page(captured.title or piece.url, _evidence(piece, said, drawn), "../")
            whence[name] = piece.url
    shown = _pictures(book, room)
    files |= {name: each.jpeg for each, name in shown.items() if name}
    whence |= {name: each.name for each, name in shown.items()}
    handed = pack_appeals.named(book.appeals.get(unit_id, ()))
    files |= {name: each.content for name, each in handed.items()}
    whence |= {name: each.name for name, each in handed.items()}
    body = join(
        _index(book, unit_id, Inside(kept, shown, {h.sha256: n for n, h in handed.items()}))
    )
    files["index.html"] = _page(f"{book.unit(unit_id).name}迎检资料", body, "")
    files["files.csv"] = _list(files, whence)
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in files.items())
    return packed([*files.items(), ("SHA256SUMS.txt", sums.encode())])


def _list(files: Mapping[str, bytes], whence: Mapping[str, str]) -> bytes:
    """Every file with what it is, its size and hash, as a table; no cell runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("文件", "原名或网址", "字节", "SHA-256"))
    for name, body in files.items():
        digest = hashlib.sha256(body).hexdigest()
        writer.writerow((name, cell(clean(whence.get(name, ""))), len(body), digest))
    return out.getvalue().encode("utf-8-sig")


def _page(title: str, body: Html, up: str) -> bytes:
    back = Html(f'<p><a href="{up}index.html">返回目录</a></p>') if up else Html("")
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src 'self' file:; style-src 'unsafe-inline'\">"
        f"<title>{esc(clean(title))}</title><style>{_STYLE}</style></head>"
        f"<body><main>{back}<h1>{esc(clean(title))}</h1>{body}</main></body></html>"
    ).encode()


def _pictures(book: Book, room: int) -> dict[Picture, str]:
    """Every picture with its file in the pack; without one where it is not shown, or where the
    pack would grow too large."""
    found: dict[Picture, str] = {}
    number = 0
    for each in (each for pictures in book.pictures.values() for each in pictures):
        if not each.jpeg or len(each.jpeg) > room or each in found:
            found.setdefault(each, "")
            continue
        room, number = room - len(each.jpeg), number + 1
        found[each] = f"pictures/{number:03}.jpg"
    return found


def _index(book: Book, unit_id: str, inside: Inside) -> Iterator[Html]:
    unit, this, score = book.unit(unit_id), book.result.round, book.result.scores[unit_id]
    yield described(
        [
            ("评估轮次", clean(this.name)),
            ("单位", clean(unit.name)),
            ("网站", link(unit.portal)),
            ("统计截至", chinese_day(this.as_of)),
            ("制作单位", clean(book.organisation)),
            ("制作日期", chinese_day(book.day)),
            ("编号", clean(book.number) or "草稿，未编号"),
            ("得分", f"{points(score.value)}，核查覆盖率{percent(score.coverage)}"),
        ]
    )
    yield Html(
        "<p>本资料包逐项列出核查结果和证据。证据文字取自采集时存档的网页，号码已作遮盖；"
        "每个文件的来源和大小见 files.csv，SHA-256 见 SHA256SUMS.txt，原始网页见存证文件。</p>"
    )
    told = book.appeals.get(unit_id, ())
    yield pack_appeals.mentioned(told)
    yield Html("<h2>一览</h2>")
    leaves = [leaf for leaf in book.scheme.leaves() if leaf.id in score.leaves]
    found = book.result.findings[unit_id]
    yield table(
        ("编号", "指标", "分值", "得分", "结果"),
        [
            (
                Html(f'<a href="#{esc(leaf.id)}">{esc(leaf.code)}</a>'),
                clean(leaf.name),
                points(score.leaves[leaf.id].full),
                earned(score.leaves[leaf.id]),
                _outcome(found.get(leaf.id)),
            )
            for leaf in leaves
        ],
        numbers=(2, 3),
    )
    top = ""
    for leaf in leaves:
        head = leaf.path[0] if leaf.path else ""
        if head != top:
            yield Html(f"<h2>{esc(clean(head))}</h2>")
            top = head
        yield _section(book, unit_id, leaf, found.get(leaf.id), inside)
    names = {leaf.id: f"{leaf.code} {leaf.name}" for leaf in book.scheme.leaves()}
    piece = partial(_piece, inside=inside)
    yield from pack_appeals.section(told, names, inside.handed, piece)


def _section(book: Book, unit_id: str, leaf: Leaf, finding: Finding | None, inside: Inside) -> Html:
    got = book.result.scores[unit_id].leaves[leaf.id]
    lines: list[tuple[str, object]] = [
        ("结果", _outcome(finding)),
        ("得分", f"{earned(got)}（分值{points(got.full)}）"),
        ("判定方式", METHOD[leaf.method]),
        ("评分规则", clean(leaf.rule)),
        ("依据", "；".join(leaf.basis)),
        ("说明", clean(finding.reason) if finding else ""),
        ("怎样整改", clean(leaf.remedy) if got.lost else ""),
    ]
    if finding and (where := where_looked(finding.looked)):
        parts = (esc(clean(line)) for line in where.split("\n"))
        lines.append(("查找范围", join(parts, "<br>")))
    if appealed := pack_appeals.about(book.appeals.get(unit_id, ()), leaf.id):
        lines.append(("申诉", appealed))
    pieces = [_piece(each, inside) for each in (finding.evidence if finding else ())]
    drawn = [_picture(each, inside.shown[each]) for each in book.pictures.get(leaf.id, ())]
    head = f"{leaf.code} {clean(leaf.name)}"
    body = Html(f"<h3>{esc(head)}</h3>{described(lines)}{join(pieces)}{join(drawn)}")
    return Html(f'<section id="{esc(leaf.id)}">{body}</section>')


def _piece(piece: Evidence, inside: Inside) -> Html:
    name = inside.kept.get((piece.warc, piece.offset), "") if piece.warc else ""
    lines: list[tuple[str, object]] = [
        ("证据", link(piece.url) if piece.url else ""),
        (
            "摘录",
            Html(f"<blockquote>{esc(clean(piece.quote))}</blockquote>") if piece.quote else "",
        ),
        ("采集时间", china_time(piece.captured_at) if piece.captured_at else ""),
        ("SHA-256", Html(f"<code>{esc(piece.sha256)}</code>") if piece.sha256 else ""),
        ("存档文字", Html(f'<a href="{esc(name)}">{esc(name)}</a>') if name else ""),
    ]
    return described(lines)


def _picture(each: Picture, name: str) -> Html:
    """A picture that a reviewer brought, or why it is not here."""
    said = f"{esc(clean(each.name))}　SHA-256 <code>{esc(each.sha256)}</code>"
    if not name:
        why = esc(each.why or "资料包容量有限，没有收入")
        return Html(f"<p>评审证据图片 {said}：{why}</p>")
    return Html(
        f'<figure><img src="{esc(name)}" alt="{esc(clean(each.name))}">'
        f"<figcaption>评审证据图片（按原图重绘） {said}</figcaption></figure>"
    )


def _evidence(piece: Evidence, said: str, drawn: str) -> Html:
    lines: list[tuple[str, object]] = [
        ("网址", link(piece.url)),
        ("采集时间", china_time(piece.captured_at) if piece.captured_at else ""),
        ("SHA-256", Html(f"<code>{esc(piece.sha256)}</code>") if piece.sha256 else ""),
        ("存证位置", f"{piece.warc}，第 {piece.offset} 字节"),
    ]
    text = "\n".join(clean(line) for line in said.split("\n"))
    if drawn:
        shown = f'<figure><img src="{drawn}" alt="存档图片"></figure>'
        return Html(f"{described(lines)}<h2>存档图片（按原图重绘）</h2>{shown}")
    return Html(f"{described(lines)}<h2>存档文字</h2><pre>{esc(text) or '（没有文字）'}</pre>")


def _outcome(finding: Finding | None) -> str:
    if finding is None:
        return "待核查"
    return outcome_in_words(finding.outcome, finding.cause)


KIND = Kind(
    "pack",
    "迎检资料包",
    "一个单位逐项的结果、证据和申诉材料：不联网就能打开的网页，附每个文件的摘要值",
    Scope.UNIT,
    Reader.OWN,
    {"zip": evidence_pack},
    evidence=True,
)
