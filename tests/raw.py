"""A loopback server of raw bytes, as well-behaved or as wicked as a test needs, and who asks it."""

import asyncio
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from socket import AF_INET, SOCK_STREAM, AddressFamily, socket

from aiohttp.abc import AbstractResolver
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawlers.fetch import Fetcher
from crawlers.loop import run as run_loop
from crawlers.network.resolver import Resolver
from crawlers.network.wire import Limits

NOW = datetime(2023, 12, 15, 2, 0, tzinfo=UTC)
PAGE = "<html><head><title>清河县人民政府</title></head><body><p>政务公开</p></body></html>"


def http(body: str | bytes = "", status: int = 200, **headers: str) -> bytes:
    """A whole answer; names of headers are written with underscores, an empty value leaves out."""
    payload = body.encode() if isinstance(body, str) else body
    fields = {"Content_Type": "text/html", "Content_Length": str(len(payload)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    head = "\r\n".join([f"HTTP/1.1 {status} X", *lines, "Connection: close"])
    return head.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + payload


def robots(text="", status=200):
    return http(text, status, Content_Type="text/plain")


NO_ROBOTS = robots(status=404)


@asynccontextmanager
async def server(answers, asked=None, **options):
    """A server of raw bytes: path -> answer, list of answers in turn, or coroutine function."""
    turns = {path: list(a) for path, a in answers.items() if isinstance(a, list)}

    serving = set()

    async def serve(reader, writer):
        serving.add(asyncio.current_task())
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = request.split()[1]
            if asked is not None:
                asked.append(path)
            answer = turns[path].pop(0) if path in turns else answers.get(path, NO_ROBOTS)
            if callable(answer):
                await answer(writer)
            else:
                writer.write(answer)
                await writer.drain()
        finally:
            writer.transport.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0, **options)
    async with listening:
        yield listening.sockets[0].getsockname()[1]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


def local(port):
    return Fetcher(allow={"a.localhost": ("127.0.0.1", port)})


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.at = 0.0
        self.slept = []

    def clock(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


def asked_for(*urls, answers, asked=None, local=True, time=None, **options):
    """The responses to requests made one after the other.

    Not `local`: the host is treated as any public one, with pauses, which `time` measures.
    """

    async def run():
        async with server(answers, asked) as port:
            hosts = {f"{name}.localhost": ("127.0.0.1", port) for name in ("a", "www.a", "b")}
            if local:
                options["allow"] = hosts
            else:
                options.update(resolver=Resolver(hosts), clock=time.clock, sleep=time.sleep)
            async with Fetcher(now=lambda: NOW, **options) as fetcher:
                return [await fetcher.fetch(url) for url in urls]

    return run_loop(run())


def ended(answer, url="http://a.localhost/zwgk/1.html", **options):
    [response] = asked_for(url, answers={"/zwgk/1.html": answer}, **options)
    return response.fetch.outcome


class Dns(AbstractResolver):
    """Answers one after the other, the last one for ever; None: the name is not known."""

    def __init__(self, *addresses):
        self.addresses = list(addresses)

    async def resolve(self, host, port=0, family=AddressFamily.AF_INET):
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        if address is None:
            raise OSError(-2, "Name or service not known")
        rest = {"hostname": host, "port": port, "family": family, "proto": 0, "flags": 0}
        return [{"host": address, **rest}]

    async def close(self):
        pass


def ended_of_name(address):
    """How a request to a name ends that leads to an address, or to none."""

    async def run():
        time = Time()
        options = {"resolver": Resolver({}, Dns(address)), "clock": time.clock, "sleep": time.sleep}
        async with Fetcher(**options) as fetcher:
            return (await fetcher.fetch("http://www.qinghe.gov.cn/")).fetch.outcome

    return run_loop(run())


# --- bad behaviour ------------------------------------------------------------------------------


async def say_nothing(writer):
    await asyncio.Event().wait()


async def stop_half_way(writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>")
    await writer.drain()
    await asyncio.Event().wait()


def never_taken():
    """How a request ends to a host that takes no connection."""

    async def run():
        full = socket(AF_INET, SOCK_STREAM)
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = []
        for _ in range(4):  # fill the queue; nobody will ever take these
            one = socket(AF_INET, SOCK_STREAM)
            one.setblocking(False)
            one.connect_ex(full.getsockname())
            waiting.append(one)
        try:
            options = {"allow": {"a.localhost": full.getsockname()}}
            async with Fetcher(**options, limits=Limits(connect_s=0.1)) as fetcher:
                return (await fetcher.fetch("http://a.localhost/")).fetch.outcome
        finally:
            for one in (full, *waiting):
                one.close()

    return run_loop(run())


def certificate(folder):
    """A self-signed certificate in a PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a.localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("a.localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def with_certificate(folder):
    """How a request ends to a site with a certificate of its own making."""

    async def run():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(folder))
        async with server({}, ssl=context) as port, local(port) as fetcher:
            return (await fetcher.fetch("https://a.localhost/")).fetch.outcome

    return run_loop(run())
