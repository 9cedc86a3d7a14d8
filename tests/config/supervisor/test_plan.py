"""Which processes are started, and what they are told."""

from pathlib import Path

import pytest

from config.supervisor import plan
from config.supervisor.options import Options

LOCAL = Options(port=1, engine_port=2, data_dir=Path("/tmp/none"), with_engine=True)  # noqa: S108
OWN_PROVIDER = Options(port=1, engine_port=2, data_dir=LOCAL.data_dir, with_engine=False)


def test_web_and_engine_share_one_key_that_is_new_at_each_start() -> None:
    web, engine = (one.environment for one in plan.siblings(LOCAL))
    assert web["OPENAI_API_KEY"] == engine["ENGINE_API_KEY"]
    assert web["OPENAI_API_KEY"] != plan.siblings(LOCAL)[0].environment["OPENAI_API_KEY"]


def test_the_engine_answers_this_web_only() -> None:
    engine = plan.siblings(LOCAL)[1].environment
    assert engine["ENGINE_ALLOWED_ORIGINS"] == "http://127.0.0.1:1,http://localhost:1"


def test_with_a_provider_there_is_web_alone_with_the_persons_own_key() -> None:
    (web,) = plan.siblings(OWN_PROVIDER)
    assert "OPENAI_API_KEY" not in web.environment
    assert "PROVIDER_NOTICE" not in web.environment


def test_the_page_says_which_model_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENGINE_LLM_MODEL", raising=False)
    assert "small local engine" in plan.siblings(LOCAL)[0].environment["PROVIDER_NOTICE"]
    monkeypatch.setenv("ENGINE_LLM_MODEL", "qwen3")
    assert "qwen3" in plan.siblings(LOCAL)[0].environment["PROVIDER_NOTICE"]
