"""The environment is read once; what is unclear is refused by name."""

from pathlib import Path

import pytest

from engine.settings import UnclearSetting, from_environment
from engine.upstream.server import Upstream

KEY = {"ENGINE_API_KEY": "sk-secret"}


def test_a_key_is_all_that_is_needed() -> None:
    settings = from_environment(KEY)
    assert (settings.host, settings.port) == ("127.0.0.1", 8010)
    assert settings.limits.session_s == 3600


def test_it_refuses_to_start_without_a_key() -> None:
    with pytest.raises(UnclearSetting, match="ENGINE_API_KEY"):
        from_environment({})


@pytest.mark.parametrize("name", ["ENGINE_PORT", "ENGINE_CALLS", "ENGINE_IDLE_SECONDS"])
def test_it_refuses_what_is_not_a_number_and_names_it(name: str) -> None:
    with pytest.raises(UnclearSetting, match=name):
        from_environment({**KEY, name: "many"})


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_it_refuses_a_limit_that_is_none(seconds: str) -> None:
    with pytest.raises(UnclearSetting):
        from_environment({**KEY, "ENGINE_SESSION_SECONDS": seconds})


@pytest.mark.parametrize("processes", ["0", "63", "two"])
def test_it_refuses_a_number_of_processes_that_cannot_be(processes: str) -> None:
    with pytest.raises(UnclearSetting, match="ENGINE_PROCESSES"):
        from_environment({**KEY, "ENGINE_PROCESSES": processes})


def test_lists_are_split_at_commas() -> None:
    origins = "http://127.0.0.1:8000, http://localhost:8000"
    settings = from_environment({**KEY, "ENGINE_ALLOWED_ORIGINS": origins})
    assert settings.allowed_origins == {"http://127.0.0.1:8000", "http://localhost:8000"}


def test_the_key_is_not_in_the_settings_own_words() -> None:
    assert "sk-secret" not in repr(from_environment(KEY))


LLM = {**KEY, "ENGINE_LLM_BASE_URL": "http://127.0.0.1:11434/v1/", "ENGINE_LLM_MODEL": "small"}


def test_a_server_that_thinks_is_named_by_its_address_and_model() -> None:
    settings = from_environment({**LLM, "ENGINE_LLM_SECONDS": "5"})
    assert settings.language_model == Upstream("http://127.0.0.1:11434/v1", "small", silence_s=5)
    assert (settings.transcription, settings.speech) == (None, None)


def test_its_key_may_stand_in_a_file_and_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-of-the-model\n")
    settings = from_environment({**LLM, "ENGINE_LLM_API_KEY_FILE": str(file)})
    assert settings.language_model is not None
    assert settings.language_model.api_key == "sk-of-the-model"
    assert "sk-of-the-model" not in repr(settings)


@pytest.mark.parametrize(
    ("unclear", "name"),
    [
        ({"ENGINE_TTS_BASE_URL": "127.0.0.1:9/v1", "ENGINE_TTS_MODEL": "t"}, "TTS_BASE_URL"),
        ({"ENGINE_STT_BASE_URL": "http://127.0.0.1/v1"}, "STT_MODEL"),
        ({"ENGINE_LLM_MODEL": "small"}, "LLM_BASE_URL"),
        ({**LLM, "ENGINE_LLM_API_KEY_FILE": "/nowhere/key"}, "LLM_API_KEY_FILE"),
        ({**LLM, "ENGINE_LLM_SECONDS": "soon"}, "LLM_SECONDS"),
    ],
)
def test_a_server_that_is_half_named_is_refused(unclear: dict[str, str], name: str) -> None:
    with pytest.raises(UnclearSetting, match=f"ENGINE_{name}"):
        from_environment({**KEY, **unclear})
