"""What a scheme says of its results and its units in a word or two, as typed and back: whether the
shares of a composition are scaled, what the public sees, names of groups. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dashboard.schemefiles.beside import COMPOSITION
from dashboard.schemefiles.editing import head_changed, listed
from dashboard.schemefiles.typed import TypedError, lines_shown, lines_typed, number_of
from dashboard.wording.language import N_, _
from data.indicators import Publishing
from data.marked import number_text
from data.scheme_sheets.plain import Plain, Tree

PUBLISH, GROUPS = "publish", "groups"
MODES: Mapping[str, str] = {
    Publishing.FULL.value: N_("排名和得分"),
    Publishing.GRADES.value: N_("只公布等次"),
    Publishing.COUNTS.value: N_("只公布各等次的单位数"),
    Publishing.ENDS.value: N_("前几名和后几名"),
}


def scaled(tree: Mapping[str, Plain]) -> bool:
    """Whether shares of the composition count beside each other (6:3:1)."""
    said = _said(tree, COMPOSITION)
    return isinstance(said, dict) and said.get("renormalise") is True


def with_scaling(tree: Tree, flag: bool) -> Tree:
    """The tree with its shares scaled or not; without a composition there is nothing to scale.

    Raises:
        TypedError: shares that do not add up and are not to be scaled.
    """
    said = _said(tree, COMPOSITION)
    if not isinstance(said, dict):
        return tree
    shares = [number_of(part.get("share")) for part in listed(said.get("parts"))]
    known = [share for share in shares if share is not None]
    whole = sum(known, Fraction(0))
    if not flag and whole != 1 and len(known) == len(shares):
        raise TypedError(
            _("各部分的比重合计 {n}%，应为 100%；要按比例折算的，请勾选下面一项").format(
                n=number_text(whole * 100)
            )
        )
    if flag == scaled(tree):
        return tree
    kept = {key: value for key, value in said.items() if key != "renormalise"}
    return head_changed(tree, {COMPOSITION: {**kept, "renormalise": True} if flag else kept})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public sees, as typed."""

    mode: str  # key of MODES
    n: str = ""  # units at each end


def shown_publish(tree: Mapping[str, Plain]) -> Shown:
    said = _said(tree, PUBLISH)
    if isinstance(said, str):
        return Shown(said)
    if not isinstance(said, dict):
        return Shown(Publishing.FULL.value)
    n = said.get("n")
    return Shown(str(said.get("mode", Publishing.FULL.value)), "" if n is None else str(n))


def with_publish(tree: Tree, shown: Shown) -> Tree:
    """The tree with what the public sees; how many counts for the ends only.

    Raises:
        TypedError: the ends without a whole number of units from 1 on.
    """
    if shown == shown_publish(tree):
        return tree
    if shown.mode == Publishing.FULL:
        return head_changed(tree, {PUBLISH: None})  # what holds where nothing is said
    if shown.mode != Publishing.ENDS:
        return head_changed(tree, {PUBLISH: shown.mode})
    n = shown.n.strip()
    if not n.isdecimal() or not 1 <= int(n) <= 999:
        said = n or _("空着")
        raise TypedError(
            _("公布前几名和后几名，要写各几名：“{n}”应为 1 到 999 的整数，如 5").format(n=said)
        )
    return head_changed(tree, {PUBLISH: {"mode": shown.mode, "n": int(n)}})


def shown_groups(tree: Mapping[str, Plain]) -> str:
    """Names of groups, one a line."""
    return lines_shown(_said(tree, GROUPS))


def with_groups(tree: Tree, text: str) -> Tree:
    """The tree with its groups.

    Raises:
        TypedError: a name twice.
    """
    names = lines_typed(text)
    for name in names or ():
        if names and names.count(name) > 1:
            raise TypedError(_("分组“{name}”写了两次，请留下一行").format(name=name))
    return head_changed(tree, {GROUPS: names})


def _said(tree: Mapping[str, Plain], key: str) -> Plain:
    head = tree.get("scheme")
    return head.get(key) if isinstance(head, dict) else None
