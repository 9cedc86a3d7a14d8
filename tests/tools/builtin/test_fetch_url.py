"""`fetch_url` reads public pages, and reaches nothing of ours whatever address it is given."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from urllib.parse import quote

import pytest
from pytest_django import Settings

from tests.tools.outside.canary import Canary
from tests.tools.outside.forms import DIRECT, LEADS, RESOLVED
from tests.tools.outside.site import ADDRESS, PAGE, Site
from tools.base import ToolResult
from tools.builtin import fetch_url
from tools.outside import fetching
from tools.outside.addresses import Address
from tools.outside.connecting import Rules
from tools.outside.errors import Unreachable

NOWHERE = None


def read(url: str, **more: object) -> ToolResult:
    return fetch_url.run({"url": url, **more}, NOWHERE)  # type: ignore[arg-type]  # it needs no context


@pytest.fixture(autouse=True)
def allowed(settings: Settings, site: Site, canary: Canary) -> Rules:
    """The site and its address alone; the canary's port, so that its address is what is refused."""
    settings.FETCH_NETWORKS = [ip_network(ADDRESS)]
    settings.FETCH_PORTS = [80, 443, site.server_port, canary.port]
    return Rules(settings.FETCH_NETWORKS, frozenset(settings.FETCH_PORTS))


def test_more_than_120_forms_are_tried() -> None:
    assert len(set(DIRECT)) + len(set(LEADS)) + 2 * len(set(RESOLVED)) >= 120


def test_the_canary_counts_whoever_comes(settings: Settings, canary: Canary) -> None:
    settings.FETCH_NETWORKS = [ip_network("127.0.0.1"), ip_network("::1")]
    read(f"http://127.1:{canary.port}/")
    read(f"http://[::1]:{canary.port}/")
    assert canary.visitors() == 2


@pytest.mark.parametrize("form", DIRECT)
def test_no_form_of_an_address_reaches_the_canary(form: str, canary: Canary) -> None:
    found = read(form.replace("{port}", str(canary.port)))
    assert (found.success, canary.visitors()) == (False, 0)


@pytest.mark.parametrize("form", LEADS)
def test_no_page_leads_on_to_the_canary(form: str, site: Site, canary: Canary) -> None:
    where = quote(form.replace("{port}", str(canary.port)).replace("\r\n", ""), safe="")
    for status in (301, 302, 303, 307, 308):
        assert not read(f"{site.base}/to?{status}={where}").success
    assert canary.visitors() == 0


@pytest.mark.parametrize("written", RESOLVED)
@pytest.mark.parametrize("behind", [[], [ADDRESS]])
async def test_no_name_leads_to_the_canary(
    written: str,
    behind: list[str],
    canary: Canary,
    allowed: Rules,
) -> None:
    async def resolve(host: str, port: int) -> Sequence[Address]:
        return [ip_address(one) for one in [*behind, written]]

    with pytest.raises(Unreachable, match="may not be reached"):
        await fetching.fetch(f"http://evil.example:{canary.port}/", allowed, resolve)
    assert canary.visitors() == 0


async def test_a_name_that_is_bound_anew_is_not_asked_twice(
    site: Site,
    canary: Canary,
    allowed: Rules,
) -> None:
    """The first answer is checked and connected to; what the name says a moment later is nothing."""
    answers = iter([ADDRESS, "127.0.0.1", "127.0.0.1"])

    async def resolve(host: str, port: int) -> Sequence[Address]:
        return [ip_address(next(answers))]

    page = await fetching.fetch(f"http://evil.example:{site.server_port}/page", allowed, resolve)
    assert page.body.decode() == PAGE
    assert list(answers) == [ip_address("127.0.0.1").compressed] * 2
    assert canary.visitors() == 0


async def test_a_name_that_is_bound_anew_between_redirects_is_checked_anew(
    site: Site,
    canary: Canary,
    allowed: Rules,
) -> None:
    answers = iter([ADDRESS, "127.0.0.1"])

    async def resolve(host: str, port: int) -> Sequence[Address]:
        return [ip_address(next(answers))]

    where = quote(f"http://evil.example:{canary.port}/", safe="")
    url = f"http://evil.example:{site.server_port}/to?302={where}"
    with pytest.raises(Unreachable, match="may not be reached"):
        await fetching.fetch(url, allowed, resolve)
    assert canary.visitors() == 0


def test_a_page_is_read_as_text(site: Site) -> None:
    found = read(f"{site.base}/page")
    assert found.message == "I have read “Tea & cake”."
    text = "# Tea\n\nFour minutes, no more.\n\n- Milk\n- Sugar"
    assert found.result == {"url": f"{site.base}/page", "title": "Tea & cake", "text": text}


def test_a_long_page_is_read_in_parts(site: Site) -> None:
    url, read_so_far, start = f"{site.base}/endless", "", 0
    for _ in range(3):
        found = read(url, start=start).result
        read_so_far, start = read_so_far + found["text"], found["next_start"]
    assert read_so_far == ("word " * 10_000)[:start]


def test_another_port_is_refused(settings: Settings, site: Site) -> None:
    settings.FETCH_PORTS = [80, 443]
    assert read(f"{site.base}/page").error == "forbidden_port"


def test_only_the_sites_that_are_named_are_read(settings: Settings, site: Site) -> None:
    settings.FETCH_HOSTS = ["a.example"]
    assert read(f"{site.base}/page").error == "forbidden_host"
    settings.FETCH_HOSTS = ["0.0.9"]
    assert read(f"{site.base}/page").success


def test_an_error_of_the_site_is_told(site: Site) -> None:
    assert read(f"{site.base}/status?404").message == "The site answered with the error 404."


def test_nothing_of_ours_is_sent(site: Site) -> None:
    site.asked.clear()
    read(f"{site.base}/to?302=/page")
    assert [set(one) for one in site.asked] == [
        {"host", "user-agent", "accept", "accept-encoding", "connection"}
    ] * 2
    assert site.asked[0]["user-agent"].startswith("Parley/")
