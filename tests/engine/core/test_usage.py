"""What things cost in tokens."""

from engine.core import usage
from engine.core.items import Part, assistant_message, user_audio
from engine.core.usage import Tokens


def test_text_is_about_four_characters_a_token() -> None:
    assert usage.text_tokens("") == 0
    assert usage.text_tokens("hello") == 2


def test_the_users_sound_costs_a_token_per_100_ms() -> None:
    assert usage.item_tokens(user_audio("i", bytes(48 * 1_000))) == Tokens(0, 10)


def test_the_assistants_sound_costs_a_token_per_50_ms_and_its_words() -> None:
    item = assistant_message("i")
    item.content = [Part("output_audio", transcript="four", audio=bytes(48 * 1_000))]
    assert usage.item_tokens(item) == Tokens(1, 20)


def test_only_whole_steps_of_what_came_before_are_cached() -> None:
    assert usage.cached(Tokens(130, 10), Tokens(200, 100)) == Tokens(128, 0)


def test_cached_tokens_are_a_part_of_the_input() -> None:
    shown = usage.response_usage(Tokens(100, 20), Tokens(64, 0), Tokens(5, 40))
    assert shown["total_tokens"] == 165
    assert shown["input_token_details"]["cached_tokens"] == 64
    assert shown["output_token_details"] == {"text_tokens": 5, "audio_tokens": 40}
