"""For whom the addresses of libraries are: Wagtail's authoring room and allauth's accounts."""

from __future__ import annotations

from acasa.foundation.staff.grants import OPEN_ROOM
from acasa.foundation.web.audience import CLOSED, SIGNED_IN, SIGNING_IN, classify, for_staff
from acasa.information.guide.grants import EDIT_GUIDE

_GUIDE = for_staff(EDIT_GUIDE)

# Everything under /cms/ is for those who may open the room; what concerns pages, for those who write them.
classify(
    routes={
        "cms/": for_staff(OPEN_ROOM),
        "cms/api/": _GUIDE,
        # Wagtail's own ways to publish, move and copy know nothing of editions, locks of ours and what becomes public.
        "cms/api/main/pages/<int:pk>/action/": CLOSED,
        "cms/pages/": _GUIDE,
        "cms/bulk/": _GUIDE,
        "cms/choose-": _GUIDE,
        "cms/reports/": _GUIDE,
        "cms/block-preview/": _GUIDE,
        "cms/snippets/": _GUIDE,
        "cms/snippets/choose/": _GUIDE,
        # Which pages nobody looked at for long, Today tells by their review dates.
        "cms/reports/aging-pages/": CLOSED,
        "cms/reports/page-types-usage/": CLOSED,
        # Accounts, roles and rights are ours (the list of colleagues); files, sites and settings are nobody's.
        **dict.fromkeys(
            (
                "cms/users/", "cms/groups/", "cms/sites/", "cms/locales/", "cms/collections/", "cms/workflows/",
                "cms/images/", "cms/documents/", "cms/embeds/", "cms/settings/", "cms/tag-autocomplete/",
                "cms/failwhale/", "cms/test404/", "cms/styleguide/", "cms/redirects/", "cms/login/",
                "cms/password_reset/", "cms/dismissibles/",
            ),
            CLOSED,
        ),
    }
)  # fmt: skip

# Every address of allauth by its name: one that a new version brings stops the start until somebody reads it.
classify(
    names={
        **dict.fromkeys(
            (
                "account_login", "account_logout", "account_inactive", "account_reauthenticate",
                "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
                "account_reset_password_from_key_done", "mfa_authenticate", "mfa_reauthenticate",
                "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
            ),
            SIGNING_IN,
        ),
        **dict.fromkeys(
            (
                "account_change_password", "account_set_password", "mfa_index", "mfa_activate_totp",
                "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
                "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
                "mfa_remove_webauthn",
            ),
            SIGNED_IN,
        ),
        # Nobody signs up, and an account's address is changed by an administrator.
        **dict.fromkeys(
            (
                "account_signup", "account_email", "account_email_verification_sent", "account_confirm_email",
                "account_confirm_login_code",
            ),
            CLOSED,
        ),
    }
)  # fmt: skip
