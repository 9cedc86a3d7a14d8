"""All addresses."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from health_check.views import HealthCheckView

from chat.views import health

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # limits of guessing

CHECKS = ["health_check.checks.Database"]
if settings.REDIS_URL:
    CHECKS.append("health_check.checks.Cache")
ready = HealthCheckView.as_view(checks=CHECKS)

urlpatterns = [
    path("", include("chat.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health", ready, name="health"),
    path("health/ready", ready, name="health_ready"),
    path("health/live", health.live, name="health_live"),
]
