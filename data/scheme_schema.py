"""The JSON schema of scheme files, made from their form."""

from typing import Any

from data.scheme_form import FILE, FORMS, RULES, Form, Key

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What one key demands of another; the rest of that (sums, ids, references) needs the reader.
_EITHER = [{"required": ["points"]}, {"required": ["weight"]}]
_LOOKED: dict[str, Any] = {"properties": {"method": {"enum": ["auto", "semi"]}}}
_MORE: dict[str, dict[str, Any]] = {
    "node": {"oneOf": _EITHER},
    "leaf": {
        "oneOf": _EITHER,
        "if": _LOOKED,
        "then": {"required": ["check"]},
        "else": {"properties": {"check": False, "params": False}},
    },
    "grade": {"anyOf": [{"required": ["min"]}, {"required": ["top"]}]},
}


def scheme_schema() -> dict[str, Any]:
    """JSON schema, draft 2020-12, of a scheme file read as YAML 1.2.

    Whatever the reader accepts fits it. What fits may still be refused: points that do not add up,
    repeated ids, names that nothing bears.
    """
    part = {"points": Key(FORMS["tier"]["points"].kind, "这一部分的分值", True)}
    return {
        "$schema": DIALECT,
        "title": "公开尺指标体系",
        **_object(FILE),
        "$defs": {
            **{name: {**_object(form), **_MORE.get(name, {})} for name, form in FORMS.items()},
            "indicator": {
                "if": {"required": ["children"]},
                "then": {"$ref": "#/$defs/node"},
                "else": {"$ref": "#/$defs/leaf"},
            },
            "rule": _any_rule({}),
            "rule_part": _any_rule(part),
        },
    }


def _any_rule(more: Form) -> dict[str, Any]:
    """One of the rules by its name, with more keys beside its own."""
    return {
        "type": "object",
        "required": ["rule"],
        "properties": {"rule": {"enum": list(RULES)}},
        "allOf": [
            {
                "if": {"properties": {"rule": {"const": name}}},
                "then": _object({**form, **more}),
            }
            for name, form in RULES.items()
        ],
    }


def _object(form: Form) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {**key.kind, "description": key.about} for name, key in form.items()},
        "required": [name for name, key in form.items() if key.must],
        "additionalProperties": False,
    }
