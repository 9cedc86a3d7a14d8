"""The form of an item, as it is edited by hand."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from chat.errors import Refusal
from tools import moments
from tools.models import Item
from tools.models.item import MAX_TAG, MAX_TAGS, MAX_TEXT

DAY = {"type": "date"}
HOUR = {"type": "time"}


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    tags = forms.CharField(required=False, max_length=MAX_TAGS * (MAX_TAG + 2))

    class Meta:
        model = Item
        fields = ("title", "text", "starts_on", "starts_at", "ends_on", "ends_at", "zone")
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea({"rows": 3, "maxlength": MAX_TEXT}),
            "starts_on": forms.DateInput(DAY, format="%Y-%m-%d"),
            "starts_at": forms.TimeInput(HOUR, format="%H:%M"),
            "ends_on": forms.DateInput(DAY, format="%Y-%m-%d"),
            "ends_at": forms.TimeInput(HOUR, format="%H:%M"),
            "zone": forms.TextInput({"data-zone": ""}),
        }
        labels: ClassVar[dict[str, str]] = {
            "starts_on": "Day",
            "starts_at": "Time",
            "ends_on": "Until day",
            "ends_at": "Until time",
            "zone": "Time zone",
        }

    def __init__(self, data: Any, item: Item) -> None:
        super().__init__(data, instance=item, auto_id=f"item-{item.pk}-%s")
        self.initial["tags"] = ", ".join(item.tags)

    def clean_zone(self) -> str:
        place = self.cleaned_data["zone"]
        try:
            return moments.zone_named(place) if place else ""
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from None

    def clean_tags(self) -> list[str]:
        return [tag for tag in self.cleaned_data["tags"].split(",") if tag.strip()]

    def chosen(self) -> dict[str, Any]:
        """As `tools/items.py` takes them; a time without a day is none."""
        fields = dict(self.cleaned_data)
        for which in ("starts", "ends"):
            if not fields[f"{which}_on"]:
                fields[f"{which}_at"] = None
        return fields
