"""What guards the tables of the libraries we stand on, table by table: a new one is refused until it is listed."""

from __future__ import annotations

from .declared import Audited, Declaration, Kept, NotAudited

_UNUSED = NotAudited("nothing here writes it")
_DERIVED = NotAudited("derived from what is audited")
_PASSING = NotAudited("of one sitting at a screen")

OF_LIBRARIES: dict[str, Declaration] = {
    # Django: who may do what comes from roles (people); groups open Wagtail's own checks to them.
    "auth_group": Audited(),
    "auth_group_permissions": Audited(),
    "auth_permission": Audited(),
    "django_content_type": Audited(),
    # allauth
    "account_emailaddress": Audited(),
    "account_emailconfirmation": _UNUSED,
    "mfa_authenticator": Audited(secret=("data", "last_used_at")),
    # Wagtail: pages, and who may do what with them
    "wagtailcore_page": Audited(),
    "wagtailcore_revision": Audited(secret=("content",)),
    "wagtailcore_site": Audited(),
    "wagtailcore_locale": Audited(),
    "wagtailcore_grouppagepermission": Audited(),
    "wagtailcore_groupsitepermission": Audited(),
    "wagtailcore_groupcollectionpermission": Audited(),
    "wagtailcore_pageviewrestriction": Audited(secret=("password",)),
    "wagtailcore_pageviewrestriction_groups": Audited(),
    "wagtailcore_collection": Audited(),
    "wagtailcore_collectionviewrestriction": Audited(secret=("password",)),
    "wagtailcore_collectionviewrestriction_groups": Audited(),
    # Wagtail: somebody else reads a page before it is published
    "wagtailcore_workflow": Audited(),
    "wagtailcore_workflowpage": Audited(),
    "wagtailcore_workflowcontenttype": Audited(),
    "wagtailcore_workflowtask": Audited(),
    "wagtailcore_task": Audited(),
    "wagtailcore_groupapprovaltask": Audited(),
    "wagtailcore_groupapprovaltask_groups": Audited(),
    "wagtailcore_workflowstate": Audited(),
    "wagtailcore_taskstate": Audited(secret=("comment",)),
    # Wagtail: what was done, as its history shows it
    "wagtailcore_pagelogentry": Kept(),
    "wagtailcore_modellogentry": Kept(),
    # Wagtail: words between editors, and what a person chose for their own screen
    "wagtailcore_comment": Audited(secret=("text",)),
    "wagtailcore_commentreply": Audited(secret=("text",)),
    "wagtailcore_pagesubscription": NotAudited("what a person wants to hear of"),
    "wagtailusers_userprofile": NotAudited("how a person wants to see the room"),
    "wagtailadmin_editingsession": _PASSING,
    "wagtailadmin_formstate": _PASSING,
    "wagtailcore_uploadedfile": _PASSING,
    # Wagtail: found again at any time
    "wagtailcore_referenceindex": _DERIVED,
    "wagtailsearch_indexentry": _DERIVED,
    "wagtailembeds_embed": _DERIVED,
    "wagtailimages_rendition": _DERIVED,
    "wagtailadmin_admin": NotAudited("has no rows"),
    # Pictures and files, with their tags
    "wagtailimages_image": Audited(),
    "wagtaildocs_document": Audited(),
    "taggit_tag": Audited(),
    "taggit_taggeditem": Audited(),
}
