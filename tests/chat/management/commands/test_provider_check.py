"""What the check says of a provider that does it all, and of one that refuses some of it."""

import json
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.engine.running import KEY, EngineProcess
from tests.fakes.provider import TOKEN, FakeProvider


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    process = EngineProcess()
    process.wait_until_healthy()
    yield process
    process.end()


@pytest.fixture
def real(engine: EngineProcess, settings: Settings) -> EngineProcess:
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = engine.address.http, KEY
    return engine


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeProvider]:
    """It answers offers with a description that leads nowhere: no sound, only sidebands."""
    with FakeProvider.running() as provider:
        provider.answers_at_once = True
        settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = provider.base_url, provider.key
        yield provider


def check(*arguments: str) -> tuple[int, str]:
    output, code = StringIO(), 0
    try:
        call_command("provider_check", *arguments, stdout=output)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, output.getvalue()


def found(*arguments: str) -> tuple[int, Any]:
    code, output = check("--json", *arguments)
    return code, json.loads(output)


def failed(tried: Any) -> list[str]:
    return [step["name"] for step in tried["steps"] if not step["works"]]


def test_the_engine_does_it_all_but_a_sideband_by_token(real: EngineProcess) -> None:
    code, said = found()
    assert (code, said["works"], said["recommended"]) == (0, True, "token")
    assert [failed(tried) for tried in said["tried"]] == [[], [], ["sideband", "ear"]]


def test_without_aiortc_it_asks_over_the_sideband(
    real: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "chat.management.checking.browser", None)
    code, said = found("--key", "api")
    (tried,) = said["tried"]
    assert (code, failed(tried), said["recommended"]) == (0, ["media"], "server")
    assert "aiortc" in next(step["said"] for step in tried["steps"] if step["name"] == "media")


def test_it_says_so_plainly(real: EngineProcess) -> None:
    code, said = check("--key", "api")
    assert code == 0
    for words in ("Call by API key, sideband by API key", "ok    turn", "Recommended: CALL_SETUP="):
        assert words in said
    assert KEY not in said
    assert "ek_" not in said


def test_a_wrong_key_is_told_and_not_shown(real: EngineProcess, settings: Settings) -> None:
    settings.OPENAI_API_KEY = "sk-some-other-key"
    code, said = check()
    assert code == 1
    assert "bad_key" in said
    assert "sk-some" not in said


def test_what_is_asked_over_the_sideband_counts_without_sound(fake: FakeProvider) -> None:
    code, said = found("--key", "api")
    assert (code, said["recommended"], failed(said["tried"][0])) == (0, "server", ["media"])
    assert fake.hung_up == list(fake.calls)


def test_without_sidebands_the_server_s_way_is_not_recommended(fake: FakeProvider) -> None:
    fake.has_sidebands = False
    code, said = found("--key", "api")
    assert (code, said["recommended"]) == (1, "")
    assert "sideband: The voice provider does not know that call any more." in said["sentences"][0]
    assert all(call.is_over for call in fake.calls.values())


def test_a_hang_up_that_fails_is_told(fake: FakeProvider) -> None:
    fake.lets_through()
    fake.refuses(500)
    code, said = found("--key", "api")
    assert (code, failed(said["tried"][0])) == (1, ["media", "hang-up"])
    assert fake.hung_up == list(fake.calls)  # tried again before it leaves


def test_a_token_that_opens_no_call_is_told_by_its_step(fake: FakeProvider) -> None:
    for _ in range(2):
        fake.lets_through()
        fake.refuses(403)
    code, said = found("--key", "token")
    assert (code, said["recommended"]) == (1, "")
    assert [failed(tried) for tried in said["tried"]] == [["call"], ["call"]]
    assert said["sentences"] == [
        "CALL_SETUP=token does not work: call: This server may not use that model. "
        "Choose another one. (no_model_access)"
    ]


def test_a_provider_that_says_nothing_does_not_keep_it_waiting(fake: FakeProvider) -> None:
    fake.is_silent = True
    code, said = check("--within", "1")
    assert code == 1
    assert "No calls." in said


def test_no_token_is_shown(fake: FakeProvider) -> None:
    said = check("--json")[1]
    assert TOKEN not in said
    assert fake.key not in said


def test_without_a_key_there_is_nothing_to_try(settings: Settings) -> None:
    settings.OPENAI_API_KEY = ""
    with pytest.raises(CommandError, match="No OPENAI_API_KEY") as refused:
        check()
    assert refused.value.returncode == 2
