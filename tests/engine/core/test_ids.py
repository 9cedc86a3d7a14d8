"""Ids look like the provider's."""

import re

from engine.core.ids import new_id


def test_an_id_has_its_prefix_and_21_letters_or_digits() -> None:
    assert re.fullmatch(r"item_[A-Za-z0-9]{21}", new_id("item"))


def test_ids_do_not_repeat() -> None:
    assert len({new_id("event") for _ in range(1_000)}) == 1_000
