"""The Celery application, and the worker thread of an embedded installation."""

import os
import threading
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.worker import WorkController

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("parley")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["chat"])


def start_embedded_worker() -> tuple[WorkController, Any]:
    """Run a worker and its schedule in daemon threads of this process (broker `memory://`).

    WorkController itself, not the worker program: that one installs signal handlers.
    """
    from django.conf import settings

    worker = WorkController(
        app=app,
        pool="threads",
        concurrency=settings.SLOW_TOOLS_AT_ONCE + 2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    threading.Thread(target=worker.start, name="celery-worker", daemon=True).start()
    schedule: Any = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")
    schedule.daemon = True
    schedule.start()
    return worker, schedule
