"""The step of a sign-in that asks whether the address is the person's."""

from typing import Any

from allauth.account.stages import EmailVerificationStage

from tappa.web.signin.addresses import vouch_if_unknown


class ConfirmAddress(EmailVerificationStage):
    """allauth's own, for addresses that somebody typed into the sign-up form. A user who was made otherwise, by the
    command line or with the demo, is vouched for by whoever made them."""

    def handle(self) -> Any:
        """Go on, or ask to look into the mail."""
        if self.login.user is not None and not self.login.signup:
            vouch_if_unknown(self.login.user)
        return super().handle()
