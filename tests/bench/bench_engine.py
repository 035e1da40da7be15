# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure engine: nanoseconds per bill of five progressive blocks, on one core."""
import os
import subprocess

subprocess.run([os.path.join(os.environ["SIRAJ_BUILD"], "tests/engine/bench-engine")], check=True)
