"""The register of rectification of a round."""

from dashboard.cases.fixes import fixes
from dashboard.cases.room import room

fixes(room())
