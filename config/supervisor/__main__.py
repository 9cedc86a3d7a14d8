"""`python -m config.supervisor`: check, prepare, start, and stay until told to end."""

import asyncio
import os
import signal
import sys

from config.lifeline import end_with_parent
from config.supervisor import options as reading
from config.supervisor import plan, preflight
from config.supervisor.errors import CannotStart
from config.supervisor.health import wait_until_answering
from config.supervisor.options import Options
from config.supervisor.preparation import prepare
from config.supervisor.sibling import Sibling

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ToldToEnd(Exception):
    """Raised inside the task group, so that it cancels and awaits every sibling."""


def main() -> int:
    exit_code = 0
    end_with_parent()  # when a program, not a person, has started this
    try:
        options = reading.read()
        with preflight.claim(options.data_dir, options.address):
            preflight.check_ports(options)
            asyncio.run(supervise(options))
    except* ToldToEnd:
        print("Parley has ended.", flush=True)
    except* CannotStart as problems:
        print(first_sentence(problems), file=sys.stderr)
        exit_code = 1
    return exit_code


async def supervise(options: Options) -> None:
    """Run until a signal comes, or until a sibling cannot be started."""
    # Nobody writes to this pipe. Our end closes when this process ends, however it ends.
    lifeline, _our_end = os.pipe()
    web, *others = [Sibling(one, lifeline) for one in plan.siblings(options)]
    async with asyncio.TaskGroup() as group:
        group.create_task(end_when_told())
        for sibling in others:
            group.create_task(sibling.run())
        about_accounts = await prepare(options)
        group.create_task(web.run())
        group.create_task(announce(options, [web, *others], about_accounts))


async def end_when_told() -> None:
    told = asyncio.Event()
    for number in ENDING_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()
    raise ToldToEnd


async def announce(options: Options, siblings: list[Sibling], about_accounts: str) -> None:
    for sibling in siblings:
        await wait_until_answering(sibling.plan.port, sibling.plan.health)
        sibling.answered.set()
    print(f"\nParley is at {options.address} (Ctrl-C ends it)\n{about_accounts}", flush=True)


def first_sentence(problems: BaseException) -> str:
    while isinstance(problems, BaseExceptionGroup):
        problems = problems.exceptions[0]
    return str(problems)


if __name__ == "__main__":
    sys.exit(main())
