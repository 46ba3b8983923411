"""Bar charts of Word itself: vectors that the reader may edit; no font and no browser is needed."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Pt

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FILLS = {"value": "5B8DB8", "mean": "52606D", "best": "D9DEE4"}


def add_bars(document: Any, block: dict[str, Any], width: Length) -> None:
    """A chart at the end of the document, each bar with its figure."""
    series = [("value", block["of"])]
    series += [("mean", "组平均")] if block["means"] else []
    series += [("best", "组内最高")] if block["bests"] else []
    package = document.part.package
    number = 1 + sum("/charts/" in part.partname for part in package.iter_parts())
    name = PackURI(f"/word/charts/chart{number}.xml")
    chart = Part(name, _TYPE, _chart(block, series).encode(), package)
    relation = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    high = Pt(40 + len(block["bars"]) * (12 + 9 * len(series)))
    drawing = (
        f"<w:r {nsdecls('w', 'wp', 'a', 'r')}><w:drawing>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(width)}" '
        f'cy="{int(high)}"/><wp:docPr id="{1000 + number}" name="chart{number}" '
        f"descr={quoteattr(_told(block))}/>"
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    document.add_paragraph()._p.append(parse_xml(drawing))


def _told(block: dict[str, Any]) -> str:
    """The chart in words, for who cannot see it."""
    bars = "；".join(f"{bar['label']} {bar['said']}" for bar in block["bars"])
    return f"{block['caption']}：{bars}"


def _chart(block: dict[str, Any], series: list[tuple[str, str]]) -> str:
    bars, most = block["bars"], block["most"]
    labels = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(bar["label"])}</c:v></c:pt>' for at, bar in enumerate(bars)
    )
    lines = "".join(
        _series(at, key, name, labels, bars, most) for at, (key, name) in enumerate(series)
    )
    legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
    axis = (
        '<c:scaling><c:orientation val="{order}"/>{limits}</c:scaling><c:delete val="{hidden}"/>'
        '<c:axPos val="{side}"/>{format}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="nextTo"/>{line}<c:crossAx val="{cross}"/>'
    )
    limits = f'<c:max val="{most}"/><c:min val="0"/>'
    plain = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
    category = axis.format(
        order="maxMin", limits="", hidden=0, side="l", format="", line=plain, cross=2
    )
    values = axis.format(
        order="minMax", limits=limits, hidden=1, side="b",
        format='<c:numFmt formatCode="General" sourceLinked="0"/>', line=plain, cross=1,
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{lines}<c:gapWidth val="60"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/>{category}</c:catAx>'
        f'<c:valAx><c:axId val="2"/>{values}</c:valAx>'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/></c:chart>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr>"
        '<a:defRPr sz="900"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr></c:chartSpace>'
    )


def _series(
    at: int, key: str, name: str, labels: str, bars: list[dict[str, Any]], most: float
) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{round(bar[key] * most, 2)}</c:v></c:pt>'
        for n, bar in enumerate(bars)
        if bar[key] is not None
    )
    count = f'<c:ptCount val="{len(bars)}"/>'
    edge = '<a:ln w="6350"><a:solidFill><a:srgbClr val="52606D"/></a:solidFill></a:ln>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:v>{escape(name)}</c:v></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{_FILLS[key]}"/></a:solidFill>{edge}</c:spPr>'
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="0.0" sourceLinked="0"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strLit>{count}{labels}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{points}</c:numLit></c:val>"
        "</c:ser>"
    )
