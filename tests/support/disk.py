# SPDX-License-Identifier: GPL-3.0-or-later
"""A small disk of its own, to be filled."""

import contextlib
import os
import subprocess

import paths

FILLER = "filler"


def small(case, size_mib):
    """The place of a disk of @size_mib MiB until @case ends; skips it where none can be mounted."""
    mount = paths.scratch_directory("siraj-disk-")
    case.addCleanup(os.rmdir, mount)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mib}m,mode=0755",
                           "siraj-test", mount], capture_output=True, text=True)
    if done.returncode != 0:
        case.skipTest(f"no disk can be mounted here: {done.stderr.strip()}")
    case.addCleanup(subprocess.run, ["umount", "--lazy", mount], check=True)
    return mount


def fill(mount):
    """Takes every block that is left."""
    with contextlib.suppress(OSError), \
            open(os.path.join(mount, FILLER), "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(1 << 16))


def give_back(mount):
    os.unlink(os.path.join(mount, FILLER))
