"""Try against the configured provider which ways of making, hearing and ending a call work."""

from __future__ import annotations

import asyncio
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chat.management.checking.steps import Combination
from chat.management.checking.trial import Trial
from chat.management.checking.verdict import COMBINATIONS, Verdict, judge

WITHIN_S = 120
COULD_NOT_TRY = 2
KEYS = {"api": "API key", "token": "ephemeral token"}


class Command(BaseCommand):
    help = "Make short calls to the provider and say plainly what works. Costs a few tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--key", choices=["api", "token", "both"], default="both")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--within", type=int, default=WITHIN_S, help="seconds, for all of it")

    def handle(self, *args: Any, key: str, within: int, **options: Any) -> None:
        if not settings.OPENAI_API_KEY:
            raise CommandError("No OPENAI_API_KEY is set.", returncode=COULD_NOT_TRY)
        trials = asyncio.run(_try_all(COMBINATIONS[key], within))
        verdict = judge(trials, settings.CALL_SETUP)
        show = _as_json if options["json"] else _as_text
        self.stdout.write(show(trials, verdict))
        if not verdict.works:
            raise SystemExit(1)


async def _try_all(combinations: list[Combination], within_s: int) -> list[Trial]:
    """One after the other; what time does not allow is not tried, or not to its end."""
    address, key, model = settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY, settings.REALTIME_MODEL
    trials: list[Trial] = []
    try:
        async with asyncio.timeout(within_s):
            for combination in combinations:
                trials.append(Trial(address, key, model, combination))
                await trials[-1].run()
    except TimeoutError:
        pass  # the verdict says which were not tried to the end
    return trials


def _as_text(trials: list[Trial], verdict: Verdict) -> str:
    lines = [f"Provider: {_address()}, model {settings.REALTIME_MODEL}"]
    for trial in trials:
        call, sideband = KEYS[trial.combination.call], KEYS[trial.combination.sideband]
        lines += ["", f"Call by {call}, sideband by {sideband}"]
        for step in trial.steps:
            sign = "ok  " if step.works else "FAIL"
            lines.append(f"  {sign}  {step.name:<9} {step.took_ms:>6} ms  {step.said}")
    advice = (
        f"Recommended: CALL_SETUP={verdict.recommended}" if verdict.recommended else "No calls."
    )
    return "\n".join([*lines, "", "What it means", *verdict.sentences, "", advice])


def _as_json(trials: list[Trial], verdict: Verdict) -> str:
    tried = [
        asdict(trial.combination) | {"steps": [asdict(one) for one in trial.steps]}
        for trial in trials
    ]
    found = {"provider": _address(), "model": settings.REALTIME_MODEL, "tried": tried}
    return json.dumps(found | {"configured": settings.CALL_SETUP, **asdict(verdict)}, indent=2)


def _address() -> str:
    """Without what a careless address may carry before its host."""
    found = urlsplit(settings.OPENAI_BASE_URL)
    return f"{found.scheme}://{found.netloc.rpartition('@')[2]}{found.path}"
