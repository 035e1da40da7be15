# SPDX-License-Identifier: GPL-3.0-or-later
"""A small client of the HTTP API.  Every answer it gets is held to the OpenAPI document."""

import functools
import http.client
import json
import urllib.parse
import uuid

import schema
import server


@functools.lru_cache(maxsize=1)
def document():
    """The OpenAPI document of the server under test."""
    return schema.Document(server.command("openapi").stdout)


class Answer:
    """What came back: status, headers (names in lower case), bytes, and JSON where it is some."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of a problem, or None."""
        return self.json.get("code") if "problem+json" in self.content_type else None

    @property
    def content_type(self):
        return self.headers.get("content-type", "")

    @property
    def version(self):
        """The number in the ETag, for If-Match; or None."""
        tag = self.headers.get("etag")
        return int(tag.strip('"')) if tag else None

    def __repr__(self):
        return f"<{self.status} {self.body[:500].decode('utf-8', 'replace')}>"


class Client:
    """One caller on one kept connection; make one for each thread.

    @url: the server's; @validate: hold each answer to the document (off for raw fault tests).
    """

    def __init__(self, url, language="en", validate=True, timeout_s=60):
        parts = urllib.parse.urlsplit(url)
        self.token = None
        self.user = None
        self.language = language
        self.validate = validate
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port,
                                                      timeout=timeout_s)

    def sign_in(self, username, password):
        """Opens a session and keeps its token; answers the 201 or raises AssertionError."""
        answer = self.post("/api/v1/sessions", {"username": username, "password": password})
        if answer.status != 201:
            raise AssertionError(f"{username} cannot sign in: {answer!r}")
        self.token = answer.json["token"]
        self.user = answer.json["user"]
        return answer

    def sign_out(self):
        answer = self.delete("/api/v1/sessions/current")
        self.token = None
        return answer

    def get(self, path, **query):
        """GET; a query value of None is left out.  A name that is a Python word takes a final _."""
        pairs = [(name.rstrip("_"), value) for name, value in query.items() if value is not None]
        if pairs:
            path = f"{path}?{urllib.parse.urlencode(pairs)}"
        return self.request("GET", path)

    def items(self, path, **query):
        """Every item of a list, page after page."""
        after = None
        while True:
            page = self.get(path, after=after, **query)
            if page.status != 200:
                raise AssertionError(f"GET {path}: {page!r}")
            yield from page.json["items"]
            after = page.json["next"]
            if after is None:
                return

    def post(self, path, body=None, key=None, **headers):
        """POST; @key is the Idempotency-Key, True for a new one."""
        if key is True:
            key = str(uuid.uuid4())
        return self.request("POST", path, body, idempotency_key=key, **headers)

    def put(self, path, body, version=None):
        return self.request("PUT", path, body, if_match=version)

    def patch(self, path, body, version=None):
        """PATCH; @version is the one being edited (If-Match)."""
        return self.request("PATCH", path, body, if_match=version)

    def delete(self, path, version=None):
        return self.request("DELETE", path, if_match=version)

    def request(self, method, path, body=None, **headers):
        """Any request.  @body: bytes as they are, else JSON; headers by name with _ for -."""
        payload, sent = self._prepare(body, headers)
        answer = self._exchange(method, path, payload, sent)
        if self.validate:
            faults = document().check_answer(method, path, answer.status, answer.content_type,
                                             answer.body)
            if faults:
                raise AssertionError("against the OpenAPI document: " + "; ".join(faults[:5]))
        return answer

    def _prepare(self, body, headers):
        sent = {"Accept-Language": self.language}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode("utf-8")
        if body is not None:
            sent["Content-Type"] = "application/json"
        for name, value in headers.items():
            if name == "if_match" and isinstance(value, int):
                value = f'"{value}"'
            if value is not None:
                sent["-".join(part.capitalize() for part in name.split("_"))] = value
        return body, sent

    def _exchange(self, method, path, payload, headers):
        """One exchange; a kept connection that the server has closed meanwhile is opened again."""
        kept = self._connection.sock is not None
        try:
            self._connection.request(method, path, payload, headers)
            reply = self._connection.getresponse()
            body = reply.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            if not kept or method != "GET":
                raise
            return self._exchange(method, path, payload, headers)
        except Exception:
            self._connection.close()
            raise
        return Answer(reply.status, reply.getheaders(), body)

    def close(self):
        self._connection.close()
