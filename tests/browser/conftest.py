"""One Parley for all browser tests; each test gets people with fresh profiles."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.live.dictating import Dictating
from tests.live.parley import Parley, running
from tests.live.person import Person

People = Callable[[str], Person]
# One person of the tests does in a minute what others do in a day.
PLENTY = {
    "SESSION_STARTS_PER_MINUTE": "1000",
    "DICTATION_STARTS_PER_MINUTE": "1000",
    "CALLS_PER_USER": "1000",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def parley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    folder = tmp_path_factory.mktemp("parley") / "var"
    with running(folder, **PLENTY, MCP_NETWORKS="127.0.0.1/32") as copy:
        yield copy


@pytest.fixture
def person(browser: Browser, parley: Parley) -> Iterator[People]:
    """`person("alice@example.com")`: logged in, in a new profile, in a new conversation."""
    here: list[Person] = []

    def arrive(email: str) -> Person:
        here.append(Person(browser, parley, email))
        return here[-1]

    yield arrive
    for one in here:
        one.leave()


@pytest.fixture
def first_preferences(parley: Parley) -> Iterator[None]:
    """What a test prefers is nothing to the next."""
    yield
    parley.forget_preferences()


@pytest.fixture
def alice(person: People) -> Person:
    one = person("alice@example.com")
    one.new_conversation()
    return one


@pytest.fixture
def ann(alice: Person) -> Dictating:
    """Somebody who dictates."""
    return Dictating(alice)
