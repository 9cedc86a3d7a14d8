"""The form of a call's settings: what one may want to change while one talks."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from chat.forms import choices
from chat.models import Mode, Preference
from chat.provider.catalog import CATALOG
from chat.services import preferences
from chat.services.call_settings import Settings

BY_HAND = "push_to_talk"
TURNS = [
    (Preference.Turns.SERVER_VAD.value, "When I pause"),
    (Preference.Turns.SEMANTIC_VAD.value, "When I'm done"),
    (BY_HAND, "Push to talk"),
]
# The louder somebody must be to be heard, the less is taken for an interruption.
SENSITIVITIES = {"low": ("Low", 0.7), "medium": ("Medium", 0.5), "high": ("High", 0.3)}
OWN = "own"
RANGES = {"silence_ms": (200, 2_000, 100), "speed": (0.25, 1.5, 0.05)}


class CallSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    voice = forms.ChoiceField()
    model = forms.ChoiceField()
    turn_taking = forms.ChoiceField(choices=TURNS, widget=forms.RadioSelect)
    sensitivity = forms.ChoiceField(widget=forms.RadioSelect)
    language = forms.ChoiceField(
        required=False, choices=[("", "Detect by itself"), *CATALOG.languages.items()]
    )

    class Meta:
        model = Preference
        fields = ("speed", "silence_ms", "eagerness", "language", "noise", "show_tool_calls")
        widgets: ClassVar[dict[str, Any]] = {
            "eagerness": forms.RadioSelect,
            "noise": forms.RadioSelect,
            **{
                name: forms.NumberInput({"type": "range", "min": least, "max": most, "step": step})
                for name, (least, most, step) in RANGES.items()
            },
        }

    def __init__(self, settings: Settings, data: Any, liked: Preference) -> None:
        super().__init__(data, instance=liked, auto_id="call-%s")
        self._chosen(settings)
        self.initial["turn_taking"] = BY_HAND if liked.push_to_talk else liked.turns
        known = {value: name for name, (_, value) in SENSITIVITIES.items()}
        self.initial["sensitivity"] = known.get(liked.threshold, OWN)
        offered = [(name, words) for name, (words, _) in SENSITIVITIES.items()]
        own = [] if liked.threshold in known else [(OWN, f"{liked.threshold:g}")]
        self._field("sensitivity").choices = offered + own

    def changes(self, only: str = "") -> dict[str, Any]:
        """What was chosen otherwise, as it is stored; with `only` of this one field."""
        names = [name for name in self.changed_data if only in {"", name}]
        found = {name: self.cleaned_data[name] for name in names}
        if turns := found.pop("turn_taking", ""):
            found["push_to_talk"] = turns == BY_HAND
            found |= {} if turns == BY_HAND else {"turns": turns}
        if how := found.pop("sensitivity", ""):
            found["threshold"] = SENSITIVITIES[how][1]
        return found

    def _chosen(self, settings: Settings) -> None:
        today = timezone.localdate()
        choice = preferences.chosen(settings.conversation, self.instance, today)
        self.initial.update(voice=choice.voice, model=choice.model)
        choices.offer(self._field("voice"), choices.voices_heard_in(Mode.LIVE), choice.voice)
        models = choices.models(CATALOG.realtime_models)
        choices.offer(self._field("model"), models, choice.model)

    def _field(self, name: str) -> Any:
        return self.fields[name]
