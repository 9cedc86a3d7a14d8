"""What `make chaos` runs by pytest: with the settings of tests, whatever the command has imported."""

import pytest

from tests.chaos import __main__ as command


@pytest.mark.parametrize("arguments", [command.BROWSER, command.WORKERS, command.THOROUGH])
def test_its_tests_are_found_with_the_settings_of_tests(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    assert command.pytest([*arguments, "--collect-only"]) == 0
