"""`search_web` asks the engine that the operator has set, and is not there without one."""

import importlib

import pytest
from pytest_django import Settings

from tests.tools.outside.site import Site
from tools import registry
from tools.base import ToolResult
from tools.builtin import search_web

pytestmark = pytest.mark.usefixtures("own_registry")


def search(words: str) -> ToolResult:
    return search_web.run({"words": words}, None)  # type: ignore[arg-type]  # it needs no context


def test_without_an_engine_there_is_no_such_tool() -> None:
    assert registry.find("search_web") is None


def test_with_one_it_is_offered(settings: Settings) -> None:
    settings.SEARCH_URL = "http://search.example/search"
    importlib.reload(search_web)
    assert registry.find("search_web") is search_web.TOOL


def test_what_is_found_is_told(settings: Settings, site: Site) -> None:
    settings.SEARCH_URL = f"{site.base}/search?language=en"
    found = search("tea & cake")
    assert found.message == "I found 8 pages."
    told = {"title": "tea & cake", "url": "https://a.example/", "excerpt": "An excerpt."}
    assert found.result["results"] == [told] * 8


@pytest.mark.parametrize("path", ["page", "status?500", "nonsense", "to?302=/search"])
def test_an_engine_that_does_not_work_is_a_plain_error(
    settings: Settings, site: Site, path: str
) -> None:
    settings.SEARCH_URL = f"{site.base}/{path}"
    assert not search("tea").success
