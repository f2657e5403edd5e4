"""Every address names its permission."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from tappa.core.accounts.grants import Permission, Scope
from tappa.kernel.access import Open, guarded, open_to
from tests.house import urls


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guarded(Permission.USE_CONTACTS)
def guarded_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guarded(Scope.CONTACTS_READ)
def guarded_call(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@open_to("the channel's own token")
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guarded(Open(""))
def open_page_without_a_reason(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def by_method(**permission: object) -> Callable[..., HttpResponse]:
    """A view whose methods need different permissions."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    view.permission = permission  # type: ignore[attr-defined]
    return view


def test_each_method_needs_its_own() -> None:
    patterns: list[URLPattern | URLResolver] = [
        path("a", by_method(GET=Scope.CONTACTS_READ, POST=Scope.CONTACTS_WRITE)),
        path("b", by_method(GET=Scope.CONTACTS_READ, POST=None)),
        path("c", by_method()),
    ]
    assert [sentence.split()[0] for sentence in urls.without_permission(patterns)] == ["/b", "/c"]


def test_an_address_without_a_permission_is_found_however_deep() -> None:
    patterns: list[URLPattern | URLResolver] = [
        path("a", guarded_page),
        path("b", guarded_call),
        path("c", open_page),
        path("d/", include([path("e/<int:id>", page), path("f", open_page_without_a_reason)])),
    ]
    assert [sentence.split()[0] for sentence in urls.without_permission(patterns)] == [
        "/d/e/<int:id>",
        "/d/f",
    ]
