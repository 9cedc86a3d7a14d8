"""The form of a person's preferences."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from chat.forms import choices
from chat.models import Mode, Preference
from chat.provider.catalog import CATALOG
from chat.services import call_policies
from chat.services.voices import CUSTOM_VOICE

RADIOS = ("mode", "turns", "talk_key", "eagerness", "noise", "theme", "transport")
RANGES = {
    "silence_ms": (200, 2_000, 100),
    "prefix_padding_ms": (0, 1_000, 50),
    "threshold": (0, 1, 0.05),
    "speed": (0.25, 1.5, 0.05),
    "reading_speed": (0.5, 2, 0.1),
}


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    voice = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    classic_voice = forms.ChoiceField(required=False)
    model = forms.ChoiceField(required=False)
    text_model = forms.ChoiceField(required=False)
    transcription_model = forms.ChoiceField(required=False)
    speech_model = forms.ChoiceField(required=False)
    language = forms.ChoiceField(
        required=False, choices=[("", "Detect by itself"), *CATALOG.languages.items()]
    )
    custom_voice = forms.CharField(
        required=False,
        max_length=64,
        validators=[RegexValidator(rf"^{CUSTOM_VOICE}\w+\Z", "It begins with voice_.")],
    )

    transport = forms.ChoiceField(
        required=False, choices=Preference.Transport.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Preference
        fields = (
            "mode",
            "voice",
            "classic_voice",
            "model",
            "text_model",
            "temperature",
            "language",
            "turns",
            "push_to_talk",
            "talk_key",
            "silence_ms",
            "eagerness",
            "speed",
            "noise",
            "read_aloud",
            "reading_speed",
            "speech_model",
            "send_recordings",
            "keep_recordings",
            "transport",
            "theme",
            "show_tool_calls",
            "show_annotations",
            "single_keys",
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
        # An administrator's word goes before the person's, which is kept for later.
        if decided := call_policies.holding_for(liked.user).transport:
            self.fields["transport"].disabled, self.initial["transport"] = True, decided
        self._offer("voice", choices.voices())
        self._offer("model", _models(CATALOG.realtime_models, settings.REALTIME_MODEL))
        self._offer("text_model", _models(CATALOG.text_models, settings.TEXT_MODEL))
        classic = choices.voices_heard_in(Mode.CLASSIC)
        self._offer("classic_voice", [("", "The nearest to the voice above"), *classic])
        transcription = _models(CATALOG.transcription_models, settings.TRANSCRIPTION_MODEL)
        self._offer("transcription_model", transcription)
        self._offer("speech_model", _models(CATALOG.speech_models, settings.SPEECH_MODEL))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_open = not self.fields["transport"].disabled
        chosen = is_open and cleaned.get("transport")
        cleaned["transport"] = chosen or self.instance.transport
        cleaned["voice"] = cleaned.get("custom_voice") or cleaned.get("voice", "")
        return cleaned

    def _offer(self, name: str, offered: choices.Choices) -> None:
        choices.offer(self.fields[name], offered, self.initial.get(name) or "")


def _models(offered: Any, own: str) -> choices.Choices:
    return [("", f"Server's choice: {own}"), *choices.models(offered)]
