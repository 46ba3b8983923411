from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from aiohttp import web

from crawlers.loopback import CHALLENGE, Always, Down, Folder, serve


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "site"
    (root / "政务公开").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "index.html").write_text("home", encoding="utf-8")
    (root / "政务公开" / "index.htm").write_bytes("公开".encode("gbk"))
    (root / "政务公开" / "预算 1.pdf").write_bytes(b"%PDF")
    (root / "list.jsp").write_text("list", encoding="utf-8")
    (root / "page").write_text(" <html>", encoding="utf-8")
    (root / "data").write_bytes(b"\x00\x01")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return root


def get(allow, host, path, method="GET"):
    """(status, headers, body) of a request sent as it is written."""
    connection = HTTPConnection(*allow[host])
    try:
        connection.request(method, path, headers={"Host": f"{host}:8700"})
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "media_type", "body"),
    [
        ("/", "text/html", b"home"),
        ("/index.html", "text/html", b"home"),
        ("/?a=1", "text/html", b"home"),
        (quote("/政务公开/"), "text/html", "公开".encode("gbk")),
        (quote("/政务公开/预算 1.pdf"), "application/pdf", b"%PDF"),
        ("/list.jsp", "text/html", b"list"),
        ("/page", "text/html", b" <html>"),
        ("/data", "application/octet-stream", b"\x00\x01"),
    ],
)
def test_a_folder_is_served_as_real_sites_are(folder, path, media_type, body):
    with serve({"qinghe.localhost": Folder(folder)}) as allow:
        status, headers, got = get(allow, "qinghe.localhost", path)
    assert (status, got) == (200, body)
    assert headers["Content-Type"] == media_type  # no charset


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.html",
        "/empty/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%00",
        "/" + "x" * 300,
        "//etc/passwd",
    ],
)
def test_what_is_not_in_the_folder_is_not_found(folder, path):
    with serve({"qinghe.localhost": Folder(folder)}) as allow:
        status, _, body = get(allow, "qinghe.localhost", path)
    assert status == 404
    assert b"secret" not in body


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    with serve({"qinghe.localhost": Folder(folder)}) as allow:
        assert get(allow, "qinghe.localhost", "/out.txt")[0] == 404


def test_a_folder_without_its_slash_is_sent_there(folder):
    with serve({"qinghe.localhost": Folder(folder)}) as allow:
        status, headers, _ = get(allow, "qinghe.localhost", quote("/政务公开"))
    assert (status, headers["Location"]) == (301, quote("/政务公开/"))


async def hello(request):
    return web.Response(text=f"hello {request.path}")


def test_hosts_are_told_apart_by_name(folder):
    hosts = {
        "qinghe.localhost": Folder(folder),
        "wall.localhost": CHALLENGE,
        "lost.localhost": Always(404),
        "soft.localhost": Always(200, "页面不存在"),
        "own.localhost": hello,
    }
    with serve(hosts) as allow:
        assert get(allow, "qinghe.localhost", "/")[2] == b"home"
        assert get(allow, "wall.localhost", "/x")[0] == 412
        assert get(allow, "lost.localhost", "/")[0] == 404
        assert get(allow, "soft.localhost", "/")[2].decode() == "页面不存在"
        assert get(allow, "own.localhost", "/x")[2] == b"hello /x"
        allow["other.localhost"] = allow["own.localhost"]
        assert get(allow, "other.localhost", "/")[0] == 421
    assert set(allow.values()) >= {allow["own.localhost"]}
    assert len({allow[host] for host in hosts}) == 1


def test_a_host_that_is_down_refuses_connections():
    with serve({"down.localhost": Down()}) as allow, pytest.raises(ConnectionRefusedError):
        get(allow, "down.localhost", "/")


def test_another_port_is_found_when_the_wanted_one_is_taken():
    with serve({"a.localhost": Always()}) as first:
        taken = first["a.localhost"][1]
        with serve({"b.localhost": Always()}, port=taken) as second:
            assert second["b.localhost"][1] != taken
            assert get(second, "b.localhost", "/")[0] == 404


def test_the_server_is_gone_after_the_block_even_when_it_fails():
    def broken():
        with serve({"a.localhost": Always()}) as allow:
            places.append(allow["a.localhost"])
            raise RuntimeError("stop")

    places = []
    with pytest.raises(RuntimeError):
        broken()
    connection = HTTPConnection(*places[0])
    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/")
    connection.close()
