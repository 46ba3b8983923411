"""What stays open on every demo site of a kind, because there is nothing to judge."""

from collections.abc import Mapping

from data.types import Cause

# What no demo site can show, by kind of unit: their addresses are of this machine, and nobody there
# expropriates, drafts plans, withdraws penalties or makes regulations.
_NOWHERE: Mapping[str, Cause] = {
    "dates_forged": Cause.NO_BASIS,
    "planning_notices": Cause.NOTHING_TO_JUDGE,
    "decisions_withdrawn": Cause.NOTHING_TO_JUDGE,
}
OPEN: Mapping[str, Mapping[str, Cause]] = {
    "county": {
        **_NOWHERE,
        "site_address": Cause.NO_BASIS,
        "secure_access": Cause.NEEDS_PERSON,
        "gazette": Cause.NOTHING_TO_JUDGE,
        "regulations": Cause.NOTHING_TO_JUDGE,
        "land_expropriation": Cause.NOTHING_TO_JUDGE,
        "house_expropriation": Cause.NOTHING_TO_JUDGE,
        "guide_uniform": Cause.NOTHING_TO_JUDGE,
    },
    "department": {
        **_NOWHERE,
        "fee_catalogue": Cause.NOTHING_TO_JUDGE,
        "procurement_in_time": Cause.NOTHING_TO_JUDGE,
        "service_statistics": Cause.NOTHING_TO_JUDGE,
    },
}
