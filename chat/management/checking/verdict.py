"""What the trials mean for the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chat.management.checking.steps import API, TOKEN, Combination
from chat.management.checking.trial import Trial

BY_SERVER = Combination(API, API)
HEARD_BY_KEY = Combination(TOKEN, API)
HEARD_BY_TOKEN = Combination(TOKEN, TOKEN)
COMBINATIONS = {"api": [BY_SERVER], "token": [HEARD_BY_KEY, HEARD_BY_TOKEN]}
COMBINATIONS["both"] = COMBINATIONS["api"] + COMBINATIONS["token"]


@dataclass
class Verdict:
    """`works`: calls work as this installation is configured, or in the way that was tried."""

    works: bool
    recommended: str = ""
    sentences: list[str] = field(default_factory=list)


def judge(trials: Sequence[Trial], configured: str) -> Verdict:
    tried = {trial.combination: trial for trial in trials}
    setups = {
        "server": _can_be_ended(tried.get(BY_SERVER)),
        "token": any(_talks(trial) for trial in trials if trial.combination.call == TOKEN),
    }
    attempted = {"server" if one.call == API else "token" for one in tried}
    works = setups[configured] if configured in attempted else any(setups.values())
    verdict = Verdict(works, _recommended(setups, tried))
    if "server" in attempted:
        verdict.sentences.append(_about_server(tried[BY_SERVER]))
    if "token" in attempted:
        verdict.sentences += _about_token(setups["token"], tried)
    return verdict


def _recommended(setups: dict[str, bool], tried: dict[Combination, Trial]) -> str:
    """The browser's own way where the server hears it too; else whatever works."""
    if setups["token"] and (_can_be_ended(tried.get(HEARD_BY_KEY)) or not setups["server"]):
        return "token"
    return "server" if setups["server"] else ""


def _about_server(trial: Trial) -> str:
    if _can_be_ended(trial):
        return (
            "CALL_SETUP=server works: the server makes the call, hears it and can end it; "
            "limits are exact."
        )
    return f"CALL_SETUP=server does not work: {_first_failure(trial)}"


def _about_token(works: bool, tried: dict[Combination, Trial]) -> list[str]:
    by_key, by_token = tried.get(HEARD_BY_KEY), tried.get(HEARD_BY_TOKEN)
    if not works:
        first = by_key or by_token
        return [f"CALL_SETUP=token does not work: {_first_failure(first)}"] if first else []
    if _can_be_ended(by_key):
        return [
            "CALL_SETUP=token works, and with its own key the server hears and can end these calls "
            "too, once the browser has told it the call's id."
        ]
    found = [
        "CALL_SETUP=token works, but the server cannot hear and end such calls: what was said is "
        "the browser's word, and a limit ends the call at the provider only when the browser obeys."
    ]
    if by_token and by_token.worked("sideband"):
        found.append("Only the ephemeral token opens a sideband here; Parley keeps no tokens.")
    return found


def _talks(trial: Trial | None) -> bool:
    return trial is not None and trial.worked("call") and trial.worked("turn")


def _can_be_ended(trial: Trial | None) -> bool:
    needed = ("sideband", "ear", "hang-up")
    return trial is not None and _talks(trial) and all(trial.worked(name) for name in needed)


def _first_failure(trial: Trial) -> str:
    for step in trial.steps:
        if not step.works and step.name != "media":
            return f"{step.name}: {step.said}"
    return "it was not tried to the end."
