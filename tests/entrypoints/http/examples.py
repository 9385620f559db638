"""Requests made from the description of the API: the smallest body that a route accepts."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from labelkeep.core.ids import new_id

Schema = dict[str, Any]


class Api:
    """The OpenAPI description of an app, read by route."""

    def __init__(self, described: Schema) -> None:
        self._described = described

    def request(self, method: str, path: str) -> "Request":
        """What a route wants beside its path."""
        operation = self._described["paths"][path][method.lower()]
        content = operation.get("requestBody", {}).get("content", {})
        kind = next(iter(content), None)
        schema = self._plain(content[kind]["schema"]) if kind else None
        query = {
            each["name"]: self._plain(each["schema"])
            for each in operation.get("parameters", ())
            if each["in"] == "query"
        }
        needed = {
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "query" and each["required"]
        }
        return Request(self, kind, schema, query, needed)

    def example(self, schema: Schema) -> Any:
        """Return the smallest value that fits."""
        schema = self._plain(schema)
        if "anyOf" in schema or "oneOf" in schema:
            return self.example((schema.get("anyOf") or schema["oneOf"])[0])
        if "const" in schema or "enum" in schema:
            return schema.get("const", (schema.get("enum") or [None])[0])
        if "default" in schema:
            return schema["default"]
        return _MAKERS.get(schema.get("type", ""), _nothing)(self, schema)

    def members(self, schema: Schema | None) -> Iterator[tuple[str, Schema]]:
        """Yield the named members of an object."""
        for name, each in (schema or {}).get("properties", {}).items():
            yield name, self._plain(each)

    def takes_id(self, schema: Schema) -> bool:
        """Say whether a value may be an id, or a list of ids."""
        schema = self._plain(schema)
        below = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]
        return schema.get("format") == "uuid" or any(self.takes_id(each) for each in below)

    def is_list(self, schema: Schema) -> bool:
        """Say whether a value is a list."""
        return self._plain(schema).get("type") == "array"

    def _plain(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema


class Request:
    """The body and query of one route."""

    def __init__(
        self, api: Api, kind: str | None, schema: Schema | None, query: dict[str, Schema], needed: set[str]
    ) -> None:
        self._api, self.kind, self._schema, self._query, self._needed = api, kind, schema, query, needed

    def ids(self) -> list[tuple[str, str]]:
        """Where an id is taken beside the path: ``("query" | "body", name)``."""
        asked = [("query", name) for name, each in self._query.items() if self._api.takes_id(each)]
        return asked + [("body", name) for name, each in self._api.members(self._schema) if self._api.takes_id(each)]

    def filled(self, ids: Mapping[tuple[str, str], str] = MappingProxyType({})) -> dict[str, Any]:
        """Return what a client is given: the smallest request, with ids put into their places."""
        query = {name: self._api.example(self._query[name]) for name in self._needed}
        made: dict[str, Any] = {"headers": {"If-Match": '"1"'}, "params": query}
        query |= {name: value for (where, name), value in ids.items() if where == "query"}
        if self.kind == "application/octet-stream":
            made["content"], made["headers"]["Content-Type"] = b"x", self.kind
        elif self._schema is not None:
            members = dict(self._api.members(self._schema))
            given = {name: value for (where, name), value in ids.items() if where == "body"}
            lists = {name: [value] for name, value in given.items() if self._api.is_list(members[name])}
            made["json"] = self._api.example(self._schema) | given | lists
        return made


def _text(_api: Api, schema: Schema) -> Any:
    if schema.get("format") == "uuid":
        return str(new_id())
    if schema.get("format") == "email" or "@" in schema.get("pattern", ""):
        return "somebody@example.test"
    return "x" * max(1, schema.get("minLength", 1))


def _number(_api: Api, schema: Schema) -> Any:
    return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1, 0)


def _list(api: Api, schema: Schema) -> Any:
    fixed = schema.get("prefixItems")
    return [api.example(each) for each in fixed or [schema["items"]] * schema.get("minItems", 0)]


def _object(api: Api, schema: Schema) -> Any:
    return {name: api.example(each) for name, each in api.members(schema) if name in schema.get("required", ())}


def _nothing(_api: Api, _schema: Schema) -> Any:
    return None


_MAKERS = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _api, _schema: False,
    "array": _list,
    "object": _object,
}
