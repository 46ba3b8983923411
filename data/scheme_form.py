"""The form of a scheme file: every key, its kind and what it says.

The one description that the reader, `gkc schemes schema` and the test of docs/schemes.md share, so
that none of them can drift. What one key demands of another is with the readers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.indicators import Absent, Effect, Method, Publishing, Source, Ties
from data.marked import Entry, Fields

Kind = Mapping[str, Any]  # a fragment of JSON schema


@dataclass(frozen=True, slots=True)
class Key:
    kind: Kind
    about: str  # for people, in Chinese
    must: bool = False


Form = Mapping[str, Key]


def fields_of(entry: Entry, what: str, form: Form) -> Fields:
    """A mapping read by its form: unknown keys and missing ones are refused."""
    return Fields(entry, what, form, [name for name, key in form.items() if key.must])


def _one_of(words: type[StrEnum]) -> Kind:
    return {"enum": [word.value for word in words]}


def _list(of: Kind, **more: Any) -> Kind:
    return {"type": "array", "items": of, **more}


def _named(of: Kind, **more: Any) -> Kind:
    return {"type": "object", "additionalProperties": of, **more}


def _ref(name: str) -> Kind:
    return {"$ref": f"#/$defs/{name}"}


TEXT: Kind = {"type": "string", "pattern": r"\S"}
TEXTS = _list(TEXT)
FLAG: Kind = {"type": "boolean"}
NUMBER: Kind = {"type": "number"}
POSITIVE: Kind = {"type": "number", "exclusiveMinimum": 0}
PERCENT: Kind = {"type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,9})?%$"}
SHARE: Kind = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, PERCENT]}
DAY: Kind = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DAYS = _list(DAY, minItems=2, maxItems=2)
ID: Kind = {"type": "string", "pattern": r"^[a-z][a-z0-9_]*$"}
SCHEME_ID: Kind = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]*$"}
_NAMED: Kind = {"type": "string", "pattern": r"^\$[a-z][a-z0-9_]*$"}  # a parameter


def _or_named(*kinds: Kind) -> Kind:
    return {"anyOf": [*kinds, _NAMED]}


_N, _P, _S = _or_named(NUMBER), _or_named(POSITIVE), _or_named(SHARE)
_F = _or_named(FLAG)
_WORTH = _or_named(POSITIVE, PERCENT)
_PAIR = _list(TEXT, minItems=2, maxItems=2)

SCHEME: Form = {
    "id": Key(SCHEME_ID, "编号，全系统唯一；改了内容就换编号", True),
    "title": Key(TEXT, "名称", True),
    "kind": Key(TEXT, "适用的单位类别，如 county、department", True),
    "total": Key(POSITIVE, "总分", True),
    "grades": Key(_list(_ref("grade"), minItems=1), "等次，从高到低", True),
    "version": Key(TEXT, "版本说明"),
    "region": Key(TEXT, "适用地区"),
    "year": Key({"type": "integer", "minimum": 2008, "maximum": 2100}, "评估年度"),
    "dates": Key(_ref("dates"), "三个时间：截止日、采集期、复查期"),
    "parameters": Key(_named(_ref("parameter")), "参数：一处修改，各处的 $名称 跟着变"),
    "coverage_floor": Key(SHARE, "给名次和等次所需的核查覆盖率，默认 0.6"),
    "groups": Key(TEXTS, "分组名称"),
    "duties": Key(_named(TEXT), "职责：名称和说明"),
    "vetoes": Key(_list(_ref("veto")), "单项否决"),
    "bonus": Key(_ref("bonus"), "加分"),
    "penalties": Key(_list(_ref("penalty")), "倒扣"),
    "composition": Key(_ref("composition"), "最终得分由哪几部分合成"),
    "publish": Key({"anyOf": [_one_of(Publishing), _ref("publish")]}, "对外公布到什么程度"),
    "ties": Key(
        _one_of(Ties), "并列之后的名次：skip 顺延（1、1、3，默认），dense 不空位（1、1、2）"
    ),
    "performance_points": Key(POSITIVE, "折算进绩效考核的分值"),
}
GRADE: Form = {
    "name": Key(TEXT, "等次名称", True),
    "min": Key(NUMBER, "得分不低于"),
    "top": Key(
        {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, PERCENT]},
        "组内名次在前多大比例以内",
    ),
}
DATES: Form = {
    "cut_off": Key(DAY, "截止日：之后发布的不计"),
    "capture": Key(DAYS, "采集期：[起, 止]"),
    "recheck": Key(DAYS, "复查期：[起, 止]"),
}
PARAMETER: Form = {
    "name": Key(TEXT, "中文名称", True),
    "value": Key(NUMBER, "数值", True),
    "unit": Key(TEXT, "计量单位"),
}
VETO: Form = {
    "id": Key(ID, "编号", True),
    "name": Key(TEXT, "名称", True),
    "effect": Key(_one_of(Effect), "后果", True),
    "value": Key({"type": "number", "minimum": 0}, "封顶分，cap_at 必写"),
    "grade": Key(TEXT, "最好等次，cap_grade 必写"),
    "watch": Key(TEXTS, "这些指标有问题时提请复核"),
}
BONUS: Form = {
    "cap": Key({"type": "number", "minimum": 0}, "加分上限，默认总分"),
    "gate": Key({"type": "number", "minimum": 0}, "加分前达到多少分才加，默认 0"),
    "part": Key(ID, "门槛看哪个分组的得分；不写则看总的得分"),
    "items": Key(_list(_ref("bonus_item")), "加分项"),
}
BONUS_ITEM: Form = {
    "id": Key(ID, "编号", True),
    "name": Key(TEXT, "名称", True),
    "points": Key(POSITIVE, "分值", True),
    "evidence": Key(TEXT, "要提供的材料"),
}
PENALTY: Form = {
    "id": Key(ID, "编号", True),
    "name": Key(TEXT, "名称", True),
    "points": Key(POSITIVE, "最多扣多少分", True),
    "scoring": Key(_ref("rule"), "计分规则：失去的分从总分中扣", True),
    "evidence": Key(TEXT, "依据的材料", True),
}
COMPOSITION: Form = {
    "parts": Key(_list(_ref("part"), minItems=2), "各部分", True),
    "renormalise": Key(FLAG, "各部分的 share 不合计为 1 时，按所占比重折算，默认 false"),
}
PART: Form = {
    "id": Key(ID, "编号，gkc compose --part 用它", True),
    "name": Key(TEXT, "名称", True),
    "share": Key({"anyOf": [POSITIVE, PERCENT]}, "所占比重：0.7、70%", True),
    "source": Key(_one_of(Source), "从哪里来", True),
}
PUBLISH: Form = {
    "mode": Key(_one_of(Publishing), "公布方式", True),
    "n": Key({"type": "integer", "minimum": 1}, "ends：前后各几名"),
}
NODE: Form = {
    "id": Key(ID, "编号", True),
    "name": Key(TEXT, "名称", True),
    "points": Key(POSITIVE, "分值；与 weight 写其一"),
    "weight": Key(PERCENT, "占上级的百分比，如 40%"),
    "children": Key(_list(_ref("indicator"), minItems=1), "下级", True),
    "extra": Key(FLAG, "加挂：不计入总分，下级都写 requires"),
    "least": Key({"type": "number", "minimum": 0}, "低于多少分的，不论总分，为最低等次"),
}
LEAF: Form = {
    "id": Key(ID, "长期不变的编号，全文件不重复", True),
    "name": Key(TEXT, "名称", True),
    "points": Key(POSITIVE, "分值；与 weight 写其一"),
    "weight": Key(PERCENT, "占上级的百分比，如 40%"),
    "method": Key(_one_of(Method), "谁来评", True),
    "na": Key(_one_of(Absent), "不涉及时怎样处理", True),
    "rule": Key(TEXT, "一句话的评分规则；$名称 换成参数的数值", True),
    "scoring": Key(_ref("rule"), "计分规则", True),
    "basis": Key(_list(TEXT, minItems=1), "依据：简称 第几条", True),
    "remedy": Key(TEXT, "给单位看的整改办法", True),
    "typical_failure": Key(TEXT, "常见问题"),
    "evidence": Key(TEXT, "人工评审或填报要提供的材料"),
    "sampling": Key(TEXT, "采样方式"),
    "responsible": Key(TEXT, "责任单位、优化提升对象"),
    "check": Key(TEXT, "核查方法，auto、semi 必写"),
    "params": Key({"type": "object"}, "核查方法的参数"),
    "person_gives": Key(TEXTS, "semi 指标中由评审人员填写的计数"),
    "na_share": Key(SHARE, "statement_share、flat_share 的比例"),
    "requires": Key(TEXTS, "适用的职责，单位有其一即适用"),
}
TIER: Form = {"item": Key(TEXT, "要素", True), "points": Key(_WORTH, "分值", True)}
STEP: Form = {"above": Key(_N, "超过", True), "off": Key(_P, "扣分", True)}

_RULE = "规则名"


def _rule(name: str, **keys: Key) -> Form:
    return {"rule": Key({"const": name}, _RULE, True), **keys}


_PARTIAL = Key(_S, "不完整的得多大比例，默认 0.5")

RULES: Mapping[str, Form] = {
    "presence": _rule("presence", partial=_PARTIAL),
    "checklist": _rule(
        "checklist",
        items=Key(_named(_WORTH, minProperties=1), "考察点和各自的分值（或百分比）", True),
        partial=_PARTIAL,
    ),
    "each_missing": _rule(
        "each_missing",
        each=Key(_P, "缺一项扣多少", True),
        items=Key(_list(TEXT, minItems=1, uniqueItems=True), "要素", True),
    ),
    "deduct": _rule(
        "deduct",
        each=Key(_named(_P, minProperties=1), "计数和每处扣分", True),
        per_thousand=Key(TEXT, "按每千件折算的计数"),
    ),
    "ratio": _rule(
        "ratio",
        of=Key(_PAIR, "[分子, 分母]", True),
        full_at=Key(_S, "达到多大比例得满分，默认 1"),
        linear=Key(_F, "true：按比例"),
        per_point=Key(_P, "每低 1 个百分点扣多少"),
        step=Key(_P, "每低满多少个百分点"),
        each=Key(_P, "扣多少"),
        open=Key(TEXT, "没能判断的计数"),
    ),
    "tiered": _rule("tiered", tiers=Key(_list(_ref("tier"), minItems=1), "各档", True)),
    "composite": _rule(
        "composite", parts=Key(_list(_ref("rule_part"), minItems=1), "各部分", True)
    ),
    "survey": _rule(
        "survey",
        weights=Key(_named(_N, minProperties=2), "各种回答的分值", True),
        min_valid=Key(_or_named({"type": "integer", "minimum": 1}), "最少有效样本", True),
    ),
    "target": _rule(
        "target",
        of=Key(TEXT, "数值", True),
        target=Key(_P, "目标值", True),
        floor=Key(_N, "最低线"),
        partial=Key(_F, "false：不到目标就不得分"),
        at_most=Key(_F, "true：不得超过目标"),
    ),
    "excess": _rule(
        "excess",
        of=Key(_list(TEXT, minItems=1, maxItems=2), "[数值]，或 [分子, 分母] 按百分比", True),
        over=Key(_N, "限度，默认 0"),
        each=Key(_P, "每满 1 个单位扣多少"),
        steps=Key(_list(_ref("step")), "分档扣分"),
    ),
    "sampled": _rule(
        "sampled",
        of=Key(_PAIR, "[有问题的, 抽查的]", True),
        each=Key(_P, "每 1 个百分点扣多少；写了 whole 的是每处扣多少", True),
        whole=Key(TEXT, "总数：抽查的差错推算到全部"),
    ),
    "scale": _rule(
        "scale", grades=Key(_named(_N, minProperties=2), "各档的分值，如优良中差", True)
    ),
    "placed": _rule(
        "placed",
        of=Key(_PAIR, "[名次, 参评数]", True),
        last=Key(_S, "末名得多大比例，默认参评数分之一"),
    ),
    "capped": _rule(
        "capped",
        unless=Key(TEXT, "要素：不符合时封顶", True),
        at=Key(_or_named({"type": "number", "minimum": 0}, PERCENT), "封顶分", True),
        scoring=Key(_ref("rule"), "本来的计分规则", True),
    ),
}
FILE: Form = {
    "scheme": Key(_ref("scheme"), "总则", True),
    "sources": Key(_named(TEXT), "依据的清单：简称和全称"),
    "indicators": Key(_list(_ref("indicator"), minItems=1), "指标", True),
}
# Forms by the names that they are called by in the schema.
FORMS: Mapping[str, Form] = {
    "scheme": SCHEME,
    "grade": GRADE,
    "dates": DATES,
    "parameter": PARAMETER,
    "veto": VETO,
    "bonus": BONUS,
    "bonus_item": BONUS_ITEM,
    "penalty": PENALTY,
    "composition": COMPOSITION,
    "part": PART,
    "publish": PUBLISH,
    "node": NODE,
    "leaf": LEAF,
    "tier": TIER,
    "step": STEP,
}
