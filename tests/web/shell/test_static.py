"""The files that pages load: kept for good by browsers, under an address that changes with them."""

import re
from pathlib import Path

from tappa.config.static import content_digest
from tests.support.web import WebServer


def test_files_are_kept_for_good(server: WebServer) -> None:
    client = server.client()
    page = client.get("/nothing-here", headers={"Accept": "text/html"}).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)', page)
    assert len(addresses) >= 7
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    first = content_digest(tmp_path)
    assert content_digest(tmp_path) == first
    (tmp_path / "a.css").write_text("b {}")
    assert content_digest(tmp_path) != first


def test_nothing_else_of_the_disk_is_served(server: WebServer) -> None:
    client = server.client()
    css = re.search(r"/static/\w+/", client.get("/x", headers={"Accept": "text/html"}).text)
    assert css is not None
    for path in ("../../config/settings.py", "..%2f..%2fconfig%2fsettings.py", "css/../../shell/door.py", ""):
        assert client.get(css.group() + path).status_code == 404
