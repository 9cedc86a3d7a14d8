"""Forms of an assistant, and of a conversation's own choices."""

from __future__ import annotations

from typing import Any

from django import forms

from chat.forms import choices
from chat.models import Assistant, Conversation, Mode, User
from chat.models.assistant import MAX_INSTRUCTIONS, SHARES
from chat.provider.catalog import CATALOG
from tools import registry

OWN = "As in your preferences"
WIDE = forms.Textarea({"rows": 6, "maxlength": MAX_INSTRUCTIONS})


class VoiceAndModel(forms.ModelForm):  # type: ignore[type-arg]
    """`fallback`: what holds when neither is chosen, in words."""

    voice = forms.ChoiceField(required=False)
    model = forms.ChoiceField(required=False)
    fallback = OWN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("voice", choices.voices_heard_in(self._mode(), self.initial.get("voice") or ""))
        self._offer("model", choices.models(CATALOG.realtime_models))

    def _mode(self) -> str:
        """Whose voices are offered."""
        return Mode.LIVE

    def _offer(self, name: str, offered: choices.Choices) -> None:
        chosen = self.initial.get(name) or ""
        choices.offer(self.fields[name], [("", self.fallback), *offered], chosen)


class AssistantForm(VoiceAndModel):
    tools = forms.MultipleChoiceField(
        required=False, choices=registry.choices, widget=forms.CheckboxSelectMultiple
    )
    shared = forms.BooleanField(required=False)

    class Meta:
        model = Assistant
        fields = ("name", "instructions", "voice", "model")
        widgets = {"instructions": WIDE}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.tools
        every = [tool.name for tool in registry.each()]
        self.initial["tools"] = every if kept is None else kept
        self.initial["shared"] = not self.instance._state.adding and self.instance.is_shared
        if not user.has_perm(SHARES):
            del self.fields["shared"]
        self._user = user

    def save(self, commit: bool = True) -> Assistant:
        """All tools are kept as None, so that tools of tomorrow are among them."""
        chosen = self.cleaned_data["tools"]
        is_all = set(chosen) == {tool.name for tool in registry.each()}
        self.instance.tools = None if is_all else sorted(chosen)
        self.instance.owner = None if self.cleaned_data.get("shared") else self._user
        assistant: Assistant = super().save(commit)
        return assistant


class ConversationForm(VoiceAndModel):
    fallback = "As usual"

    class Meta:
        model = Conversation
        fields = ("assistant", "instructions", "voice", "model")
        widgets = {"instructions": WIDE}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assistant"]
        field.queryset = Assistant.objects.visible_to(user)
        field.empty_label = "Parley, as it is"

    def _mode(self) -> str:
        mode: str = self.instance.mode
        return mode
