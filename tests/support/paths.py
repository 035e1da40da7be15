# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tree, the build and PostgreSQL are, and who the unprivileged user is."""

import contextlib
import glob
import os
import pwd
import shutil
import tempfile

SOURCE = os.environ.get(
    "SIRAJ_SOURCE",
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BUILD = os.environ.get("SIRAJ_BUILD", os.path.join(SOURCE, "build"))

SERVER = os.path.join(BUILD, "server", "siraj-server")
CLIENT = os.path.join(BUILD, "client", "siraj")
LOCALE = os.path.join(BUILD, "po")

# Sanitized programs are slower: every deadline of the support code is multiplied by this.
PATIENCE = 4 if os.environ.get("SIRAJ_SANITIZED") else 1


def postgres_program(name):
    """The path of a PostgreSQL 15 program; Debian keeps most of them out of PATH."""
    for directory in ("/usr/lib/postgresql/15/bin", *glob.glob("/usr/lib/postgresql/*/bin")):
        path = os.path.join(directory, name)
        if os.access(path, os.X_OK):
            return path
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed (package postgresql-15)")
    return path


def program_environment(extra=None):
    """The environment of every program under test: this build's translations, UTC, no locale."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", SIRAJ_LOCALE_DIR=LOCALE)
    environment.update(extra or {})
    return environment


def unprivileged_user():
    """The account a root's cluster runs as, or None for anybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("neither postgres nor nobody is an account of this machine")


def drop_privileges(command):
    """@command run as the unprivileged user where we are root, and ended when its parent dies."""
    user = unprivileged_user()
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if user is not None:
        prefix += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*prefix, "--", *command]


def scratch_directory(prefix):
    """A new directory that the unprivileged user owns; its path is short enough for a socket."""
    directory = tempfile.mkdtemp(prefix=prefix, dir="/tmp")
    user = unprivileged_user()
    if user is not None:
        os.chown(directory, user.pw_uid, user.pw_gid)
    return directory


def children(pid):
    """The process ids whose parent is @pid."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                found.append(int(entry))
    return found
