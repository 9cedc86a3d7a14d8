"""The document as a page."""

import pytest
from django.test import Client

from chat.models import User

pytestmark = pytest.mark.django_db


def test_every_section_can_be_led_to(alice: User, client: Client) -> None:
    client.force_login(alice)
    html = client.get("/troubleshooting/").content.decode()
    for slug in ("the-microphone", "the-provider-refuses", "saving", "for-operators"):
        assert f'href="#{slug}"' in html
        assert f'id="{slug}"' in html


def test_its_tables_are_drawn_and_nothing_of_markdown_is_left(alice: User, client: Client) -> None:
    client.force_login(alice)
    html = client.get("/troubleshooting/").content.decode()
    assert "<td>Muted</td>" in html
    assert "|---|" not in html
    assert "\n## " not in html
