"""The addresses of signing up and in, and of a person's own pages. allauth's views keep allauth's names."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path

from tappa.web.signin import invitation, profile, workspaces
from tappa.web.signin.frame import View, framed

ANYBODY = "anybody; tries are limited by allauth"
THEMSELVES = "whoever is signed in, about themselves; allauth asks"
SECRET = "the secret in the link"  # noqa: S105  a reason, no secret
HALF_IN = "whoever has just given the right password; allauth asks"


def _row(address: str, view: View, name: str, why: str) -> URLPattern:
    return path(f"account/{address}", framed(view, why), name=name)


urlpatterns: list[URLPattern] = [
    _row("login", account.login, "account_login", ANYBODY),
    _row("logout", account.logout, "account_logout", ANYBODY),
    _row("signup", account.signup, "account_signup", ANYBODY),
    _row("inactive", account.account_inactive, "account_inactive", ANYBODY),
    _row("reauthenticate", account.reauthenticate, "account_reauthenticate", THEMSELVES),
    _row("email", account.email, "account_email", THEMSELVES),
    _row("email/sent", account.email_verification_sent, "account_email_verification_sent", ANYBODY),
    _row("email/confirm/<str:key>", account.confirm_email, "account_confirm_email", SECRET),
    _row("password", account.password_change, "account_change_password", THEMSELVES),
    _row("password/reset", account.password_reset, "account_reset_password", ANYBODY),
    _row("password/reset/sent", account.password_reset_done, "account_reset_password_done", ANYBODY),
    _row(
        "password/reset/done",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        ANYBODY,
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)$",
        framed(account.password_reset_from_key, SECRET),
        name="account_reset_password_from_key",
    ),
    _row("security", factor.index, "mfa_index", THEMSELVES),
    _row("code", factor.authenticate, "mfa_authenticate", HALF_IN),
    _row("code/again", factor.reauthenticate, "mfa_reauthenticate", THEMSELVES),
    _row("app/on", totp.activate_totp, "mfa_activate_totp", THEMSELVES),
    _row("app/off", totp.deactivate_totp, "mfa_deactivate_totp", THEMSELVES),
    _row("recovery-codes", codes.view_recovery_codes, "mfa_view_recovery_codes", THEMSELVES),
    _row("recovery-codes/new", codes.generate_recovery_codes, "mfa_generate_recovery_codes", THEMSELVES),
    _row("recovery-codes.txt", codes.download_recovery_codes, "mfa_download_recovery_codes", THEMSELVES),
    _row("passkeys", factor.index, "mfa_list_webauthn", THEMSELVES),  # the same page: it lists them
    _row("passkeys/new", passkeys.add_webauthn, "mfa_add_webauthn", THEMSELVES),
    _row("passkeys/again", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", THEMSELVES),
    _row("passkeys/login", passkeys.login_webauthn, "mfa_login_webauthn", ANYBODY),
    _row("passkeys/<int:pk>/remove", passkeys.remove_webauthn, "mfa_remove_webauthn", THEMSELVES),
    _row("passkeys/<int:pk>", passkeys.edit_webauthn, "mfa_edit_webauthn", THEMSELVES),
    path("profile", profile.profile, name="profile"),
    path("profile/theme", profile.theme, name="theme"),
    path("workspaces", workspaces.workspaces, name="workspaces"),
    path("invitation/<str:secret>", invitation.invitation, name="invitation"),
]
