"""config.settings as the tests want them: local, quick passwords, the database as a file."""

import atexit
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Of this process alone, so that two test runs in one checkout do not meet.
OWN_DATA = ROOT / "build" / "tests" / str(os.getpid())

os.environ["DEBUG"] = "true"
os.environ["DATA_DIR"] = str(OWN_DATA)
for name in ("OPENAI_API_KEY", "OPENAI_API_KEY_FILE", "OPENAI_BASE_URL"):
    os.environ.pop(name, None)  # a developer's own key must never be spent by a test

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

OWN_DATA.mkdir(parents=True, exist_ok=True)
atexit.register(shutil.rmtree, OWN_DATA, ignore_errors=True)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# By default Django tests SQLite in memory, where locks and threads behave differently.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(OWN_DATA / "test.sqlite3")}
    # Nobody misses it after a power cut, and a busy disk makes eight writers wait for minutes.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
