"""Which points a unit loses now and did not lose in the round before, by indicator."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.gaps import Gap


@dataclass(frozen=True, slots=True)
class Turn:
    """An indicator of which the points lost differ between two rounds."""

    gap: Gap  # of this round; where nothing is lost any more, of the one before
    before: Fraction  # points lost then
    now: Fraction  # points lost now
    open_before: bool  # it could not be told then
    open_now: bool

    @property
    def more(self) -> Fraction:
        """Points lost more than before; below 0: made good."""
        return self.now - self.before


def turned(now: Iterable[Gap], before: Iterable[Gap]) -> list[Turn]:
    """The largest new loss first, what was made good last; what did not change is left out.

    Args:
        now: gaps of this round, with those that are open only.
        before: the same of the round before, of a scheme of the same family.
    """
    new, old = ({gap.indicator_id: gap for gap in gaps} for gaps in (now, before))
    found = []
    for id_ in new | old:
        this, that = new.get(id_), old.get(id_)
        gap = this or that
        if gap is None:
            continue
        turn = Turn(
            gap,
            that.lost if that else Fraction(0),
            this.lost if this else Fraction(0),
            bool(that and that.open),
            bool(this and this.open),
        )
        if turn.more:
            found.append(turn)
    return sorted(found, key=lambda turn: (-turn.more, turn.gap.code))
