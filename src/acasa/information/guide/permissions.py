"""What a person may do with a page in the authoring room: what would be refused is not offered either."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from acasa.foundation.people.queries import may

from .grants import PUBLISH_UNREAD


class GuidePermissions(PagePermissionTester):
    """Wagtail's rights, without what passes by our rules or has no effect on readers."""

    def can_publish(self) -> bool:
        """Not while somebody else is asked to read the page; administrators may all the same."""
        return super().can_publish() and (
            self.page.current_workflow_state is None or may(self.user, PUBLISH_UNREAD)
        )

    def can_unpublish(self) -> bool:
        """Never Wagtail's way: a page is withdrawn with a reason (:mod:`.actions.withdrawing`)."""
        return False

    def may_withdraw(self) -> bool:
        """Whether the person may take the page away from readers."""
        return self.page.live and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Only what readers do not see: neither a public page nor a topic with pages."""
        return super().can_delete(ignore_bulk) and not self.page.holds_public_pages()

    def can_move(self) -> bool:
        """A page moves to another topic, and its old address leads on; topics stay where they are."""
        return self.page.movable and super().can_delete(ignore_bulk=True)

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_copy(self) -> bool:
        """A copy would be a second page with the first one's text, and a public one at once."""
        return False

    def can_copy_to(self, destination: object, recursive: bool = False) -> bool:
        return False
