"""The form of a person's preferences."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.formats import date_format

from chat.models import Preference
from chat.provider.catalog import CATALOG, Model
from chat.services.preferences import CUSTOM_VOICE

Choices = list[tuple[str, str]]

RADIOS = ("turns", "eagerness", "noise", "theme")
RANGES = {
    "silence_ms": (200, 2_000, 100),
    "prefix_padding_ms": (0, 1_000, 50),
    "threshold": (0, 1, 0.05),
    "speed": (0.25, 1.5, 0.05),
}


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    voice = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    model = forms.ChoiceField(required=False)
    transcription_model = forms.ChoiceField(required=False)
    language = forms.ChoiceField(
        required=False, choices=[("", "Detect by itself"), *CATALOG.languages.items()]
    )
    custom_voice = forms.CharField(
        required=False,
        max_length=64,
        validators=[RegexValidator(rf"^{CUSTOM_VOICE}\w+\Z", "It begins with voice_.")],
    )

    class Meta:
        model = Preference
        fields = (
            "voice",
            "model",
            "language",
            "turns",
            "silence_ms",
            "eagerness",
            "speed",
            "noise",
            "theme",
            "show_tool_calls",
            "show_annotations",
            "threshold",
            "prefix_padding_ms",
            "transcription_model",
            "effort",
            "max_output_tokens",
        )
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(RADIOS, forms.RadioSelect) | {
            name: forms.NumberInput({"type": "range", "min": least, "max": most, "step": step})
            for name, (least, most, step) in RANGES.items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        liked: Preference = self.instance
        custom = liked.voice if liked.voice.startswith(CUSTOM_VOICE) else ""
        self.initial["custom_voice"] = custom
        self.initial["voice"] = liked.voice or CATALOG.defaults.voice
        self._choices("voice", [(voice.name, voice.line) for voice in CATALOG.voices])
        self._choices("model", _models(CATALOG.realtime_models, settings.REALTIME_MODEL))
        self._choices(
            "transcription_model",
            _models(CATALOG.transcription_models, settings.TRANSCRIPTION_MODEL),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["voice"] = cleaned.get("custom_voice") or cleaned.get("voice", "")
        return cleaned

    def _choices(self, name: str, offered: Choices) -> None:
        """What is chosen stays among the choices, also when it is offered no more."""
        chosen = self.initial.get(name)
        kept = [(chosen, f"{chosen} (no longer offered)")] if chosen else []
        known = {value for value, _ in offered}
        field: Any = self.fields[name]
        field.choices = offered + [choice for choice in kept if choice[0] not in known]


def _models(models: tuple[Model, ...], own: str) -> Choices:
    today = timezone.localdate()
    offered = [(model.name, _named(model)) for model in models if not model.is_over(today)]
    return [("", f"Server's choice: {own}"), *offered]


def _named(model: Model) -> str:
    until = f" (until {date_format(model.ends, 'j M Y')})" if model.ends else ""
    return f"{model.name}{until}: {model.line.lower()}"
