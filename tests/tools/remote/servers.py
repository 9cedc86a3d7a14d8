"""MCP servers on loopback: a real one (the SDK's own), and ones that misbehave."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn
from mcp.server.mcpserver import MCPServer
from starlette.types import ASGIApp, Receive, Scope, Send

STARTS_WITHIN_S = 60
LONG = 2_000_000


class RealServer:
    """The SDK's server; tools can be added while it runs. `asked`: the headers of each request."""

    def __init__(self) -> None:
        self.mcp = MCPServer("weather")
        self.asked: list[dict[str, str]] = []
        self.called: list[str] = []
        self.port = 0
        self.mcp.add_tool(self.forecast, name="forecast", description="The weather in a city.")
        self.mcp.add_tool(self.fail, name="fail", description="Fails.")
        self.mcp.add_tool(self.long, name="long", description="Says much.")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def forecast(self, city: str, days: int = 1) -> dict[str, Any]:
        self.called.append(city)
        return {"city": city, "days": days, "sky": "clear"}

    def fail(self) -> str:
        raise ValueError("no such station")

    def long(self, characters: int) -> str:
        return "x" * characters

    def renamed(self, description: str) -> None:
        """The same tool, said otherwise."""
        self.mcp.remove_tool("forecast")
        self.mcp.add_tool(self.forecast, name="forecast", description=description)

    def app(self) -> ASGIApp:
        inner = self.mcp.streamable_http_app()

        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.asked.append({k.decode(): v.decode() for k, v in scope["headers"]})
            await inner(scope, receive, send)

        return noting


@contextmanager
def real() -> Iterator[RealServer]:
    served = RealServer()
    config = uvicorn.Config(served.app(), port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    pause = threading.Event()
    while not server.started:
        assert thread.is_alive()
        pause.wait(0.02)
    served.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.should_exit = True
        thread.join(STARTS_WITHIN_S)


# What is answered to a request, by its method.
Answers = dict[str, Callable[[dict[str, Any]], Any]]
TOOL = {"name": "forecast", "description": "Weather.", "inputSchema": {"type": "object"}}
HONEST: Answers = {
    "initialize": lambda _: {
        "protocolVersion": "2025-06-18",
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "fake", "version": "1"},
    },
    "tools/list": lambda _: {"tools": [TOOL]},
    "tools/call": lambda _: {"content": [{"type": "text", "text": "clear"}]},
}


class BadServer(ThreadingHTTPServer):
    """Answers JSON-RPC by hand; a test sets what is answered, or the whole answer as bytes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answers: Answers = dict(HONEST)
        self.raw: dict[str, bytes] = {}
        self.hangs: set[str] = set()
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/mcp"

    def handle_error(self, request: object, client_address: object) -> None:
        """Who breaks off is what is tried here."""


@contextmanager
def bad() -> Iterator[BadServer]:
    server = BadServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


class _Asked(BaseHTTPRequestHandler):
    server: BadServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        method = asked["method"]
        if method in self.server.hangs:
            self.server.closing.wait(60)
        elif method in self.server.raw:
            self.wfile.write(self.server.raw[method])
        elif "id" not in asked:
            self._answer(202, b"")
        else:
            self._answer(200, json.dumps(self._reply(asked)).encode())

    def _reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        answer = self.server.answers.get(asked["method"])
        if answer is None:
            missing = {"code": -32601, "message": "Method not found"}
            return {"jsonrpc": "2.0", "id": asked["id"], "error": missing}
        return {"jsonrpc": "2.0", "id": asked["id"], "result": answer(asked.get("params") or {})}

    def do_GET(self) -> None:
        self._answer(405, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nobody reads along."""
