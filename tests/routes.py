"""The routes of the service as requests: which there are, and an address for each."""

from collections.abc import Iterator, Mapping

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def address(app: Flask, rule: Rule, known: Mapping[str, str | int] | None = None) -> str:
    """Give an address that leads to a route; what it would show need not exist, unless `known` names it."""
    values = {name: (known or {}).get(name) or _sample(rule, name) for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def routes(app: Flask, under: str = "/") -> Iterator[tuple[Rule, str]]:
    """Give every route below a path, once for each of its methods."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(under):
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield rule, method


def _sample(rule: Rule, name: str) -> str | int:
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 1
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "1"
