"""Demo accounts: public passwords, so only where nobody else can reach them."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from chat.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(settings: Settings) -> None:
    settings.DEBUG = True


def make(listening_on: str = "127.0.0.1") -> str:
    output = StringIO()
    call_command("make_demo_accounts", f"--listening-on={listening_on}", stdout=output)
    return output.getvalue()


def test_it_makes_three_people_who_can_log_in(local: None) -> None:
    make()
    assert all(user.check_password("parley-demo") for user in User.objects.all())
    assert User.objects.count() == 3


def test_only_the_administrator_may_review_and_administer(local: None) -> None:
    make()
    rights = {user.email: user.is_staff for user in User.objects.filter(is_superuser=True)}
    assert rights == {"admin@example.com": True}


def test_it_leaves_an_account_that_is_there_alone(local: None) -> None:
    User.objects.create_user("alice@example.com", "her own")
    make()
    assert User.objects.get(email="alice@example.com").check_password("her own")


def test_it_makes_nobody_while_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    assert "DEBUG is off" in make()
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104
def test_it_makes_nobody_where_others_can_connect(local: None, address: str) -> None:
    assert "not a loopback address" in make(address)
    assert not User.objects.exists()
