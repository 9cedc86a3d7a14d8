"""What `make run` takes from the environment."""

import pytest

from config.supervisor import options
from config.supervisor.errors import CannotStart


def test_it_starts_on_the_usual_ports_with_the_engine() -> None:
    found = options.read({})
    assert (found.port, found.engine_port, found.with_engine) == (8000, 8010, True)


@pytest.mark.parametrize("given", ["0", "65536", "-1", "web", "8 0"])
def test_it_refuses_what_is_no_port(given: str) -> None:
    with pytest.raises(CannotStart, match="PORT must be a port number from 1 to 65535"):
        options.read({"PORT": given})


@pytest.mark.parametrize("name", options.PROVIDER_SETTINGS)
def test_it_leaves_the_engine_out_when_a_provider_is_named(name: str) -> None:
    assert not options.read({name: "something"}).with_engine
