"""What a person likes: one page, saved as one changes it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from chat.forms.dictation import DictationForm
from chat.forms.preferences import PreferenceForm
from chat.models import User
from chat.services import call_settings, preferences
from chat.views.person import Request, page


@require_http_methods(["GET", "POST"])
@page
def edit(request: Request, user: User) -> HttpResponse:
    form = PreferenceForm(request.POST or None, instance=preferences.of(user))
    if request.method == "POST" and form.is_valid():
        form.save()
        call_settings.tell_calls(user)
        if not request.htmx:
            return redirect("preferences")
    outcome = request.method == "POST" and request.htmx
    template = "preferences/_outcome.html" if outcome else "preferences/edit.html"
    dictation = DictationForm(instance=preferences.of(user))
    return render(request, template, {"form": form, "dictation": dictation})


@require_POST
@page
def shown(request: Request, user: User, what: str) -> HttpResponse:
    """Show or hide tool calls or annotations from the menu; answered by its item."""
    if what not in preferences.SHOWN:
        raise Http404
    label, on = preferences.show(user, what, on=bool(request.POST.get("on")))
    answer = render(request, "preferences/_shown.html", {"what": what, "label": label, "on": on})
    attribute = "toolCalls" if what == "tool-calls" else what
    return trigger_client_event(answer, "shown", {attribute: "on" if on else "off"})
