"""All addresses."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from health_check.views import HealthCheckView

from chat.views import health
from config import redis

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # limits of guessing

handler400 = "config.error_pages.handler400"
handler403 = "config.error_pages.handler403"
handler404 = "config.error_pages.handler404"
handler500 = "config.error_pages.handler500"

# Without Redis Parley serves everybody, if not at once: then it is ready, but not in full health.
ready = HealthCheckView.as_view(checks=["health_check.checks.Database"])
healthy = HealthCheckView.as_view(checks=["health_check.checks.Database", *redis.health_checks()])

urlpatterns = [
    path("", include("chat.urls")),
    # Ours: in the shell, and in few queries.
    path(
        "accounts/sessions/", RedirectView.as_view(pattern_name="devices"), name="usersessions_list"
    ),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health", healthy, name="health"),
    path("health/ready", ready, name="health_ready"),
    path("health/live", health.live, name="health_live"),
]
