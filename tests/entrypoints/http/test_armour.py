"""Headers on every route and status, foreign origins and hosts, bodies, methods."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from houses import ORIGIN, POLICY, Town, client_of
from labelkeep.entrypoints.http.app import armoured, create_app
from labelkeep.entrypoints.http.armour import SIGNED
from labelkeep.entrypoints.http.guard import guarded_routes
from labelkeep.entrypoints.http.headers import API_POLICY, Variant, content_security_policy
from labelkeep.entrypoints.http.problems import MAX_BODY

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def check(answer: Any, where: str) -> None:
    headers = answer.headers
    assert {key: headers.get(key) for key in ALWAYS} == ALWAYS, where
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy, where
    assert "frame-ancestors 'none'" in policy, where
    assert "unsafe-inline" not in policy, where
    assert "display-capture=()" in headers["permissions-policy"], where
    assert "server" not in headers, where
    assert "strict-transport-security" not in headers, where
    for name in (*ALWAYS, "content-security-policy", "cache-control"):
        assert len(headers.get_list(name)) == 1, (where, name)
    if "/api/" in where:
        assert "no-store" in headers["cache-control"], where


def everywhere(town: Town) -> Iterator[tuple[str, Any]]:
    owner, nobody, fault = town.owner.client, town.anonymous(), broken(town)
    for route in guarded_routes(town.app):
        path = re.sub(r"\{[^}]*\}", "0", route.path.replace("{project}", str(town.project)))
        for client in (owner, nobody):
            if route.path != "/api/v1/sign-out" or client is nobody:
                yield (
                    f"{route.method} {path}",
                    client.request(route.method, path, **({} if route.method == "GET" else {"json": {}})),
                )
        yield f"TRACE {path}", nobody.request("TRACE", path)
    yield "GET /api/nothing", owner.get("/api/v1/nothing")
    yield "GET /api/ conditional", owner.get("/api/v1/me", headers={"If-None-Match": "*", "If-Modified-Since": "x"})
    yield "GET / conditional", owner.get("/", headers={"If-None-Match": "*"})
    yield "HEAD /", nobody.head("/")
    yield "GET /assets/nothing.js", nobody.get("/assets/nothing.js")
    yield "GET /api/ elsewhere", nobody.get("/api/v1/health", headers={"Host": "evil.test"})
    yield "POST /api/ from elsewhere", owner.post("/api/v1/sign-out", headers={"Origin": "https://evil.test"})
    yield (
        "POST /api/ large",
        owner.post("/api/v1/me/password", content=b"x" * (MAX_BODY + 1), headers={"Content-Type": "application/json"}),
    )
    yield (
        "POST /api/ bad",
        owner.post("/api/v1/me/password", content=b"{", headers={"Content-Type": "application/json"}),
    )
    yield "GET /api/ fault", fault.get("/api/v1/me")


def broken(town: Town) -> TestClient:
    """A client of an app whose house is gone: every grant is a fault."""
    app = create_app(town.house, origins=frozenset({ORIGIN}), secure=False)
    app.state.house = None
    client = client_of(app)
    client.cookies = town.owner.client.cookies
    return client


def test_every_answer_of_every_route_carries_the_headers(shared_town: Town) -> None:
    seen: set[int] = set()
    for where, answer in everywhere(shared_town):
        check(answer, where)
        seen.add(answer.status_code)

    assert {200, 401, 403, 404, 405, 413, 421, 422, 500} <= seen


def test_a_fault_tells_nothing(shared_town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    answer = broken(shared_town).get("/api/v1/me")
    logged = capfd.readouterr()

    assert answer.status_code == 500
    assert answer.json()["code"] == "fault"
    assert "sessions" not in answer.text
    cookie = next(iter(shared_town.owner.client.cookies.values()))
    assert '"event": "fault"' in logged.err
    assert cookie not in logged.err + logged.out


def test_transport_security_is_promised_over_tls_alone(shared_town: Town) -> None:
    app = create_app(shared_town.house, origins=frozenset({"https://labels.test"}), secure=True)
    client = TestClient(armoured(app), base_url="https://labels.test", raise_server_exceptions=False)

    for path in ("/", "/api/v1/health", "/api/v1/me", "/api/v1/nothing", "/assets/nothing"):
        value = client.get(path).headers["strict-transport-security"]
        assert int(re.search(r"max-age=(\d+)", value)[1]) >= 31_536_000


def test_there_are_three_content_security_policies_and_no_fourth() -> None:
    variants = Variant.__args__
    made = {each: content_security_policy(each, "N", "https://bucket.test") for each in variants}

    assert set(variants) == {"plain", "models", "direct"}
    assert len(set(made.values())) == 3
    assert [each for each in variants if "wasm-unsafe-eval" in made[each]] == ["models"]
    assert [each for each in variants if "https://bucket.test" in made[each]] == ["direct"]
    for policy in (*made.values(), API_POLICY):
        assert policy.startswith("default-src 'none'")
        assert not re.search(r"unsafe-inline|'unsafe-eval'|\*|http:", policy)
    for policy in made.values():
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy


def test_each_document_has_a_nonce_of_its_own(shared_town: Town) -> None:
    shared_town.app.state.shell = ("<style nonce=__NONCE__></style>", {})
    answers = [shared_town.anonymous().get("/projects/x") for _ in range(20)]
    nonces = [re.search(r"'nonce-([^']+)'", each.headers["content-security-policy"])[1] for each in answers]

    assert len(set(nonces)) == 20
    assert all(len(each) >= 22 for each in nonces)
    assert [each.text for each in answers] == [f"<style nonce={each}></style>" for each in nonces]


FOREIGN = [
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {"Origin": ORIGIN + ".evil.test"},
    {"Origin": ORIGIN.replace("http", "https")},
    {"Origin": "", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "", "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ""},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_changes_nothing(shared_town: Town, headers: dict[str, str]) -> None:
    before = footprint(shared_town)
    for route in guarded_routes(shared_town.app):
        if route.method not in UNSAFE:
            continue
        path = re.sub(r"\{[^}]*\}", "0", route.path.replace("{project}", str(shared_town.project)))
        if path in SIGNED and not any(headers.values()):
            continue  # from a server and no browser: what it may do is tested in tests/domain/providers
        answer = shared_town.owner.request(route.method, path, json=POLICY, headers=headers)

        assert answer.status_code == 403, path
        assert answer.json()["code"].startswith("origin."), path
    assert footprint(shared_town) == before


def footprint(town: Town) -> list[Any]:
    """Rows of every table: number and the last transaction that touched one."""
    with psycopg.connect(town.house.urls.backup) as connection:
        tables = connection.execute(
            "select table_name from information_schema.role_table_grants where grantee = current_user order by 1"
        ).fetchall()
        return [
            connection.execute(f'select count(*), max(xmin::text::bigint) from "{name}"'.encode()).fetchone()
            for (name,) in tables
            if name != "session"
        ]


def test_reading_changes_nothing(shared_town: Town) -> None:
    before = footprint(shared_town)
    for route in guarded_routes(shared_town.app):
        if route.method == "GET" and not re.search(r"/site/|/ledger", route.path):
            path = re.sub(r"\{[^}]*\}", "0", route.path.replace("{project}", str(shared_town.project)))
            shared_town.owner.get(path, headers={"Sec-Fetch-Site": "cross-site"})

    after = footprint(shared_town)
    assert after == before


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1:9999", "localhost:8600.evil.test", "", "127.0.0.1"])
def test_a_foreign_host_is_not_answered(shared_town: Town, host: str) -> None:
    answer = shared_town.owner.get("/api/v1/me", headers={"Host": host})

    assert answer.status_code == 421
    assert answer.json()["code"] == "host.unknown"


def test_unknown_fields_are_refused_by_every_body(shared_town: Town) -> None:
    schemas = shared_town.app.openapi()
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path in schemas["paths"].values()
        for operation in path.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]

    assert len(bodies) > 12
    open_ones = {
        name
        for name in reachable(schemas["components"]["schemas"], bodies)
        if schemas["components"]["schemas"][name].get("type") == "object"
        and schemas["components"]["schemas"][name].get("additionalProperties") is not False
    }
    assert open_ones == set()


def reachable(schemas: dict[str, Any], names: list[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r"#/components/schemas/([\w-]+)", str(schemas[name]))
    return found


@pytest.mark.parametrize("key", ["__proto__", "constructor", "prototype", "__class__", "is_admin"])
def test_keys_that_reach_for_more_are_refused(shared_town: Town, key: str) -> None:
    answer = shared_town.owner.post(f"{shared_town.url}/policy/preview", json={**POLICY, key: {"x": 1}})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"] == f"/{key}"


def test_a_body_past_the_limit_is_refused_with_and_without_a_length(shared_town: Town) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 2**20 + 1):
            yield b" " * 2**20

    for content in (b" " * (MAX_BODY + 1), pieces()):
        answer = shared_town.owner.post(
            "/api/v1/me/password", content=content, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
def test_a_body_of_another_type_is_refused(shared_town: Town, kind: str) -> None:
    content = b'{"password": "a long enough pass phrase"}'
    answer = shared_town.owner.post("/api/v1/me/password", content=content, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["code"]) == (415, "body.type")
    assert shared_town.owner.get("/api/v1/me").json()["has_password"] is False


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "DELETE", "PUT", "PATCH", "POST", "OPTIONS", "PROPFIND"])
def test_methods_that_no_route_has_are_refused(shared_town: Town, method: str) -> None:
    answer = shared_town.owner.request(method, "/api/v1/me")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert "access-control-allow-origin" not in answer.headers
