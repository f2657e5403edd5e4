"""The proof against forgery on a page (section 8): one, made when the page first writes it, and good in each of its forms."""

import re

from tests.cast import Cast
from tests.support.signin import signed_in
from tests.support.web import WebServer


def test_all_forms_of_a_page_carry_the_same_proof_and_it_is_good(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    pages = [client.get(f"/w/{cast.owner.workspace.slug}/settings/members").text for _again in range(2)]
    proofs = [set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page)) for page in pages]
    assert all(len(each) == 1 for each in proofs)
    assert proofs[0] != proofs[1], "it is masked anew for each page"
    told = re.findall(r"X-CSRFToken&#34;: &#34;([^&]+)&#34;|X-CSRFToken\": \"([^\"]+)\"", pages[0])
    assert {"".join(one) for one in told} == proofs[0]
    for proof, status in (("x" * 64, 403), (proofs[0].pop(), 302)):
        answer = client.post("/account/logout", data={"csrfmiddlewaretoken": proof})
        assert answer.status_code == status
