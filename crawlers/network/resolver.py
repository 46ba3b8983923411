"""Names to addresses, as `crawlers.guard` lets them be visited.

Apart from it: what reads pages offline asks the guard for spellings alone, and the network library
takes a third of a second to load.
"""

import asyncio
from collections.abc import Iterable
from socket import AddressFamily
from urllib.parse import urlsplit

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
    refusal,
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
        except UnicodeError as error:  # a part of more than 63 characters: DNS knows no such name
            raise OSError(0, f"{host}: {error}") from error
        safe = [one for one in found if public(one["host"])]
        if found and not safe:
            address = found[0]["host"]
            raise BlockedAddress(0, f"{host} 解析到非公网地址 {address}{how_to_allow(host, port)}")
        return safe

    async def refusal(self, url: str) -> str:
        """Why a normalised URL may not be visited as things stand, in Chinese; empty when it may,
        or when nobody knows. DNS is asked, the site is not.
        """
        if said := refusal(url, self._allow):
            return said
        parts = urlsplit(url)
        try:
            await self.resolve(parts.hostname or "", parts.port or 80)
        except BlockedAddress as error:
            return str(error.strerror)
        except OSError:
            return ""
        return ""

    async def close(self) -> None:
        await self._inner.close()


async def refusals(urls: Iterable[str], allow: Allow) -> dict[str, str]:
    """Those of normalised URLs that `Resolver.refusal` speaks against, each with why."""
    resolver, asked = Resolver(allow), tuple(dict.fromkeys(urls))
    try:
        said = await asyncio.gather(*map(resolver.refusal, asked))
    finally:
        await resolver.close()
    return {url: why for url, why in zip(asked, said, strict=True) if why}


def _result(host: str, address: str, port: int, family: AddressFamily) -> ResolveResult:
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": family,
        "proto": 0,
        "flags": 0,
    }
