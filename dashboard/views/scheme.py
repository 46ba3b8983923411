"""Indicator systems: edited as a tree, checked, compared, tried on a round, kept as a version."""

import streamlit as st

from dashboard.entry import signin
from dashboard.panels.schemes.bench import bench, look
from dashboard.panels.schemes.besidescreen import beside, terms
from dashboard.panels.schemes.headscreen import head
from dashboard.panels.schemes.source import choose, versions
from dashboard.panels.schemes.treescreen import faults, tree
from dashboard.panels.schemes.trying import trial
from dashboard.panels.schemes.versions import compare, take
from dashboard.wording.language import N_, _
from dashboard.wording.markup import plain
from data.people import Action, NotAllowed

TREE, HEAD, BESIDE, TERMS = "tree", "head", "beside", "terms"
DIFF, TRY, TAKE = "diff", "try", "take"
PARTS = {
    TREE: N_("指标"),
    HEAD: N_("总则"),
    BESIDE: N_("否决、加扣分、参数和日期"),
    TERMS: N_("合成、公布、职责和分组"),
    DIFF: N_("版本比较"),
    TRY: N_("试算"),
    TAKE: N_("保存和导出"),
}

desk = signin.desk()
if not desk.may(Action.READ_RANKS):
    raise NotAllowed(_("指标体系由组织方维护，复核员和领导可以查看和试算。"))
now = bench()
known = versions(desk)
with st.expander(_("打开或导入"), expanded=now is None, icon=":material/folder_open:"):
    choose(desk, now, known)
if now is None:
    st.info(_("打开一个版本，或导入自己的指标表，就可以编辑、检查和试算；也可以直接试算。"))
    trial(desk, None)
    st.stop()
touched = _("，有未保存的修改") if now.touched else ""
st.caption(_("正在编辑：{origin}{touched}").format(origin=plain(now.origin), touched=touched))
for note in now.notes[:6]:
    st.caption(plain(note))
found = look(now)
part = st.segmented_control(
    _("内容"),
    list(PARTS),
    default=TREE,
    format_func=lambda key: _(PARTS[key]),
    required=True,
    key="scheme part",
    label_visibility="collapsed",
)
if part in {TREE, HEAD, BESIDE, TERMS}:
    faults(found)
if part == TREE:
    tree(now, found)
elif part == HEAD:
    head(now)
elif part == BESIDE:
    beside(now, found)
elif part == TERMS:
    terms(now, found)
elif part == DIFF:
    compare(desk, now, found, known)
elif part == TRY:
    trial(desk, found)
else:
    take(desk, now, found)
