"""Bring the database up to date before web starts, by the commands that a person would type."""

import asyncio
import os
import sys

from config.supervisor import plan
from config.supervisor.errors import CannotStart
from config.supervisor.options import HOST, ROOT, Options


async def prepare(options: Options) -> str:
    """Migrate, make the demo accounts; returns what there is to tell about them."""
    await _manage(options, "migrate", "--verbosity=0")
    return await _manage(options, "make_demo_accounts", f"--listening-on={HOST}")


async def _manage(options: Options, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **plan.common_environment(options)},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise CannotStart(f"manage.py {command[0]} failed; the lines above say why.")
    return output.decode()
