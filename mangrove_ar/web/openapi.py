"""Describe the JSON interface as OpenAPI 3.1: each operation states its models where it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

View = TypeVar("View", bound=Callable[..., Any])
SCHEMA_PATH = "#/components/schemas/{model}"
TYPES = {"IntegerConverter": "integer"}


class ErrorDetail(BaseModel):
    """What went wrong: a stable code for programs, a sentence for people."""

    code: str
    message: str


class ErrorAnswer(BaseModel):
    """The one shape of all errors."""

    error: ErrorDetail


@dataclass(frozen=True)
class Operation:
    """What one view takes and gives: status to model or, for an answer without body, None."""

    summary: str
    answers: dict[int, type[BaseModel] | None]
    takes: type[BaseModel] | None
    needs_key: bool


_operations: dict[str, Operation] = {}


def operation(
    summary: str,
    answers: dict[int, type[BaseModel] | None],
    takes: type[BaseModel] | None = None,
    *,
    needs_key: bool = False,
) -> Callable[[View], View]:
    """Declare a view as a public operation of the API."""

    def declare(view: View) -> View:
        _operations[f"{view.__module__}.{view.__qualname__}"] = Operation(summary, answers, takes, needs_key)
        return view

    return declare


def describe(app: Flask) -> dict[str, Any]:
    """Write the OpenAPI document of all declared operations of an application."""
    paths: dict[str, dict[str, Any]] = {}
    models: set[type[BaseModel]] = {ErrorAnswer}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        declared = _operations.get(f"{view.__module__}.{view.__qualname__}")
        if declared is not None:
            models.update(model for model in (*declared.answers.values(), declared.takes) if model)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                paths.setdefault(_path(rule), {})[method.lower()] = _describe(declared, rule)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Mangrove AR",
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(models),
            "securitySchemes": {"learner": {"type": "http", "scheme": "bearer"}},
        },
    }


def _path(rule: Rule) -> str:
    path = rule.rule
    for name, converter in rule._converters.items():  # Werkzeug has no public name for them.
        for written in (f"<{name}>", f"<int:{name}>", f"<{type(converter).__name__}:{name}>"):
            path = path.replace(written, f"{{{name}}}")
    return path


def _describe(declared: Operation, rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": declared.summary,
        "operationId": rule.endpoint.replace(".", "_"),
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": TYPES.get(type(converter).__name__, "string")},
            }
            for name, converter in sorted(rule._converters.items())
        ],
        "responses": {str(status): _answer(status, model) for status, model in declared.answers.items()},
    }
    if declared.takes:
        described["requestBody"] = {"required": True, "content": _content(declared.takes)}
    if declared.needs_key:
        described["security"] = [{"learner": []}]
    return described


def _answer(status: int, model: type[BaseModel] | None) -> dict[str, Any]:
    described: dict[str, Any] = {"description": "Done" if status < 400 else "Refused"}
    if model:
        described["content"] = _content(model)
    return described


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": SCHEMA_PATH.format(model=model.__name__)}}}


def _schemas(models: set[type[BaseModel]]) -> dict[str, Any]:
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schema = models_json_schema([(model, "validation") for model in ordered], ref_template=SCHEMA_PATH)
    found: dict[str, Any] = schema["$defs"]
    return found
