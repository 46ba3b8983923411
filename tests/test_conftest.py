"""The guard against the network is itself seen to work."""

import socket

import pytest

Failed = pytest.fail.Exception


def test_a_far_address_fails_the_test():
    with socket.socket() as s, pytest.raises(Failed, match=r"network: 192\.0\.2\.1"):
        s.connect(("192.0.2.1", 80))


def test_a_far_name_fails_the_test():
    with pytest.raises(Failed, match=r"address of www\.example\.gov\.cn"):
        socket.getaddrinfo("www.example.gov.cn", 80)


def test_a_name_under_invalid_does_not_resolve():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 80)


def test_loopback_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
