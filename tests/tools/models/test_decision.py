"""The log of decisions is only ever added to."""

import pytest

from chat.models import User
from tools.models import ToolDecision
from tools.models.decision import NeverChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(admin: User) -> ToolDecision:
    return ToolDecision.objects.create(
        tool="pay",
        subject="everyone",
        decision="never",
        decided_by=admin,
        decided_by_name=admin.email,
    )


def test_a_row_is_not_rewritten(written: ToolDecision) -> None:
    written.decision = "always"
    with pytest.raises(NeverChanged):
        written.save()
    with pytest.raises(NeverChanged):
        ToolDecision.objects.update(decision="always")
    assert ToolDecision.objects.get().decision == "never"


def test_a_row_is_not_taken_away(written: ToolDecision) -> None:
    with pytest.raises(NeverChanged):
        written.delete()
    with pytest.raises(NeverChanged):
        ToolDecision.objects.all().delete()
    assert ToolDecision.objects.exists()


def test_it_outlives_who_decided(written: ToolDecision, admin: User) -> None:
    admin.delete()
    found = ToolDecision.objects.get()
    assert (found.decided_by, found.decided_by_name) == (None, "admin@example.com")
