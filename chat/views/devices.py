"""Where a person is logged in, and logging out from afar."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.models import User
from chat.services import devices
from chat.views.person import Request, page


@require_safe
@page
def collection(request: Request, user: User) -> HttpResponse:
    listed = devices.listed(user, request.session.session_key)
    return render(request, "devices/list.html", {"devices": listed})


@require_POST
@page
def end(request: Request, user: User, device_id: int) -> HttpResponse:
    devices.log_out(user, device_id)
    return redirect("devices")


@require_POST
@page
def end_others(request: Request, user: User) -> HttpResponse:
    devices.log_out_others(user, request.session.session_key)
    return redirect("devices")
