"""A unit looks at its own site as the assessment would; others see what was submitted."""

from dashboard.cases.room import room
from dashboard.cases.selfchecks import found, own

here = room()
if here.of_unit:
    own(here)
found(here)
