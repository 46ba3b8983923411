"""Where a saved copy comes from, by its entry page, and where its links lead then."""

import pytest

from crawlers.seen.copies import original_host, rehosted
from data.types import Attachment, Link, Page, PageKind, PageState, Place

SERVED = "http://copy.localhost:8700/"


def entry(*urls, **meta):
    links = tuple(Link(url, "", Place.NAV) for url in urls)
    return Page(SERVED, PageKind.HOME, PageState.OK, links=links, meta=meta)


def absolute(host, count):
    return [f"http://{host}/{n}/" for n in range(count)]


@pytest.mark.parametrize(
    ("page", "host"),
    [
        pytest.param(entry(*absolute("www.a.gov.cn", 5), SERVED), "a.gov.cn", id="most links"),
        pytest.param(
            entry(*absolute("a.gov.cn", 5), *absolute("www.gov.cn", 4)), "a.gov.cn", id="friends"
        ),
        pytest.param(entry("https://a.gov.cn/index.html"), "a.gov.cn", id="only leads on"),
        pytest.param(
            entry(*absolute("copy.localhost:8700", 9), "http://a.gov.cn/1", sitedomain="a.gov.cn"),
            "a.gov.cn",
            id="names itself",
        ),
        pytest.param(
            entry(*absolute("copy.localhost:8700", 11), *absolute("www.gov.cn", 5)),
            "",
            id="most links stay",
        ),
        pytest.param(entry(*(f"http://{n}.gov.cn/" for n in range(9))), "", id="none stands out"),
        pytest.param(entry(), "", id="no links"),
    ],
)
def test_the_host_a_copy_was_saved_from(page, host):
    assert original_host(page) == host


def test_links_and_files_of_the_original_host_lead_into_the_copy():
    page = Page(
        SERVED,
        PageKind.LIST,
        PageState.OK,
        attachments=(Attachment("https://www.a.gov.cn/f/1.pdf", "附件", "pdf"),),
        links=(
            Link("https://www.a.gov.cn/list.jsp?id=1", "甲", Place.CONTENT),
            Link("http://b.gov.cn/1", "乙", Place.CONTENT),
        ),
    )
    led = rehosted(page, "a.gov.cn", SERVED)
    assert [link.url for link in led.links] == [f"{SERVED}list.jsp?id=1", "http://b.gov.cn/1"]
    assert led.attachments[0].url == f"{SERVED}f/1.pdf"
    assert rehosted(page, "", SERVED) is page
