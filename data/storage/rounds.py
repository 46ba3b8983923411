"""Units, schemes, and the rounds that are made of them. Part of `Store`."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain, count

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from data.canonical import unit_from, unit_text
from data.facts import SiteStatus
from data.storage.audit import note
from data.storage.database import Database, StoreError
from data.tables import RoundRow, RoundUnitRow, SchemeRow, UnitRow
from data.trail import Doer
from data.types import Round, Unit


class Rounds:
    """Queries about what a round is made of. All it needs is a database."""

    _database: Database
    _members: dict[tuple[str, datetime], tuple[tuple[str, ...], frozenset[str]]]  # see `_round`

    # --- units and schemes -----------------------------------------------------------------

    def put_units(self, units: Iterable[Unit], doer: Doer | None = None) -> None:
        """Add units; those already there are brought up to date.

        Whoever gives all of them gives their order. Of some, new ones come last, and those already
        there share the places that they had, in the order that is given now.

        Args:
            doer: noted with how many are new or changed; None in a database of one look.
        """
        new = [
            {
                "id": unit.id,
                "name": unit.name,
                "kind": unit.kind,
                "unit_group": unit.group,
                "payload": unit_text(unit),
            }
            for unit in units
        ]
        with self._database.write() as session:
            columns = select(UnitRow.id, UnitRow.payload, UnitRow.position)
            held = session.execute(columns).all()
            known = {row.id: row.payload for row in held}
            stand = _standing({row.id: row.position for row in held}, new)
            self._database.upsert(
                session, UnitRow, [row | {"position": stand[row["id"]]} for row in new]
            )
            added = sum(row["id"] not in known for row in new)
            changed = sum(known.get(row["id"], row["payload"]) != row["payload"] for row in new)
            if doer and (added or changed):
                what = f"导入单位名册：新增 {added} 个，更新 {changed} 个"
                note(session, at=doer.at, by=doer.by, action="put_units", what=what)

    def units(self) -> list[Unit]:
        """All units of the register in its order, group by group."""
        query = select(UnitRow.payload).order_by(UnitRow.position)
        with self._database.read() as session:
            found = [unit_from(text) for text in session.scalars(query)]
        groups = {group: n for n, group in enumerate(dict.fromkeys(unit.group for unit in found))}
        return sorted(found, key=lambda unit: groups[unit.group])

    def unit(self, unit_id: str) -> Unit:
        """
        Raises:
            StoreError: there is no such unit.
        """
        with self._database.read() as session:
            row = session.get(UnitRow, unit_id)
            if row is None:
                raise StoreError(f"没有编号为“{unit_id}”的单位；请先导入单位名册")
            return unit_from(row.payload)

    def put_scheme(self, scheme_id: str, text: str, doer: Doer | None = None) -> None:
        """Keep a scheme version as its file is.

        Args:
            doer: noted when the text was not there; None in a database of one look.

        Raises:
            StoreError: the id is known with another text and a round already uses it: what was
                published never changes.
        """
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._database.write() as session:
            known = session.get(SchemeRow, scheme_id)
            before = known.digest if known else ""
            if known is not None and known.digest != digest:
                users = session.scalars(select(RoundRow.id).where(RoundRow.scheme_id == scheme_id))
                if used := sorted(users):
                    raise StoreError(
                        f"指标体系“{scheme_id}”已用于评估轮次 {'、'.join(used)}，内容不能再改；"
                        "请换一个新的版本编号"
                    )
            self._database.upsert(
                session, SchemeRow, [{"id": scheme_id, "digest": digest, "text": text}]
            )
            if doer and before != digest:
                what = f"存入指标体系 {scheme_id}，摘要值 {digest}"
                note(session, at=doer.at, by=doer.by, action="put_scheme", what=what)

    def schemes(self) -> dict[str, str]:
        """SHA-256 of every scheme version kept, by id."""
        with self._database.read() as session:
            return dict(sorted(session.execute(select(SchemeRow.id, SchemeRow.digest))))

    def scheme_text(self, scheme_id: str) -> str:
        """
        Raises:
            StoreError: there is no such scheme version.
        """
        with self._database.read() as session:
            row = session.get(SchemeRow, scheme_id)
            if row is None:
                raise StoreError(f"没有编号为“{scheme_id}”的指标体系")
            return row.text

    # --- rounds ----------------------------------------------------------------------------

    def create_round(self, new: Round, doer: Doer | None = None) -> None:
        """Begin a round. Its units are kept as they are now, so that replay stays identical.

        Args:
            doer: who begins it, to be noted; None in a database of one look.

        Raises:
            StoreError: the id is taken, the scheme or a unit is unknown, or there is no unit.
        """
        with self._database.write() as session:
            if session.get(RoundRow, new.id) is not None:
                raise StoreError(f"评估轮次“{new.id}”已经存在；请换一个编号")
            if session.get(SchemeRow, new.scheme_id) is None:
                raise StoreError(f"没有编号为“{new.scheme_id}”的指标体系")
            if not new.unit_ids:
                raise StoreError(f"评估轮次“{new.id}”没有单位；请至少选定一个单位")
            if twice := sorted({u for u in new.unit_ids if new.unit_ids.count(u) > 1}):
                raise StoreError(f"评估轮次“{new.id}”的单位有重复：{'、'.join(twice)}")
            if outside := sorted(new.copies - set(new.unit_ids)):
                raise StoreError(f"不在本轮的单位却标为网站副本：{'、'.join(outside)}")
            known = dict(session.execute(select(UnitRow.id, UnitRow.payload)).all())
            if unknown := sorted(set(new.unit_ids) - known.keys()):
                raise StoreError(f"单位名册中没有：{'、'.join(unknown)}；请先导入单位名册")
            session.add(
                RoundRow(
                    id=new.id,
                    name=new.name,
                    scheme_id=new.scheme_id,
                    as_of=new.as_of,
                    year=new.year,
                    created_at=new.created_at,
                    web_only=new.web_only,
                )
            )
            session.flush()
            session.add_all(
                RoundUnitRow(
                    round_id=new.id,
                    unit_id=unit_id,
                    position=position,
                    unit=known[unit_id],
                    copy=unit_id in new.copies,
                    status=SiteStatus.WAITING.value,
                    exhausted=False,
                    attempts=0,
                    note="",
                    tally="",
                )
                for position, unit_id in enumerate(new.unit_ids)
            )
            if doer:
                what = f"建立轮次：指标体系 {new.scheme_id}，截止 {new.as_of}"
                what += f"，{len(new.unit_ids)} 个单位"
                note(
                    session, at=doer.at, by=doer.by, action="create_round", round_id=new.id,
                    what=what,
                )  # fmt: skip

    def round(self, round_id: str) -> Round:
        """
        Raises:
            StoreError: there is no such round.
        """
        with self._database.read() as session:
            row = session.get(RoundRow, round_id)
            if row is not None:
                return self._round(session, row)
        known = "、".join(found.id for found in self.rounds())
        raise StoreError(f"没有编号为“{round_id}”的评估轮次；现有：{known or '无'}")

    def rounds(self) -> list[Round]:
        """All rounds, that of the latest cut-off first."""
        with self._database.read() as session:
            found = [self._round(session, row) for row in session.scalars(select(RoundRow)).all()]
        return sorted(found, key=lambda r: r.order, reverse=True)

    def _round(self, session: Session, row: RoundRow) -> Round:
        """A round with its units. These never change once it began, so they are read once: a screen
        asks for rounds several times a click, and a province has 13,000 units."""
        key = (row.id, row.created_at)
        if key not in self._members:
            query = select(RoundUnitRow.unit_id, RoundUnitRow.copy)
            query = query.where(RoundUnitRow.round_id == row.id).order_by(RoundUnitRow.position)
            members = session.execute(query).all()
            copies = frozenset(unit_id for unit_id, copy in members if copy)
            self._members[key] = (tuple(unit_id for unit_id, _ in members), copies)
        unit_ids, copies = self._members[key]
        return Round(
            id=row.id,
            name=row.name,
            scheme_id=row.scheme_id,
            as_of=row.as_of,
            year=row.year,
            unit_ids=unit_ids,
            created_at=row.created_at,
            copies=copies,
            web_only=row.web_only,
        )

    def round_units(self, round_id: str) -> list[Unit]:
        """The units of a round in its order, as they were when it began."""
        with self._database.read() as session:
            query = select(RoundUnitRow.unit).where(RoundUnitRow.round_id == round_id)
            return [unit_from(t) for t in session.scalars(query.order_by(RoundUnitRow.position))]


def _standing(held: Mapping[str, int], given: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """The place of every unit that is given, from the places that known units have."""
    ids = dict.fromkeys(row["id"] for row in given)
    if held.keys() <= ids.keys():
        return {id_: n for n, id_ in enumerate(ids)}
    free = sorted(held[id_] for id_ in ids if id_ in held)
    known, new = ([id_ for id_ in ids if (id_ in held) is there] for there in (True, False))
    return dict(zip(known + new, chain(free, count(max(held.values()) + 1)), strict=False))


def member_row(session: Session, round_id: str, unit_id: str) -> RoundUnitRow:
    """A unit in a round.

    Raises:
        StoreError: there is no such round, or the unit is not in it.
    """
    row = session.get(RoundUnitRow, (round_id, unit_id))
    if row is not None:
        return row
    if session.get(RoundRow, round_id) is None:
        raise StoreError(f"没有编号为“{round_id}”的评估轮次")
    raise StoreError(f"评估轮次“{round_id}”中没有单位“{unit_id}”")


_MEMBER = select(RoundUnitRow.position).where(
    RoundUnitRow.round_id == bindparam("round_id"), RoundUnitRow.unit_id == bindparam("unit_id")
)


def demand_member(session: Session, round_id: str, unit_id: str) -> None:
    """As `member_row`, without reading the unit.

    Raises:
        StoreError: the unit is not in the round.
    """
    if session.scalar(_MEMBER, {"round_id": round_id, "unit_id": unit_id}) is None:
        member_row(session, round_id, unit_id)
