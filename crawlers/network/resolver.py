"""Names to addresses, as `crawlers.guard` lets them be visited.

Apart from it: what reads pages offline asks the guard for spellings alone, and the network library
takes a third of a second to load.
"""

import asyncio
from socket import AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from crawlers.guard import (
    Allow,
    BlockedAddress,
    allowed,
    how_to_allow,
    is_here,
    own_refusal,
    public,
)

DNS_TIMEOUT_S = 10.0


class Resolver(AbstractResolver):
    """Names to addresses: allowed names to where they were mapped, all others to public ones."""

    def __init__(self, allow: Allow, inner: AbstractResolver | None = None) -> None:
        self._allow = allow
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        """Addresses that may be visited, at least one.

        Raises:
            BlockedAddress: there are addresses, but none that may be visited.
            OSError: the name does not resolve, or not in time.
        """
        name = host.lower().rstrip(".")
        if place := allowed(self._allow, name, port):
            address, mapped = place
            kind = AddressFamily.AF_INET6 if ":" in address else AddressFamily.AF_INET
            return [_result(host, address, mapped, kind)]
        if is_here(name):
            raise BlockedAddress(0, own_refusal(host, port))
        try:
            async with asyncio.timeout(DNS_TIMEOUT_S):
                found = await self._inner.resolve(host, port, family)
        except TimeoutError as error:
            raise OSError(0, f"{host}: no answer from DNS in {DNS_TIMEOUT_S} s") from error
        safe = [one for one in found if public(one["host"])]
        if found and not safe:
            address = found[0]["host"]
            raise BlockedAddress(0, f"{host} 解析到非公网地址 {address}{how_to_allow(host, port)}")
        return safe

    async def close(self) -> None:
        await self._inner.close()


def _result(host: str, address: str, port: int, family: AddressFamily) -> ResolveResult:
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": family,
        "proto": 0,
        "flags": 0,
    }
