"""Owner of what lives as long as the web process: the client of the provider, one for each loop."""

import asyncio
import atexit
from weakref import WeakKeyDictionary

from django.conf import settings

from chat.provider.client import Provider

_providers: WeakKeyDictionary[asyncio.AbstractEventLoop, Provider] = WeakKeyDictionary()


def provider() -> Provider:
    """The provider's client for the running loop: aiohttp's may not be shared across loops."""
    loop = asyncio.get_running_loop()
    if loop not in _providers:
        _providers[loop] = Provider(settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY)
    return _providers[loop]


@atexit.register
def _drop_all() -> None:
    for made in list(_providers.values()):
        made.drop()
