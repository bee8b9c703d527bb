"""``acasa run``: the whole of Acasă on this machine, to try it out or to work on it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from acasa.site import embedded, serve


class Command(BaseCommand):
    help = "Start the database, load the pack, and serve. Ctrl-C stops everything."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT: expected a number from 1 to 65535, found “{port}”")
        started = time.monotonic()
        try:
            lock = serve.hold_lock(settings.VAR)
        except serve.Running as error:
            raise CommandError(f"Acasă already runs from {settings.VAR}. Stop it first, or set ACASA_VAR.") from error
        os.environ.setdefault("ACASA_DEMONSTRATION", "1")
        os.environ.setdefault("ACASA_BASE_URL", f"http://{host}:{port}")
        os.environ.setdefault("ACASA_HOSTS", f"{host},127.0.0.1,localhost")
        self.stdout.write("Starting Acasă")
        ours = serve.start_database(self.stdout.write)
        try:
            for title, command in (
                ("Preparing tables", ["prepare"]),
                (f"Loading {Path(settings.PACK).name}", ["load", str(settings.PACK), "-v", "0"]),
                ("Indexing for search", ["index"]),
                ("Collecting styles and pictures", ["static"]),
                ("Making demonstration accounts", ["demonstration"]),
            ):
                serve.run_step(self.stdout.write, title, serve.acasa(*command))
            children = self._serve(host, port)
            self._tell(host, port, time.monotonic() - started)
            status = serve.wait_for(children)
        finally:
            if ours:
                self.stdout.write("Stopping PostgreSQL …")
                embedded.stop()
            lock.close()
        self.stdout.write("Stopped.")
        sys.exit(status)

    def _serve(self, host: str, port: str) -> list:
        web = serve.start_child(
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port,
            "--workers", os.environ.get("WORKERS", "2"), "--blocking-threads", "4", "--backlog", "1024",
            "--log-level", "warning", "--respawn-failed-workers", "acasa.site.wsgi:application",
        )  # fmt: skip
        worker = serve.start_child(*serve.acasa("procrastinate", "worker", "--concurrency", "1"))
        return [web, worker]

    def _tell(self, host: str, port: str, seconds: float) -> None:
        root = f"http://{host}:{port}"
        self.stdout.write(f"\nAcasă is ready after {seconds:.0f} s.\n")
        self.stdout.write(f"  the site          {root}/")
        self.stdout.write(f"  authoring         {root}/cms/")
        self.stdout.write(f"  interface         {root}/api/hsds/")
        if os.environ["ACASA_DEMONSTRATION"] == "1":
            serve.run_step(lambda _text: None, "Listing accounts", serve.acasa("demonstration"))
            self.stdout.write("\n  Sign in with (a code is asked too; `make code` shows the current ones):")
            from django.core.management import call_command

            call_command("demonstration", "--list", stdout=self.stdout)
        self.stdout.write("\nCtrl-C stops everything.")
