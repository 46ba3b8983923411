"""What a sentence of an indicator table says in points: deductions, elements, shares."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from scoring.rubric.sentence import Deduction, Element, Sentence, Share

_NUM = r"(\d+(?:\.\d+)?)"
_UNIT = (
    "项|例|处|条|件|个|次|篇|人|天|日|份|家|种|类|页|(?<![逾超延到按定])期|起|栏目|工作日|家次|张|款|宗|户|"
    "名|位|幅"
)
# 扣0.2分, 扣减 1 分, 倒扣2分; and the short form of score sheets, -5分/条.
# 扣5% is a share of what the indicator is worth, as tables with nested percentages say it.
_OFF = re.compile(
    rf"(?:扣|减)(?:除|减|去)?(?:本项|该项)?(?:分值)?(?:的)?\s*{_NUM}\s*(?P<sign>分|[%％])"
    rf"|[-−－]\s*(?P<short>\d+(?:\.\d+)?)\s*分?\s*/\s*(?P<unit>{_UNIT})"
    r"|(?:该项|本项|此项|全项)?(?P<none>不得分|不计分|[得计记]0分)"
)
_RANGE = re.compile(r"扣\s*\d+(?:\.\d+)?\s*[-—~～至到]+\s*\d")
_PER = re.compile(
    rf"每(?P<verb>[^，。；;\d]{{0,8}}?)(?:1|一)?\s*(?:个)?(?P<unit>{_UNIT})"
    rf"|(?P<verb2>发现|缺失?|少|漏|存在|出现)\s*(?:1|一)\s*(?:个)?(?P<unit2>{_UNIT})"
    rf"|(?P<unit3>{_UNIT})均?(?=扣)"
    rf"|(?<![\d第前])(?:1|一)个?(?P<unit4>{_UNIT})(?=[^，。；\d]{{1,10}}$)"
)
_POINTS_BELOW = re.compile(
    r"每(?:降?低|少|下降|差)(?:于)?\s*(?P<step>\d+(?:\.\d+)?|一)?\s*(?:个)?(?:百分点|%|％)"
    r"[^，。；]{0,6}，?\s*扣(?:除|减|去)?\s*(?P<off>\d+(?:\.\d+)?)\s*(?P<sign>分|[%％])"
)
_FULL_AT = re.compile(r"(?:达到?|不低于|高于|≥|以上|完成)\s*(\d+(?:\.\d+)?)\s*[%％]")
_MOST = re.compile(rf"(?:最多|最高|累计|上限|不超过)[^，。；]{{0,4}}扣?(?:至|为)?\s*{_NUM}\s*分")
_ELEMENT = re.compile(
    rf"[【〔\[（(]\s*{_NUM}\s*分\s*[】〕\]）)]|(?:得|计|记|赋)\s*{_NUM}\s*分|(?<=[、，；。\s])?各\s*{_NUM}\s*分"
)
_MARK = re.compile(r"[①-⑳⑴-⒇]|(?<!\d)\d{1,2}[、．)）](?!\d)|[（(]\d{1,2}[)）]")
_ENUMERATED = re.compile(r"(?:缺失?|少|每)(?:少|缺失?|漏)?\s*(?:1|一)?\s*(?:项|个|种|类|要素)")
_NUMBER_OF = re.compile("([二两三四五六七八九十]|[2-9])(?:种|项|类|个)(?!工作日)")
_HEAD = 2  # characters of a compound that say what it is: 规划, 方案
_HAN = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def read_sentence(text: str) -> Sentence:
    """What a rule says in points; nothing is guessed, a sentence without figures has none."""
    lines = [re.sub(r"\s+", "", line) for line in text.splitlines()]
    said = re.sub("(?<=[。；，：])；", "", "；".join(line for line in lines if line))
    share, rest = _share(said)
    most = _MOST.search(rest)
    rest = _MOST.sub("", rest)
    deductions = _deductions(rest)
    elements = _elements(_OFF.sub("", rest)) if "分" in rest else ()
    if any(not each.marked for each in elements):  # 有更新得3分,未更新的不得分: none of the three
        deductions = tuple(each for each in deductions if not each.is_all)
    duty = _duty(rest)
    named = next((each.fault for each in deductions if _lists(each)), "")
    found = tuple(re.split("[、，]", named)) if named else matters(duty)
    deductions = tuple(replace(each, fault="缺项") if _lists(each) else each for each in deductions)
    if stated(duty) and len(found) == stated(
        duty
    ):  # 四种渠道…每发现1项: there are no more than four
        deductions = tuple(
            replace(each, listed=each.each and each.unit in {"项", "种", "类", "个"})
            for each in deductions
        )
    return Sentence(
        text=said,
        duty=duty,
        deductions=deductions,
        elements=elements,
        share=share,
        most=Fraction(most[1]) if most else None,
        vague=bool(_RANGE.search(said) or re.search("酌情|视情|视情况", said)),
        matters=found,
    )


def _lists(deduction: Deduction) -> bool:
    """Whether a fault is the list of what may be missing: 指南、目录缺失1项."""
    said = deduction.fault
    return deduction.listed and "、" in said and not re.search("[未不无]", said)


def _share(said: str) -> tuple[Share | None, str]:
    found = _POINTS_BELOW.search(said)
    if not found:
        return None, said
    full = _FULL_AT.search(said)
    step = found["step"] if found["step"] and found["step"] != "一" else "1"
    share = Share(
        Fraction(full[1]) / 100 if full and Fraction(full[1]) <= 100 else Fraction(1),
        Fraction(step),
        Fraction(found["off"]) / (1 if found["sign"] == "分" else 100),
        found["sign"] != "分",
    )
    return share, said[: found.start()] + said[found.end() :]


def _deductions(said: str) -> tuple[Deduction, ...]:
    found: list[Deduction] = []
    end = 0
    for off in _OFF.finditer(said):
        if _RANGE.match(said, off.start()):
            continue
        clause = said[end : off.start()]
        end = off.end()
        behind = re.match(rf"/\s*({_UNIT})", said[end:])
        fault, per = _fault(clause)
        unit = off["unit"] or (behind[1] if behind else "") or (_unit(per) if per else "")
        found.append(
            Deduction(
                fault=_unlike(fault, [each.fault for each in found]),
                points=_worth(off),
                each=bool(unit),
                listed=bool(per and _ENUMERATED.fullmatch(per[0])),
                unit=unit,
                of_leaf=_of_leaf(off),
            )
        )
    return tuple(each for each in found if each.points > 0)


def _of_leaf(off: re.Match[str]) -> bool:
    return off["none"] is not None or (off["sign"] is not None and off["sign"] != "分")


def _worth(off: re.Match[str]) -> Fraction:
    """Points, or a share where it is one: 不得分 is all of the indicator."""
    if off["none"]:
        return Fraction(1)
    return Fraction(off[1] or off["short"]) / (100 if _of_leaf(off) else 1)


def _unit(per: re.Match[str]) -> str:
    return per["unit"] or per["unit2"] or per["unit3"] or per["unit4"] or ""


def _fault(clause: str) -> tuple[str, re.Match[str] | None]:
    """The words for what is wrong, and the "每发现1项" that stands with them."""
    last = re.split("[。；;]", clause.rstrip("，,：:、。；;"))[-1]
    segments = [part for part in re.split("[，,：:]", last) if part]
    per = None
    for segment in reversed(segments):
        within = _PER.search(segment)
        if within and per is None:
            per = within
            before, lack = segment[: within.start()], within["verb2"] or ""
            kept = (
                lack if lack in {"缺", "缺失", "少", "漏"} and before and "、" not in before else ""
            )
            segment = before + kept + segment[within.end() :]
        if bare := _trimmed(segment):
            return bare, per
    if per and (verb := per["verb"]):  # 每逾期1个工作日
        return verb, per
    return _trimmed(_MARK.sub("", last)) or "不符合要求", per


def _trimmed(segment: str) -> str:
    bare = _MARK.sub("", segment)
    bare = re.sub("^(?:对于|对|如果|如|若|凡|存在|发生|有(?!效)|其中|的|并|且)", "", bare)
    return re.sub("(?:等?的?情况|情况|的|者|情形|等)+$", "", bare).strip("（）()“”") if bare else ""


def _unlike(fault: str, others: list[str]) -> str:
    """A fault by a name that no other of the sentence has."""
    number, name = 1, fault
    while name in others:
        number += 1
        name = f"{fault}（{number}）"
    return name


def _duty(said: str) -> str:
    """What has to be done: the sentence up to the clause with the first fault."""
    off = _OFF.search(said)
    if not off:
        return said
    before = said[: off.start()]
    parts = re.split("(?<=[。；;，,])", before)
    while parts and (not parts[-1].strip("，,") or _is_fault(parts[-1])):
        parts.pop()
    return "".join(parts).rstrip("，,；;。 ") or before.rstrip("，,；;。")


def _is_fault(part: str) -> bool:
    bare = part.strip("，,；;。")
    return bool(
        _PER.search(bare)
        or re.search("(?:的|者)$", bare)
        or re.match("(?:存在|发生|出现).*(?:情况|情形)$", bare)
        or re.match("(?:未|不|无|没有|缺|超|对?回复不)", bare)
    )


def _elements(said: str) -> tuple[Element, ...]:
    """考察点 with their points: 【2分】 behind each, or 得2分."""
    found: list[Element] = []
    end = 0
    for mark in _ELEMENT.finditer(said):
        before = said[end : mark.start()]
        end = mark.end()
        if mark[3]:  # A、B各1分
            names = [n for n in re.split("[、，,和]", re.split("[；;。]", before)[-1]) if n]
            found += [
                Element(_unlike(_short(n), [e.name for e in found]), Fraction(mark[3]))
                for n in names
            ]
            continue
        name = _short(before)
        if name:
            worth = Fraction(mark[1] or mark[2])
            known = [e.name for e in found]
            found.append(Element(_unlike(name, known), worth, mark[1] is not None))
    return tuple(each for each in found if each.points > 0)


def _short(before: str) -> str:
    parts = [
        part for part in re.split("[；;。\n]", _MARK.sub("；", before)) if part.strip("，,、：: ")
    ]
    return re.sub("的?$", "", parts[-1].strip("，,、：:（）() "))[:40] if parts else ""


_SETTING = re.compile(
    "(?:按照|做好|健全|围绕|针对|通过|设立|明确|依据|要|并|切实|严格|全面展示|设专栏|加强|强化|建立)"
)
_OPENED = re.compile("做好(.{2,20}?)的?[^的]{0,12}公开工作")  # 做好历史规划的归集整理和主动公开工作
_VERB = re.compile("^.{0,12}?(?:公开|公布|发布|公示|提供)(?!平台|标准|方式|渠道|栏)")


def matters(duty: str) -> tuple[str, ...]:
    """What a duty lists to be made public, each once; "包括 …" says what its heading holds."""
    found: dict[str, None] = {}
    listing = False
    for clause in re.split("[；;。]", re.sub("[（(][^）)]*[）)]", "", duty)):
        listing = listing or bool(re.search("公开|公布|发布|公示|提供|渠道", clause))
        for segment in (
            re.split("[，,]|以及|等及|及相关", clause.split("包括")[-1]) if listing else ()
        ):
            if opened := _OPENED.fullmatch(segment):
                found.setdefault(opened[1])
            if _SETTING.match(segment):
                continue
            for part in _listed(_VERB.sub("", segment)):
                bare = re.sub(
                    "^(?:公开|公布|发布|对(?!象)|平台发布)|等$|等(?=情况|信息|方面)|进行公开的$",
                    "",
                    part,
                )
                if (
                    len(bare) >= 2
                    and bare not in {"信息", "情况"}
                    and re.search("[\u4e00-\u9fff]", bare)
                ):
                    found.setdefault(bare[:40])
    count = stated(duty)
    if not count:
        return tuple(found)
    split = [part for name in found for part in re.split("和|及|与", name)]
    named = [re.sub("[两二三四五六七八九十2-9][种类项个].*$", "", part) for part in split]
    return tuple(part for part in named if len(part) > 1)[-count:]


def _listed(said: str) -> Iterator[str]:
    """Parts of a list. "A和B" are two where B is another of what A is (发展规划纲要和专项规划), not
    where the words belong together (经费投入和使用情况).
    """
    for part in said.split("、"):
        before, _, last = part.rpartition("和")
        if len(last) > _HEAD and last[-_HEAD:] in before:
            yield from (before, last)
        else:
            yield part


def stated(duty: str) -> int:
    """How many ways a duty names (四种申请渠道); 0 where it does not say."""
    number = _NUMBER_OF.search(duty)
    if not number or not re.search("渠道|方式|形式|要素", duty):
        return 0
    return _HAN.get(number[1]) or int(number[1])
