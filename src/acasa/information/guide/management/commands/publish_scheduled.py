"""``acasa publish_scheduled``: what the clock does every five minutes, now. Takes the place of Wagtail's own."""

from typing import Any

from django.core.management.base import BaseCommand

from acasa.information.guide.scheduling import late, publish_and_withdraw_due


class Command(BaseCommand):
    help = "Publishes and withdraws pages whose hour has come, and says which could not be."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{publish_and_withdraw_due()} published or withdrawn")
        for one in late():
            self.stdout.write(f"not done: {one.page.draft_title}: {'; '.join(one.reasons) or 'see the log'}")
