"""What the tests that cross rooms know of texts and facts."""

from tests.tools.rows import EDITORS, Rows


def _names() -> dict[str, str]:
    from acasa.foundation.texts.models import Fact

    return {"fact": Fact.objects.all()[0].slug}


ROWS = Rows(
    authoring={"/cms/facts/": EDITORS, "/cms/facts/add/": EDITORS, "/cms/facts/{fact}/": EDITORS},
    authoring_sent={"/cms/facts/{fact}/delete/": EDITORS},
    names=_names,
    verbs={
        "edit-facts": {"administrator": "", "editor": ""},
        "translate": {"administrator": "", "mediator": "ar"},
        "check-translations": {"administrator": "", "mediator": "ar"},
    },
)
