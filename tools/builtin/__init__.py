"""The built-in tools, one a file; importing a file registers its tool."""

import importlib
import pkgutil

for module in pkgutil.iter_modules(__path__, prefix=f"{__name__}."):
    importlib.import_module(module.name)
