"""The doors of pages that belong to no workspace: allauth's, made into ours, and those of a person alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tappa.core.accounts.models import User
from tappa.kernel.access import open_to
from tappa.kernel.errors import DomainError
from tappa.web.shell.answers import read_toast
from tappa.web.shell.door import in_words_of
from tappa.web.shell.errors import refused
from tappa.web.shell.reader import in_words
from tappa.web.shell.render import POLICY
from tappa.web.signin.guesses import language_of

View = Callable[..., HttpResponseBase]


def framed(view: View, why: str) -> View:
    """A view of allauth's as a page of ours: in the person's language, under the policy of all pages, with what waits
    to be said. `why`: what guards it instead of a permission."""

    @sensitive_post_parameters()
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        with in_words_for(request):
            try:
                answer = view(request, *args, **parts)
            except DomainError as refusal:
                return refused(request, refusal)
            if isinstance(answer, TemplateResponse):
                answer.context_data = {
                    **(answer.context_data or {}),
                    "visit": None,
                    "sign_up_is_open": settings.SIGN_UP_IS_OPEN,
                    "toasts": [read_toast(message) for message in get_messages(request)],
                }
                answer.render()
                answer.headers["Content-Security-Policy"] = POLICY
            return answer

    return open_to(why)(enter)


def for_person(*methods: str) -> Callable[[View], View]:
    """Turn `view(request, user, **parts)` into the view of a page about whoever is signed in, and nobody else."""

    def build(view: View) -> View:
        @require_http_methods(list(methods))
        @wraps(view)
        def enter(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            with in_words_of(user):
                try:
                    return view(request, user, **parts)
                except DomainError as refusal:
                    return refused(request, refusal)

        return open_to("whoever is signed in, about themselves")(enter)

    return build


@contextmanager
def in_words_for(request: HttpRequest) -> Iterator[None]:
    """The language and time zone of whoever is signed in, else the browser's language."""
    user = request.user
    if isinstance(user, User):
        with in_words_of(user):
            yield
    else:
        with in_words(language_of(request)):
            yield
