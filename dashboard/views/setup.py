"""Setting up a round: the register of units, the scheme, the round with its dates."""

import streamlit as st

from dashboard.cases.room import said
from dashboard.entry import signin
from dashboard.panels.setup import register, schemes
from dashboard.panels.setup.newround import newround
from dashboard.wording.language import _
from dashboard.wording.markup import way

desk = signin.desk()
units = desk.register()
said()
place = st.container()
if made := st.session_state.get("new round"):
    place.html(way(f"course?round={made}", _("到“轮次进程”，开始采集")))
st.subheader(_("一、单位名册"), anchor=False)
with st.container():
    register.there(units)
with st.expander(_("导入名册"), expanded=not units):
    register.importing(desk, units)
st.subheader(_("二、指标体系"), anchor=False)
offers = schemes.offers(desk)
st.caption(_("可以选用的指标体系 {n} 个，也可以导入自己的。").format(n=len(offers)))
with st.expander(_("导入指标体系")):
    schemes.importing(desk)
st.subheader(_("三、建立轮次"), anchor=False)
if units:
    newround(desk, offers, units)
else:
    st.caption(_("导入名册之后即可建立轮次。"))
