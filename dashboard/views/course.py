"""Where a round stands, its long work, what is lacking, and the step to another stage."""

import streamlit as st

from crawlers.clock import now
from dashboard.cases import course
from dashboard.cases.room import room
from dashboard.panels.running import panel
from dashboard.wording.language import _

here = room()
found = here.desk.course(here.id, now())
if not found.led:
    st.info(_("这一轮还没有推进过阶段，各步骤不受阶段限制；推进之后按阶段办理。"))
st.html(course.stages(found))
panel.work(here, found)
course.step(here, found)
panel.sealing(here, found)
course.lists(here, found)
course.terms(here, found)
course.moves(found)
