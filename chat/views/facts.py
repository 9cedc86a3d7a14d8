"""What the assistant was asked to remember: seen and deleted by the person alone."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.models import User
from chat.views.person import Request, page
from tools.models import Fact


@require_GET
@page
def collection(request: Request, user: User) -> HttpResponse:
    return render(request, "tools/facts.html", {"facts": Fact.objects.filter(user=user)})


@require_POST
@page
def delete(request: Request, user: User, fact_id: int) -> HttpResponse:
    if not Fact.objects.filter(user=user, pk=fact_id).delete()[0]:
        raise Http404
    return redirect("facts")
