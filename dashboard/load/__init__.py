"""Cached reading for the views, and every sum they show: the only Streamlit cache.

Values are shared and never changed. Results are keyed by the database address, the round and the
digest of its last scoring, so a new scoring shows at once and no test sees another's database.
"""

from dashboard.load.collecting import (
    STALE_CHECK,
    ColumnLine,
    SiteLine,
    all_columns,
    column_lines,
    site_lines,
    why_blocked,
    workers,
)
from dashboard.load.many import (
    group_firmness,
    group_items,
    group_profiles,
    unit_failures,
    unit_heat,
)
from dashboard.load.opened import bundled_schemes, is_public, old, store
from dashboard.load.papers import book_of, fixes_of, organisation
from dashboard.load.ranking import (
    MOST_DRAWN,
    Group,
    bridges,
    firm,
    group_scores,
    groups,
    moved,
    not_looked,
    summaries,
)
from dashboard.load.sources import sources
from dashboard.load.unit import Details, UnitGaps, Waiting, details, doubts, unit_gaps, whole

__all__ = [
    "MOST_DRAWN",
    "STALE_CHECK",
    "ColumnLine",
    "Details",
    "Group",
    "SiteLine",
    "UnitGaps",
    "Waiting",
    "all_columns",
    "book_of",
    "bridges",
    "bundled_schemes",
    "column_lines",
    "details",
    "doubts",
    "firm",
    "fixes_of",
    "group_firmness",
    "group_items",
    "group_profiles",
    "group_scores",
    "groups",
    "is_public",
    "moved",
    "not_looked",
    "old",
    "organisation",
    "site_lines",
    "sources",
    "store",
    "summaries",
    "unit_failures",
    "unit_gaps",
    "unit_heat",
    "whole",
    "why_blocked",
    "workers",
]
