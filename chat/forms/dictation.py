"""The form of how somebody dictates: what the field hears, and the phrases that send and clear."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from chat.forms import choices
from chat.models import Preference
from chat.provider.catalog import CATALOG
from chat.services import dictation_options

# Whose phrases are shown while the language is found by itself.
AT_FIRST = "en"


class DictationForm(forms.ModelForm):  # type: ignore[type-arg]
    dictation_language = forms.ChoiceField(required=False)
    dictation_model = forms.ChoiceField(required=False)
    send = forms.CharField(required=False, max_length=60)
    purge = forms.CharField(required=False, max_length=60)
    phrases_of = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Preference
        fields = ("dictation", "dictation_language", "dictation_model", "dictation_silence_ms")
        slider: ClassVar[dict[str, Any]] = {"type": "range", "min": 200, "max": 1_500, "step": 50}
        widgets: ClassVar[dict[str, Any]] = {"dictation_silence_ms": forms.NumberInput(slider)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "dictation-%s", **kwargs})
        liked: Preference = self.instance
        offered = [
            ("", f"Server's choice: {settings.DICTATION_MODEL}"),
            *choices.models(CATALOG.transcription_models),
        ]
        choices.offer(self.fields["dictation_model"], offered, liked.dictation_model)
        spoken = [("", "Automatic"), *dictation_options.languages_of(liked).items()]
        choices.offer(self.fields["dictation_language"], spoken, liked.dictation_language)
        language = liked.dictation_language or AT_FIRST
        known = dictation_options.phrases_of(liked).get(language, {})
        self.initial.update({"phrases_of": language, "send": "", "purge": ""} | known)

    @property
    def spoken(self) -> str:
        """The language whose phrases it shows, in its own words."""
        return CATALOG.languages[self.initial["phrases_of"]]

    def clean_phrases_of(self) -> str:
        language: str = self.cleaned_data["phrases_of"]
        if language not in CATALOG.languages:
            raise forms.ValidationError("There is no such language.")
        return language

    def save(self, commit: bool = True) -> Any:
        """The phrases belong to the language that the form showed, whichever is chosen in it."""
        own = dict(self.instance.dictation_phrases)
        said = {name: self.cleaned_data[name] for name in dictation_options.COMMANDS}
        own[self.cleaned_data["phrases_of"]] = said
        self.instance.dictation_phrases = own
        return super().save(commit)
