"""How somebody dictates: a part of the preferences page, saved as one changes it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from chat.forms.dictation import DictationForm
from chat.models import User
from chat.services import dictation_options, preferences
from chat.views.person import Request, page


@require_POST
@page
def edit(request: Request, user: User) -> HttpResponse:
    """Answered by the part as it is now: another language has other phrases."""
    form = DictationForm(request.POST, instance=preferences.of(user))
    is_saved = form.is_valid()
    if is_saved:
        form.save()
        form = DictationForm(instance=preferences.of(user))
    if not request.htmx:
        return redirect("preferences")
    content = {"form": form, "is_saved": is_saved, "is_answer": True}
    answer = render(request, "preferences/_dictation.html", content)
    liked = preferences.of(user)
    told = {
        "on": liked.dictation,
        "language": liked.dictation_language,
        "languages": " ".join(dictation_options.languages_of(liked)),
    }
    return trigger_client_event(answer, "dictation", told)
