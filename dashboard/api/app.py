"""The read-only JSON API for other systems: what a client with a token may read, and nothing else.

Every answer goes through the desk, which asks who reads; nothing here writes. The description is
OpenAPI at `/v1/openapi.json`; pages that draw it come from servers abroad and are left out.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from fractions import Fraction
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dashboard.api import answers
from dashboard.api.answers import (
    MOST,
    VERSION,
    Announced,
    FindingOut,
    GapOut,
    Page,
    Problem,
    RankOut,
    RoundOut,
    TextOut,
    UnitOut,
)
from dashboard.api.reading import sources
from dashboard.desk.desk import Desk
from dashboard.rounds.result import Result
from data.clients import Client
from data.passwords import token_key
from data.people import NotAllowed
from data.storage.database import Database, StoreError
from data.store import Store
from data.types import Round, Unit
from data.writer import ArchiveError
from scoring.gaps import gaps
from scoring.planner import gains

Id = Annotated[str, Path(max_length=200)]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="从第几条起，0 是第一条")]
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"最多几条，不超过 {MOST}")]
_SAYS = {
    401: "没有令牌，或令牌无效、已停用",
    403: "没有这项权限，或还没有通报",
    404: "没有这个轮次、单位或证据，或无权知道",
    429: "超过每分钟请求次数，稍后再试",
    503: "数据库暂时不能用",
}


def make_app(url: str) -> FastAPI:
    """The API over the database at `url`; it is opened now and closed with the server.

    Raises:
        StoreError: the database cannot be opened, and why.
    """
    store, database = Store(url), Database(url)
    reads = sources(store, database)
    limiter = MovingWindowRateLimiter(MemoryStorage())
    bearer = HTTPBearer(auto_error=False, description="gkc api grant 给出的令牌")

    def client(
        sent: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> Client:
        found = store.client_of(token_key(sent.credentials)) if sent else None
        if found is None:
            raise HTTPException(401, _SAYS[401], {"WWW-Authenticate": "Bearer"})
        if not limiter.hit(RateLimitItemPerMinute(found.a_minute), found.id):
            raise HTTPException(429, _SAYS[429], {"Retry-After": "60"})
        return found

    def desk(who: Annotated[Client, Depends(client)]) -> Desk:
        return Desk(store, who.person, reads)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()
        database.close()

    app = FastAPI(
        lifespan=life,
        title="公开尺",
        version=VERSION,
        description="评估轮次、名次、失分点、核查结论和证据，只读。",
        openapi_url=f"/{VERSION}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(_routes(desk), prefix=f"/{VERSION}")
    app.add_exception_handler(NotAllowed, _saying(403))
    app.add_exception_handler(ArchiveError, _saying(404))
    app.add_exception_handler(StoreError, _saying(503))
    return app


def _saying(status: int) -> Callable[[Request, Exception], JSONResponse]:
    return lambda _request, error: JSONResponse({"detail": str(error)}, status)


def _routes(desk: Callable[..., Desk]) -> APIRouter:
    at = Annotated[Desk, Depends(desk)]
    says: dict[int | str, dict[str, Any]] = {
        code: {"description": text, "model": Problem} for code, text in _SAYS.items()
    }
    router = APIRouter(responses=says)

    @router.get("/rounds", summary="能看到的评估轮次，新的在前")
    def rounds(desk: at, offset: Offset = 0, limit: Limit = 100) -> Page[RoundOut]:
        return answers.page([answers.round_out(r) for r in desk.rounds()], offset, limit)

    @router.get("/rounds/{round_id}", summary="一个轮次")
    def one_round(desk: at, round_id: Id) -> RoundOut:
        return answers.round_out(_known(desk, round_id))

    @router.get("/rounds/{round_id}/announced", summary="已通报的结果，所有接口用户都能看")
    def announced(desk: at, round_id: Id) -> Announced:
        columns, rows = desk.announced(_known(desk, round_id).id)
        shown = [{key: _plain(value) for key, value in row.items()} for row in rows]
        return Announced(columns=dict(columns), rows=shown)

    @router.get("/rounds/{round_id}/ranks", summary="能看到的单位的名次和得分")
    def ranks(
        desk: at, round_id: Id, group: str = "", offset: Offset = 0, limit: Limit = 100
    ) -> Page[RankOut]:
        shown = desk.result(_known(desk, round_id).id)
        wanted = [r for r in shown.ranked if not group or r.group == group]
        found = answers.page(wanted, offset, limit)
        return Page(
            total=found.total,
            offset=offset,
            items=[answers.rank_out(shown, each) for each in found.items],
        )

    @router.get("/rounds/{round_id}/units/{unit_id}", summary="一个单位")
    def unit(desk: at, round_id: Id, unit_id: Id) -> UnitOut:
        return answers.unit_out(*_unit(desk, round_id, unit_id))

    @router.get(
        "/rounds/{round_id}/units/{unit_id}/gaps",
        summary="一个单位的失分点和待核查项，失分多的在前",
    )
    def unit_gaps(
        desk: at, round_id: Id, unit_id: Id, offset: Offset = 0, limit: Limit = 100
    ) -> Page[GapOut]:
        shown, found = _unit(desk, round_id, unit_id)
        score = shown.scores.get(found.id)
        lines = gaps(shown.scheme, score, shown.findings[found.id]) if score else []
        worth = gains(shown.scheme, score) if score else {}
        told = [answers.gap_out(gap, worth.get(gap.indicator_id, Fraction(0))) for gap in lines]
        return answers.page(told, offset, limit)

    @router.get("/rounds/{round_id}/units/{unit_id}/findings", summary="一个单位每项指标的结论")
    def findings(
        desk: at, round_id: Id, unit_id: Id, offset: Offset = 0, limit: Limit = 100
    ) -> Page[FindingOut]:
        shown, found = _unit(desk, round_id, unit_id)
        every = sorted(shown.findings[found.id].items())
        return answers.page([answers.finding_out(*one) for one in every], offset, limit)

    @router.get(
        "/rounds/{round_id}/units/{unit_id}/evidence/{sha256}", summary="一处证据所存网页的文字"
    )
    def evidence(
        desk: at,
        round_id: Id,
        unit_id: Id,
        sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
    ) -> TextOut:
        shown, found = _unit(desk, round_id, unit_id)
        for finding in shown.findings[found.id].values():
            for piece in finding.evidence:
                if piece.sha256 == sha256 and piece.warc:
                    text = desk.archived_text(shown.round.id, found.id, piece)
                    return TextOut(sha256=sha256, text=text)
        raise HTTPException(404, _SAYS[404])

    return router


def _known(desk: Desk, round_id: str) -> Round:
    """A round that the client may know of; another is as if there were none."""
    for each in desk.rounds():
        if each.id == round_id:
            return each
    raise HTTPException(404, _SAYS[404])


def _unit(desk: Desk, round_id: str, unit_id: str) -> tuple[Result, Unit]:
    shown = desk.result(_known(desk, round_id).id)
    if unit_id not in shown.units:
        raise HTTPException(404, _SAYS[404])
    return shown, shown.units[unit_id]


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
