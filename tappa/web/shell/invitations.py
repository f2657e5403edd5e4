"""The links of invitations, and the mail that brings one. The link can be copied too: Tappa works without mail."""

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.invite_member import IssuedInvitation
from tappa.web.shell.mail import mail_address, public_address, send
from tappa.web.shell.reader import in_words

# Only the mail carries it: who comes with it has read what was sent to the address, and need not prove it again.
_PROOF = Signer(salt="tappa.invitation.mail")


def invitation_address(request: HttpRequest, issued: IssuedInvitation) -> str:
    """The link to give to who is invited, by whatever way."""
    return public_address(request, _path_of(issued))


def mail_invitation(issued: IssuedInvitation, *, inviter: str) -> bool:
    """Send the invitation in the workspace's language. False when the mail could not be sent: show the link."""
    invitation = issued.invitation
    link = f"{mail_address(_path_of(issued))}?proof={_PROOF.signature(issued.secret)}"
    with in_words(invitation.workspace.language):
        words = {"inviter": inviter, "workspace": invitation.workspace.name, "link": link}
        subject = _("%(inviter)s invites you to %(workspace)s") % words
        text = _(
            "%(inviter)s invites you to work together in %(workspace)s on Tappa.\n\n"
            "Accept the invitation here:\n%(link)s\n\n"
            "The link works for seven days. If you expected no invitation, ignore this mail."
        )
        return send(invitation.email, subject=subject, text=text % words)


def _path_of(issued: IssuedInvitation) -> str:
    return reverse("invitation", kwargs={"secret": issued.secret})


def came_by_mail(secret: str, proof: str) -> bool:
    """Whether this is the proof that stood in the invitation's mail."""
    try:
        return _PROOF.unsign(f"{secret}:{proof}") == secret
    except BadSignature:
        return False
