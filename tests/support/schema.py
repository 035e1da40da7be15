# SPDX-License-Identifier: GPL-3.0-or-later
"""Every answer held to the OpenAPI document: the part of JSON Schema 2020-12 that it uses."""

import json
import re

FORMATS = {
    "date": r"\d{4}-\d\d-\d\d",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}


class Document:
    """An OpenAPI 3.1 document; finds the operation of a request and checks the answer to it."""

    def __init__(self, text):
        self.root = json.loads(text)
        self._paths = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", re.escape(template)
                                          .replace(r"\{", "{").replace(r"\}", "}"))), template)
                       for template in self.root["paths"]]
        self._paths.sort(key=lambda path: path[1].count("{"))

    def operation(self, method, path):
        """(template, operation object), or None for a path the document does not name."""
        bare = path.split("?", 1)[0]
        for pattern, template in self._paths:
            operation = self.root["paths"][template].get(method.lower())
            if operation is not None and pattern.fullmatch(bare):
                return template, operation
        return None

    def check_answer(self, method, path, status, content_type, body):
        """The faults of an answer as sentences; an empty list is a good answer."""
        found = self.operation(method, path)
        if found is None:
            return []
        template, operation = found
        where = f"{method} {template} {status}"
        responses = operation["responses"]
        response = (responses.get(str(status)) or responses.get(f"{status // 100}XX")
                    or responses.get("default"))
        if response is None:
            return [f"{where}: this status is not documented"]
        content = self.resolve(response).get("content", {})
        if not content:
            return [f"{where}: a body where none is documented"] if body else []
        media = content_type.split(";")[0].strip()
        if media not in content and "*/*" in content:
            return []
        if media not in content:
            return [f"{where}: {media or 'no type'} where {', '.join(content)} is documented"]
        schema = content[media].get("schema")
        if schema is None or not media.endswith("json"):
            return []
        return [f"{where}: {fault}" for fault in self.faults(json.loads(body), schema)]

    def resolve(self, node):
        while "$ref" in node:
            target = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def faults(self, value, schema, at="$"):
        """Where @value breaks @schema."""
        schema = self.resolve(schema)
        faults = [*self._type_faults(value, schema, at), *self._choice_faults(value, schema, at)]
        if faults:
            return faults
        if isinstance(value, dict):
            return self._object_faults(value, schema, at)
        if isinstance(value, list):
            return [fault for index, item in enumerate(value)
                    for fault in self.faults(item, schema.get("items", {}), f"{at}[{index}]")]
        return _scalar_faults(value, schema, at)

    def _type_faults(self, value, schema, at):
        wanted = schema.get("type", [])
        wanted = [wanted] if isinstance(wanted, str) else wanted
        if wanted and not any(TYPES[name](value) for name in wanted):
            return [f"{at} is {json.dumps(value)[:60]}, not {' or '.join(wanted)}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{at} is {value!r}, not one of {schema['enum']}"]
        if "const" in schema and value != schema["const"]:
            return [f"{at} is {value!r}, not {schema['const']!r}"]
        return []

    def _choice_faults(self, value, schema, at):
        faults = [fault for part in schema.get("allOf", [])
                  for fault in self.faults(value, part, at)]
        for word in ("anyOf", "oneOf"):
            parts = schema.get(word)
            if parts is None:
                continue
            matching = sum(not self.faults(value, part, at) for part in parts)
            if matching == 0 or (word == "oneOf" and matching > 1):
                faults.append(f"{at} matches {matching} of the {len(parts)} parts of {word}")
        return faults

    def _object_faults(self, value, schema, at):
        properties = schema.get("properties", {})
        faults = [f"{at}.{name} is missing"
                  for name in schema.get("required", []) if name not in value]
        extra = schema.get("additionalProperties", True)
        for name, member in value.items():
            if name in properties:
                faults += self.faults(member, properties[name], f"{at}.{name}")
            elif extra is False:
                faults.append(f"{at}.{name} is not documented")
            elif isinstance(extra, dict):
                faults += self.faults(member, extra, f"{at}.{name}")
        return faults


def _scalar_faults(value, schema, at):
    faults = []
    if isinstance(value, str):
        pattern = FORMATS.get(schema.get("format"))
        if pattern is not None and not re.fullmatch(pattern, value):
            faults.append(f"{at} is {value!r}, not a {schema['format']}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            faults.append(f"{at} is {value!r}, against {schema['pattern']}")
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            faults.append(f"{at} has {len(value)} characters")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            faults.append(f"{at} is {value}, out of range")
    return faults
