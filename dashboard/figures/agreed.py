"""How far people who judged the same points agree, as commands and screens print it."""

from fractions import Fraction

from dashboard.wording.printing import percent
from scoring.review import Agreement


def share(found: Agreement) -> str:
    return percent(Fraction(found.same, found.pairs))


def kappa(found: Agreement) -> str:
    """Cohen's κ; a dash where chance alone explains all, or more than two people are meant."""
    return "—" if found.kappa is None else f"{found.kappa:.2f}"


def alpha(found: Agreement) -> str:
    """Krippendorff's α; a dash where everybody always said the same."""
    return "—" if found.alpha is None else f"{float(found.alpha):.2f}"


def least_first(found: list[Agreement]) -> list[Agreement]:
    """Those who agree least stand first; of equals the one with more points."""
    return sorted(found, key=lambda each: (Fraction(each.same, each.pairs), -each.pairs, each.of))
