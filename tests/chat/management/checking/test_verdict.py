"""What the trials mean for the settings."""

import pytest

from chat.management.checking.steps import Combination, Step
from chat.management.checking.trial import Trial
from chat.management.checking.verdict import (
    BY_SERVER,
    HEARD_BY_KEY,
    HEARD_BY_TOKEN,
    Verdict,
    judge,
)

ALL = ("mint", "call", "media", "sideband", "turn", "ear", "hang-up")
DEAF = ("sideband", "ear")


def trial(combination: Combination, *failed: str) -> Trial:
    steps = [Step(name, name not in failed, f"{name} was tried.", 1) for name in ALL]
    return Trial("http://127.0.0.1:1/v1", "", "a-model", combination, steps)


def verdict(*trials: Trial, configured: str = "token") -> Verdict:
    return judge(trials, configured)


def test_where_everything_works_the_browser_s_own_way_is_recommended() -> None:
    found = verdict(trial(BY_SERVER), trial(HEARD_BY_KEY), trial(HEARD_BY_TOKEN))
    assert (found.works, found.recommended) == (True, "token")


def test_where_the_server_cannot_hear_a_browser_s_call_its_own_way_is() -> None:
    found = verdict(trial(BY_SERVER), trial(HEARD_BY_KEY, *DEAF), trial(HEARD_BY_TOKEN, *DEAF))
    assert (found.works, found.recommended) == (True, "server")
    assert "only when the browser obeys" in found.sentences[1]


def test_where_only_the_token_itself_hears_this_is_said() -> None:
    found = verdict(trial(HEARD_BY_KEY, *DEAF), trial(HEARD_BY_TOKEN))
    assert (found.recommended, len(found.sentences)) == ("token", 2)
    assert "Parley keeps no tokens" in found.sentences[1]


def test_a_setting_that_cannot_work_is_told_though_the_other_can() -> None:
    found = verdict(trial(BY_SERVER, "hang-up"), trial(HEARD_BY_KEY), configured="server")
    assert (found.works, found.recommended) == (False, "token")
    assert found.sentences[0] == "CALL_SETUP=server does not work: hang-up: hang-up was tried."


@pytest.mark.parametrize("configured", ["token", "server"])
def test_where_nothing_works_nothing_is_recommended(configured: str) -> None:
    found = verdict(trial(BY_SERVER, *ALL), trial(HEARD_BY_KEY, *ALL), configured=configured)
    assert (found.works, found.recommended) == (False, "")


def test_sound_that_does_not_get_through_from_here_is_no_fault() -> None:
    assert verdict(trial(BY_SERVER, "media")).recommended == "server"


def test_what_was_cut_short_does_not_work() -> None:
    cut = Trial("http://127.0.0.1:1/v1", "", "a-model", BY_SERVER)
    assert verdict(cut).sentences == [
        "CALL_SETUP=server does not work: it was not tried to the end."
    ]
