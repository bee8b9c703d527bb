"""Makes sure of a real browser for the tests: Debian's Chromium, installed if it may be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
# As root there is no sandbox to have; and a test browser has no business in the background.
FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--mute-audio",
    "--disable-dev-shm-usage", "--force-color-profile=srgb",
]  # fmt: skip


def find() -> str | None:
    """The path of a Chromium on this machine; ``ACASA_CHROMIUM`` names another."""
    named = os.environ.get("ACASA_CHROMIUM")
    return named or next((path for path in map(shutil.which, CANDIDATES) if path), None)


def flags() -> list[str]:
    """How to start it here."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS


def install() -> str:
    """Installs Debian's Chromium. Raises SystemExit with what to do where that is not possible."""
    say = "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or name it in ACASA_CHROMIUM."
    apt = shutil.which("apt-get")
    if not apt:
        raise SystemExit(say)
    prefix = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if prefix and not prefix[0]:
        raise SystemExit(say)
    print("Installing Chromium for the browser tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        done = subprocess.run(  # noqa: S603 - fixed command
            [*prefix, apt, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{say}\n{done.stderr}")
    found = find()
    if not found:
        raise SystemExit(say)
    return found


if __name__ == "__main__":
    sys.stdout.write(f"Browser: {find() or install()}\n")
