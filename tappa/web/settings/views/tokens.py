"""API tokens: the list, a new one, and revocation."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.revoke_token import revoke_token
from tappa.core.accounts.grants import ALL_SCOPES, Permission, Role, grantable_scopes
from tappa.core.accounts.models import ApiToken
from tappa.core.accounts.queries import token_by, tokens_of
from tappa.kernel.errors import Forbidden, Invalid
from tappa.web.settings.choices import scopes
from tappa.web.settings.forms import Errors, TokenForm, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import ConfirmDialog, NewTokenPage, TokenRow, TokensPage, TokensPart
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS = ("name", "scopes")


@door(Permission.CHANGE_INTEGRATIONS, "GET")
def tokens(visit: Visit) -> HttpResponseBase:
    """All tokens that work."""
    return _list(visit)


@door(Permission.CHANGE_INTEGRATIONS, "GET")
def tokens_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def new_token(visit: Visit) -> HttpResponseBase:
    """The form; and the list with the new token's secret, which is shown in this answer alone."""
    if visit.request.method == "GET":
        return _form_page(visit, TokenForm(), {})
    form = TokenForm.read(visit.request.POST)
    if not form.scopes:
        return _form_page(visit, form, {"scopes": _("Choose at least one.")})
    try:
        issued = create_token(visit.workspace, name=form.name, scopes=form.scopes, by=visit.actor)
    except (Invalid, Forbidden) as refusal:
        return _form_page(visit, form, errors_of(refusal, FIELDS))
    page = TokensPage(
        frame=frame(visit, Place.TOKENS), part=_part(visit), secret=issued.secret, secret_of=issued.token.name
    )
    response = render(visit, page)
    response.headers["Cache-Control"] = "no-store"
    return response


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def token_revocation(visit: Visit, *, token_id: int) -> HttpResponseBase:
    """The question, and the revocation itself."""
    found = token_by(visit.workspace.id, token_id)
    if visit.request.method == "GET":
        return _list(visit, _dialog(visit, found))
    revoke_token(found, by=visit.actor)
    toast = _("%(name)s revoked") % {"name": found.name}
    return done(visit, to=visit.url(Place.TOKENS), names="settings", toast=toast)


def _list(visit: Visit, dialog: ConfirmDialog | None = None) -> HttpResponseBase:
    if dialog is not None and visit.by_htmx:
        return render(visit, dialog)
    return render(visit, TokensPage(frame=frame(visit, Place.TOKENS), part=_part(visit), dialog=dialog))


def _part(visit: Visit) -> TokensPart:
    names = dict(scopes())
    return TokensPart(
        rows=tuple(
            TokenRow(
                each,
                tuple(names[scope] for scope in names if scope in each.scopes),
                set(each.scopes) >= set(ALL_SCOPES),
            )
            for each in tokens_of(visit.workspace.id)
        )
    )


def _form_page(visit: Visit, form: TokenForm, errors: Errors) -> HttpResponseBase:
    given = grantable_scopes(Role(visit.member.role), visit.member.restrictions)
    page = NewTokenPage(frame=frame(visit, Place.TOKENS), form=form, scopes=scopes(given), errors=errors)
    return render(visit, page, status=422 if errors else 200)


def _dialog(visit: Visit, found: ApiToken) -> ConfirmDialog:
    return ConfirmDialog(
        title=_("Revoke the token %(name)s?") % {"name": found.name},
        texts=(
            _("Whatever uses it is refused from this moment on. It cannot be taken back: make a new token."),
        ),
        button=_("Revoke token"),
        action=visit.url("settings_token_revocation", token_id=found.id),
        cancel=visit.url(Place.TOKENS),
    )
