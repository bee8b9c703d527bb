"""What the tests that cross rooms know of texts and facts."""

from tests.tools.rows import EDITORS, Rows


def _names() -> dict[str, str]:
    from acasa.foundation.packs.models import PackConflict
    from acasa.foundation.texts.models import Fact

    slug = Fact.objects.all()[0].slug
    conflict, _new = PackConflict.objects.get_or_create(
        kind="fact", key=slug, defaults={"fields": ["label"], "here": {"label": "a"}, "pack": {"label": "b"}}
    )
    return {"fact": slug, "conflict": str(conflict.pk)}


ROWS = Rows(
    authoring={
        "/cms/facts/": EDITORS,
        "/cms/facts/add/": EDITORS,
        "/cms/facts/{fact}/": EDITORS,
        "/cms/conflicts/{conflict}/": EDITORS,
    },
    authoring_sent={"/cms/facts/{fact}/delete/": EDITORS},
    names=_names,
    verbs={
        "edit-facts": {"administrator": "", "editor": ""},
        "translate": {"administrator": "", "mediator": "ar"},
        "check-translations": {"administrator": "", "mediator": "ar"},
    },
)
