"""Wait until a sibling answers."""

import asyncio
import http.client

from config.supervisor.options import HOST

LOOK_EVERY_S = 0.1
ANSWER_WITHIN_S = 2.0


async def wait_until_answering(port: int, path: str) -> None:
    # Another process has no event to wait for.
    while not await asyncio.to_thread(_answers, port, path):  # noqa: ASYNC110
        await asyncio.sleep(LOOK_EVERY_S)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
