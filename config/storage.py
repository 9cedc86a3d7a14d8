"""Static files under hashed names, compressed, with the imports of our own modules rewritten."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_EVERYWHERE = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class HashedStaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    support_js_module_import_aggregation = True
    # Django's last pattern also finds the types in comments, here in circles and in htmx's
    # extensions to files that are not there. We have no import() of our own.
    _js_module_import_aggregation_patterns = ("js/*.js", _EVERYWHERE[1][:-1])
