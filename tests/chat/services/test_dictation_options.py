"""How a dictation is set up: the languages that its model writes down."""

import msgspec
import pytest

from chat.errors import Refusal
from chat.models import Preference, User
from chat.provider import catalog
from chat.services import dictation_options
from chat.services.dictation_options import compose, language_of, languages_of

pytestmark = pytest.mark.django_db
TWO = catalog.Model("two-tongues", "Writes two", languages=("de", "en"))


@pytest.fixture
def two_tongues(alice: User, monkeypatch: pytest.MonkeyPatch) -> Preference:
    """The catalogue has a model of two languages, and Alice chose it."""
    offered = (*catalog.CATALOG.transcription_models, TWO)
    grown = msgspec.structs.replace(catalog.CATALOG, transcription_models=offered)
    monkeypatch.setattr(catalog, "CATALOG", grown)
    return Preference.objects.create(user=alice, dictation_model=TWO.name)


def test_a_model_names_languages_of_the_catalogue_only() -> None:
    for model in catalog.CATALOG.transcription_models:
        assert set(model.languages) <= set(catalog.CATALOG.languages)
    assert catalog.transcription_model("whisper-1").spoken() == catalog.CATALOG.languages


def test_a_model_s_own_languages_are_offered(two_tongues: Preference) -> None:
    assert languages_of(two_tongues) == {"de": "Deutsch", "en": "English"}


def test_another_language_is_refused(alice: User, two_tongues: Preference) -> None:
    dictation_options.speak(alice, "de")
    with pytest.raises(Refusal, match="bad_request"):
        dictation_options.speak(alice, "ja")
    two_tongues.refresh_from_db()
    assert two_tongues.dictation_language == "de"


def test_with_a_model_that_lacks_the_chosen_language_it_is_found_by_itself(
    two_tongues: Preference,
) -> None:
    two_tongues.dictation_language = "ja"
    assert language_of(two_tongues) == ""
    assert "language" not in compose(two_tongues)["audio"]["input"]["transcription"]
    two_tongues.dictation_language = "de"
    assert compose(two_tongues)["audio"]["input"]["transcription"]["language"] == "de"
