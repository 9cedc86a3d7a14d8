"""The form of a remote MCP server. Its headers are never shown again, also not to who wrote them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from chat.services.mcp_servers import Wanted
from tools.models import McpServer
from tools.outside import url as urls
from tools.outside.errors import Unreachable

MOST_HEADERS = 10
NAME = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", "Small letters, digits and single dashes, a letter first."
)
HEADER = re.compile(
    r"([A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}):[ \t]*([\x21-\x7e](?:[\x20-\x7e]{0,3999}))"
)
# What our own side of HTTP and of the protocol says.
OURS = {"host", "connection", "content-length", "content-type", "transfer-encoding", "accept"}
OURS |= {"accept-encoding", "upgrade", "te", "trailer", "expect", "user-agent"}


class Secret(forms.Textarea):
    def format_value(self, value: Any) -> str:
        return ""


class McpServerForm(forms.Form):
    name = forms.CharField(max_length=24, validators=[NAME])
    url = forms.CharField(max_length=urls.MOST_CHARACTERS, label="Address")
    headers = forms.CharField(
        required=False,
        max_length=10_000,
        widget=Secret({"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
    is_slow = forms.BooleanField(required=False, label="Takes long")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if McpServer.objects.filter(name=name).exists():
            raise ValidationError("There is one of that name already.")
        return name

    def clean_url(self) -> str:
        try:
            return str(urls.parse(self.cleaned_data["url"]))
        except Unreachable as error:
            raise ValidationError(error.message) from error

    def clean_headers(self) -> dict[str, str]:
        lines = [line.strip() for line in self.cleaned_data["headers"].splitlines() if line.strip()]
        found = [HEADER.fullmatch(line) for line in lines]
        if not all(found) or len(found) > MOST_HEADERS:
            raise ValidationError(
                "One a line, such as: Authorization: Bearer abc. Write them anew."
            )
        headers = {one[1]: one[2] for one in found if one}
        if refused := [name for name in headers if _is_ours(name)]:
            raise ValidationError(f"{refused[0]} is set by Parley itself. Write the others anew.")
        return headers

    def wanted(self) -> Wanted:
        fields = self.cleaned_data
        return Wanted(fields["name"], fields["url"], fields["headers"], fields["is_slow"])


def _is_ours(name: str) -> bool:
    return name.lower() in OURS or name.lower().startswith("mcp-")
