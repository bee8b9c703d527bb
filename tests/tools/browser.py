"""Makes sure of what the tests need of Debian: Chromium, and the speller with its dictionaries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SPELLING = Path("/usr/share/hunspell")
DICTIONARIES = {"hunspell-ro": "ro_RO", "hunspell-en-gb": "en_GB"}
SHELL = "chromium-headless-shell"
"""Debian's Chromium without windows: the same engine, and the browser tests take two thirds of the time."""

CANDIDATES = (SHELL, "chromium", "chromium-browser", "google-chrome")
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


def missing() -> list[str]:
    """The Debian packages that the tests need and this machine has not."""
    wanted = [] if find() else ["chromium"]
    if not shutil.which("hunspell"):
        wanted.append("hunspell")
    return wanted + [
        package
        for package, dictionary in DICTIONARIES.items()
        if not (SPELLING / f"{dictionary}.dic").exists()
    ]


def install(packages: list[str]) -> None:
    """Installs Debian packages. Raises SystemExit with what to do where that is not possible."""
    say = (
        f"The tests need more of Debian: apt-get install {' '.join(packages)}. "
        "(Another Chromium can be named in ACASA_CHROMIUM.)"
    )
    apt = shutil.which("apt-get")
    if not apt:
        raise SystemExit(say)
    prefix = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if prefix and not prefix[0]:
        raise SystemExit(say)
    print(f"Installing {', '.join(packages)} for the tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        done = subprocess.run(
            [*prefix, apt, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{say}\n{done.stderr}")


def provide() -> None:
    """Installs what is missing. Raises SystemExit with what to do where that is not possible."""
    if not shutil.which(SHELL) and not os.environ.get("ACASA_CHROMIUM"):
        with suppress(SystemExit):  # a whole Chromium does as well
            install([SHELL])
    if packages := missing():
        install(packages)
    if packages := missing():
        raise SystemExit(f"These were installed and are not found: {', '.join(packages)}.")


if __name__ == "__main__":
    provide()
    sys.stdout.write(f"Browser: {find()}\n")
