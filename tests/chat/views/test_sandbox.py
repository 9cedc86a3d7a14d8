"""The sandbox's page: framed by ours only, with a policy of its own that lets nothing in or out."""

import base64
import hashlib
import re

import pytest
from django.test import Client

DIRECTIVES = {
    "default-src 'none'",
    "connect-src 'none'",
    "worker-src blob:",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts",
}


@pytest.fixture
def page(client: Client) -> tuple[str, dict[str, str]]:
    answer = client.get("/sandbox/")
    return answer.content.decode(), dict(answer.headers)


def test_its_policy_lets_nothing_in_or_out(page: tuple[str, dict[str, str]]) -> None:
    policy = set(page[1]["Content-Security-Policy"].split("; "))
    assert policy >= DIRECTIVES
    assert [one for one in policy if "self" in one] == ["frame-ancestors 'self'"]
    assert not re.search(r"https?:|unsafe-inline|allow-same-origin|\*", " ".join(policy))


def test_the_one_script_that_may_run_is_its_own(page: tuple[str, dict[str, str]]) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page[0], re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    assert re.findall(r"sha256-([^']+)", page[1]["Content-Security-Policy"]) == digests


def test_no_cache_keeps_it_and_no_other_site_frames_it(page: tuple[str, dict[str, str]]) -> None:
    assert page[1]["Cache-Control"] == "no-store"
    assert page[1]["X-Frame-Options"] == "SAMEORIGIN"
    assert page[1]["X-DNS-Prefetch-Control"] == "off"
    assert "microphone=()" in page[1]["Permissions-Policy"]


@pytest.mark.django_db
def test_no_other_page_lets_itself_be_framed(client: Client) -> None:
    for path in ["/", "/accounts/login/", "/offline/", "/health/live"]:
        answer = client.get(path)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_it_is_the_same_for_everybody(client: Client, page: tuple[str, dict[str, str]]) -> None:
    assert "Set-Cookie" not in page[1]
    assert client.post("/sandbox/").status_code == 405
