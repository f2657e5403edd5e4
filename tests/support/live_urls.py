"""Made pages whose regions are files that a test writes: to see what live regions do, whatever the real pages become."""

import os
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import path

from tappa.config.urls import handler400, handler403, handler404, handler500
from tappa.config.urls import urlpatterns as ours
from tappa.core.accounts.grants import Permission
from tappa.web.shell.door import door
from tappa.web.shell.render import POLICY
from tappa.web.shell.visit import Visit

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FOLDER: Final = "TAPPA_TEST_REGIONS"
DOCUMENT: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Made</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="{static}css/tokens.css"><link rel="stylesheet" href="{static}css/base.css">
<link rel="stylesheet" href="{static}css/components.css"><link rel="stylesheet" href="{static}css/shell.css">
<script type="module" src="{static}js/shell.js"></script></head>
<body data-stream="/w/{slug}/stream" data-parts="/w/{slug}/parts"{worker}{since} data-activity="New activity">
<main>{body}</main>
<div class="toasts" id="toasts"></div>
<div class="offline" id="signed-out" role="alert" hidden>Signed out <a href="/account/login">Sign in again</a></div>
<div class="offline" data-live-offline role="status" hidden>Offline, trying again</div></body></html>"""


def written(name: str) -> str:
    """What the test wrote under this name; what it removed is not found."""
    file = Path(os.environ[FOLDER]) / f"{name}.html"
    if not file.exists():
        raise Http404
    return file.read_text()


@door(Permission.USE_CONTACTS)
def page(visit: Visit, *, name: str) -> HttpResponse:
    """A whole page around a file. With `?alone` its stream is its own, as where there are no shared workers; with
    `?fresh` it says when it was made, as the real pages do: it is not fetched again when its stream begins."""
    static = settings.STATIC_URL
    worker = "" if "alone" in visit.request.GET else f' data-worker="{static}js/live-worker.js"'
    body = written(name).replace("$SLUG", visit.workspace.slug)
    since = f' data-since="{visit.began:.3f}"' if "fresh" in visit.request.GET else ""
    made = DOCUMENT.format(static=static, slug=visit.workspace.slug, worker=worker, since=since, body=body)
    return HttpResponse(made, headers={"Content-Security-Policy": POLICY})


@door(Permission.USE_CONTACTS)
def region(visit: Visit, *, name: str) -> HttpResponse:
    """A file by itself."""
    return HttpResponse(written(name).replace("$SLUG", visit.workspace.slug))


urlpatterns = [
    *ours,
    path("w/<slug:slug>/made/<slug:name>", page),
    path("w/<slug:slug>/region/<slug:name>", region),
]
