"""Why a report cannot be made."""


class ReportError(Exception):
    """What stands in the way, as one Chinese sentence with the remedy."""
