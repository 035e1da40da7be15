# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom (design of the tree): layers, rooms in their order, libraries by layer."""

# Rooms in the order of their dependencies: a room may use the public header of one before it.
ROOMS = ("users jobs geography customers accounting templates invoices pricing subscriptions meters "
         "tariffs readings subsidies billing recurring payments debts remote disconnections prepaid "
         "bank pos support notices reports imports portal").split()

VALUES = ["common/base"]
TABLES = [*VALUES, "common/schema", "common/types", "common/api"]
CORE = [*TABLES, "server/engine", "server/core", "server/adapters"]
CLIENT = [*TABLES, "common/documents", "client/core", "client/widgets"]

# Each layer and what it may include of the tree; the longest prefix of a path names its layer.
LAYERS = {
    "common/base": VALUES,
    "common/schema": [*VALUES, "common/schema"],
    "common/types": [*VALUES, "common/schema", "common/types"],
    "common/api": [*VALUES, "common/api"],
    "common/documents": [*TABLES, "common/documents"],
    "server/engine": [*VALUES, "server/engine"],
    "server/core": [*TABLES, "server/engine", "server/core"],
    "server/adapters": CORE,
    "server/modules": [*CORE, "common/documents", "server/modules"],
    "server": [*CORE, "server"],
    "client/core": [*TABLES, "client/core"],
    "client/widgets": CLIENT,
    "client/shell": [*CLIENT, "client/shell", "client/pages"],
    "client/pages": [*CLIENT, "client/shell", "client/pages"],
    "client": [*CLIENT, "client"],
    "tests": [""],
}

# A library's header and the layers that may name it.
LIBRARIES = {
    "adwaita": ["client/shell"],
    "gtk/": ["client"],
    "gdk": ["client"],
    "libpq": ["server/core", "server/modules", "server/commands"],
    "libsoup": ["server/core", "server/adapters", "client/core"],
    "json-glib": ["common/schema", "server", "client"],
    "cairo": ["common/documents", "client"],
    "pango": ["common/documents", "client"],
    "qrencode": ["common/documents"],
    "sodium": ["server/core", "server/modules"],
    "csv.h": ["common/base", "server"],
}

# The engine is a pure function of its arguments: no json, no clock, no files, no random numbers.
ENGINE_LIBRARIES = ("glib.h", "string.h", "stdint.h", "limits.h", "inttypes.h", "stdarg.h")


def layer_of(path):
    """The layer of a file or header, or None for a folder nobody has placed."""
    best = None
    for layer in LAYERS:
        if path.startswith(layer + "/") and (best is None or len(layer) > len(best)):
            best = layer
    return best


def room_of(path):
    """The room below server/modules or client/pages, or None."""
    parts = path.split("/")
    inside = len(parts) > 3 and parts[:2] in (["server", "modules"], ["client", "pages"])
    return parts[2] if inside else None
