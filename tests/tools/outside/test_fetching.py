"""A page costs little time and little room, whatever the site does."""

from ipaddress import ip_network
from urllib.parse import quote

import pytest

from tests.tools.outside.site import ADDRESS, PAGE, Site
from tools.outside import fetching
from tools.outside.connecting import Rules
from tools.outside.errors import Unreachable
from tools.outside.fetching import MOST_BYTES, fetch

RULES = Rules([ip_network(ADDRESS)])


async def refused(url: str) -> str:
    with pytest.raises(Unreachable) as refusal:
        await fetch(url, RULES)
    return refusal.value.code


async def test_a_packed_page_is_unpacked(site: Site) -> None:
    page = await fetch(f"{site.base}/packed?gzip", RULES)
    assert page.body.decode() == PAGE


@pytest.mark.parametrize("path", ["bomb", "endless"])
async def test_no_more_is_taken_than_wanted(site: Site, path: str) -> None:
    page = await fetch(f"{site.base}/{path}", RULES)
    assert (len(page.body), page.is_cut) == (MOST_BYTES, True)


async def test_five_redirects_are_followed_and_not_six(site: Site) -> None:
    page = await fetch(f"{site.base}/around?5", RULES)
    assert page.url == f"{site.base}/page"
    assert await refused(f"{site.base}/around?6") == "too_many_redirects"


async def test_none_is_followed_where_none_is_wanted(site: Site) -> None:
    with pytest.raises(Unreachable):
        await fetch(f"{site.base}/around?1", RULES, redirects=0)


@pytest.mark.parametrize("where", ["headers", "body"])
async def test_a_site_that_drips_is_given_up(
    site: Site, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TIME_S", 1.0)
    assert await refused(f"{site.base}/drip?{where}") == "too_slow"


@pytest.mark.parametrize(
    ("path", "code"),
    [("nonsense", "bad_answer"), ("short", "bad_answer"), ("packed?br", "bad_answer")],
)
async def test_what_is_no_page_is_said_so(site: Site, path: str, code: str) -> None:
    assert await refused(f"{site.base}/{path}") == code


async def test_nobody_there_is_said_so(site: Site) -> None:
    assert await refused(f"http://{ADDRESS}:1/") == "no_answer"


async def test_it_is_not_a_safe_connection_without_a_certificate(site: Site) -> None:
    assert await refused(f"https://{ADDRESS}:{site.server_port}/") == "no_answer"


async def test_a_redirect_may_not_leave_http(site: Site) -> None:
    assert await refused(f"{site.base}/to?302={quote('file:///etc/passwd')}") == "bad_url"
