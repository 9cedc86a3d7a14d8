"""Ports and second copies get one clear sentence."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import preflight
from config.supervisor.errors import CannotStart
from config.supervisor.options import HOST, Options


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_it_sees_that_a_port_is_taken_and_free_again() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        assert not preflight.is_free(port)
    assert preflight.is_free(port)


def test_a_taken_port_is_named_with_the_setting_that_moves_it(taken: int) -> None:
    with pytest.raises(CannotStart, match=rf"Port {taken} is taken .* ENGINE_PORT={taken + 1} "):
        preflight.wait_until_free(taken, "ENGINE_PORT")


def test_web_and_engine_cannot_share_a_port(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    same = Options(port=port, engine_port=port, data_dir=tmp_path, with_engine=True)
    with pytest.raises(CannotStart, match="they must differ"):
        preflight.check_ports(same)


def test_a_second_copy_is_told_who_is_first(tmp_path: Path) -> None:
    with (
        preflight.claim(tmp_path, "http://127.0.0.1:8000"),
        pytest.raises(CannotStart, match=r"running already \(process \d+, http://127.0.0.1:8000\)"),
    ):
        preflight.claim(tmp_path, "http://127.0.0.1:9000")


def test_the_folder_is_free_again_after_the_first(tmp_path: Path) -> None:
    preflight.claim(tmp_path, "http://127.0.0.1:8000").close()
    preflight.claim(tmp_path, "http://127.0.0.1:9000").close()
