#!/usr/bin/env python3
"""Sends generated requests to a running Florin and holds every answer against its own document.

    script/python Tests/Python/fuzz.py BASE_URL okipays CASES SEED TOKEN SECRET
    script/python Tests/Python/fuzz.py BASE_URL onchainpay CASES SEED PUBLIC PRIVATE

The requests are made from BASE_URL/openapi.json, valid ones and ones that break it. Most carry a
correct signature over what was generated, so that they come as far as the handlers; one in ten is
left as generated. The same seed makes the same cases, but for times and for identifiers that the
server gave. An answer fails that has the status 500, a status or a content type that the document
does not name for the operation, or a body that does not match its schema.

Exits with 0 when nothing failed, 1 when something did, and 2 when the run itself says nothing.
"""
import collections
import hashlib
import hmac
import json
import os
import random
import re
import shlex
import sys
import time

import hypothesis
import requests
import schemathesis
from hypothesis.configuration import set_hypothesis_home_dir
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

CONFORMANCE = [
    checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance,
]
# Answers with which a healthy server says that it does not do something, or not now.
DECLINED = {501, 503}
UNSIGNED_SHARE = 0.1
# Of the signed bodies: how many are helped to make sense, and how many keep their own nonce.
HELPED_SHARE = 0.6
OWN_NONCE_SHARE = 0.05
NEGATIVE_SHARE = 0.35
ANSWER_SECONDS_MAX = 20
UNANSWERED_MAX = 5
SHOWN_CHARACTERS_MAX = 2000
KINDS_SHOWN_MAX = 30
LEARNED_MAX = 40


class OkiPays:
    """SHA-256 over the values in the order of their keys; a `request_id` that grows."""

    prefix = "/v1/"
    words = {
        "payment_currency_iso": ["USD", "EUR", "LTC"],
        "price": ["10.00", 25, 49.9, "0.01", "1000000"],
        "include_commission": [0, 1],
        "currencies": [[], None, [{"iso": "LTC", "network": 3}], [{"iso": "BTC", "network": 0}]],
        "time_expired": [int(time.time()) + 3600, str(int(time.time()) + 600)],
    }

    def __init__(self, token, secret):
        self.token, self.secret, self.last = token, secret, 0

    def stamp(self, body):
        self.last = max(self.last + 1, time.time_ns() // 1_000_000)
        body["request_id"] = self.last

    def headers(self, body):
        try:
            # Numbers stay as the body writes them.
            text = self.text(json.loads(body or b"null", parse_float=str, parse_int=str))
        except ValueError:
            text = ""
        sign = hashlib.sha256((text + self.secret).encode("utf-8", "replace")).hexdigest()
        return {"X-Auth-Token": self.token, "X-Auth-Sign": sign}

    def text(self, value):
        if isinstance(value, dict):
            keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
            return "".join(self.text(value[key]) for key in keys)
        if isinstance(value, list):
            return "".join(map(self.text, value))
        return {None: "", True: "true", False: "false"}.get(value, value)


class OnchainPay:
    """HMAC over the exact bytes of the body; a `nonce` that comes once."""

    prefix = "/api-gateway/"
    words = {
        "currency": ["USD", "EUR", "USDT", "LTC", "BTC", ["LTC"]],
        "network": ["litecoin", "bitcoin", "tron", "ethereum", "bsc", ["litecoin"]],
        "from": ["LTC", "BTC", "USDT", "USD"],
        "to": ["USD", "EUR", "USDT", "LTC"],
        "amount": ["10.00", "0.5", 49.9, "1000000"],
        "lifetime": [30, 60, 1800, 3600],
        "limit": [1, 10, 100],
        "offset": [0, 1],
        "status": [None, ["CREATED", "INIT"], ["processed"]],
        "currencies": [[], None, ["LTC"], ["USDT_tron"], [{"currency": "LTC"}]],
        "clientId": ["client-1", "client-2"],
        "externalUserId": [None, "client-1", "client-3"],
        "externalId": [None, "order-1", "order-2"],
        "advancedBalanceId": [None, ""],
        "additionalFees": [None, []],
        "insurancePercent": [None, "1.5"],
        "slippagePercent": [None, "2"],
        "paymentTolerancePercent": [None, "1.5"],
        "payerEmail": [None, "payer@shop.example"],
        "clientEmail": [None, "payer@shop.example"],
        "webhookURL": [None, "https://shop.example/hook"],
        "depositWebhookUrl": [None, "https://shop.example/hook"],
        "successWebhook": [None, "https://shop.example/hook"],
        "errorWebhook": [None, "https://shop.example/hook"],
        "returnURL": [None, "https://shop.example/"],
        "returnUrl": [None, "https://shop.example/"],
        "address": ["TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"],
    }

    def __init__(self, public, private):
        self.public, self.private, self.count = public, private, time.time_ns()

    def stamp(self, body):
        self.count += 1
        body["nonce"] = self.count if self.count % 2 else f"nonce-{self.count}"

    def headers(self, body):
        signature = hmac.new(self.private.encode(), body or b"", hashlib.sha256).hexdigest()
        return {"x-api-public-key": self.public, "x-api-signature": signature}


class Signature(requests.auth.AuthBase):
    """Signs a request when all of its bytes are known."""

    def __init__(self, dialect):
        self.dialect = dialect

    def __call__(self, request):
        body = request.body
        request.headers.update(
            self.dialect.headers(body.encode() if isinstance(body, str) else body)
        )
        return request


class Fuzzer:
    """One run: what is sent, what came back, and what of it is wrong."""

    def __init__(self, url, dialect, seed):
        self.url, self.dialect, self.seed = url, dialect, seed
        self.session = requests.Session()
        self.session.trust_env = False
        self.statuses = collections.defaultdict(collections.Counter)
        self.sent = self.unsigned = self.unanswered = self.accepted = 0
        self.failures = {}
        # Identifiers that the server gave, by where in which answer they stood.
        self.learned = {}

    def run(self, cases):
        """Splits the cases among the operations, more to those with more fields."""
        try:
            answer = self.session.get(f"{self.url}/openapi.json", timeout=ANSWER_SECONDS_MAX)
            answer.raise_for_status()
            document = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise Unanswered(f"no document: {error}") from error
        schema = schemathesis.openapi.from_dict(document)
        schema = schema.include(path_regex=f"^{self.dialect.prefix}")
        operations = [result.ok() for result in schema.get_all_operations()]
        if not operations:
            raise Unanswered(f"the document names no path under {self.dialect.prefix}")
        weights = {each: 1 + fields(document, each) for each in operations}
        # Those with one case only give the rest of their share away; those that make something
        # come before those that ask for it.
        operations.sort(key=lambda each: (weights[each] > 1, not makes(each), each.label))
        for place, operation in enumerate(operations):
            left = sum(weights[each] for each in operations[place:])
            share = (cases - self.sent) * weights[operation] // left
            negative = int(share * NEGATIVE_SHARE) if operation.body else 0
            self.draw(operation, schemathesis.GenerationMode.NEGATIVE, negative)
            self.draw(operation, schemathesis.GenerationMode.POSITIVE, share - negative)

    def draw(self, operation, mode, cases):
        """Generates so many cases of one operation and sends each once."""
        if cases < 1:
            return

        @hypothesis.seed(self.seed)
        @hypothesis.settings(
            max_examples=cases,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def send(case):
            self.send(operation, case)

        try:
            send()
        except hypothesis.errors.Unsatisfiable:
            pass  # The schema allows nothing else, or everything.
        if self.unanswered >= UNANSWERED_MAX:
            raise Unanswered("too many requests got no answer")

    def send(self, operation, case):
        if self.unanswered >= UNANSWERED_MAX:
            return
        self.sent += 1
        label = operation.label
        options = {}
        # Of each case's own, so that what one case learned does not change what the next one is.
        dice = random.Random(f"{self.seed} {self.sent}")
        if dice.random() < UNSIGNED_SHARE:
            self.unsigned += 1
        else:
            options["auth"] = Signature(self.dialect)
            if isinstance(case.body, dict):
                self.help(case.body, dice, may_ask=not makes(operation))
        try:
            response = case.call(
                self.url, session=self.session, timeout=ANSWER_SECONDS_MAX, **options
            )
        except requests.RequestException as error:
            self.statuses[label]["no answer"] += 1
            self.fail(label, "No answer", type(error).__name__, case.as_curl_command())
            self.unanswered += 1
            return
        self.statuses[label][response.status_code] += 1
        if response.status_code == 200 and options:
            self.accepted += operation.method.upper() == "POST"
            self.learn(operation.path, response)
        held = CONFORMANCE + [not_a_server_error] * (response.status_code not in DECLINED)
        try:
            case.validate_response(response, checks=held)
        except FailureGroup as group:
            for failure in group.exceptions:
                self.fail(label, failure.title, failure.message, curl(response))

    def help(self, body, dice, may_ask):
        """Puts words that mean something in the place of some that mean nothing."""
        if dice.random() < HELPED_SHARE:
            for field in sorted(body):
                words = [
                    word for word in self.dialect.words.get(field, [])
                    if isinstance(word, list) == isinstance(body[field], list)
                ]
                if may_ask and self.learned and names_something(field):
                    # Most often one that was given for such a thing: invoiceId by make-invoice.
                    known = sorted(self.learned)
                    stem = field.removesuffix("Id").removesuffix("_id")
                    near = [place for place in known if stem in place]
                    words = self.learned[
                        dice.choice(near if near and dice.random() < 0.7 else known)
                    ]
                elif field == "order_id":
                    words = [time.time_ns() // 1000]  # One that no order has yet.
                if words and dice.random() < 0.9:
                    body[field] = dice.choice(words)
        if dice.random() >= OWN_NONCE_SHARE:
            self.dialect.stamp(body)

    def learn(self, path, response):
        def look(name, value):
            if isinstance(value, dict):
                for key in value:
                    look(key, value[key])
            elif isinstance(value, list):
                for element in value:
                    look(name, element)
            elif isinstance(value, (str, int)) and names_something(name):
                known = self.learned.setdefault(f"{path} {name}", [])
                known.append(value)
                del known[:-LEARNED_MAX]

        try:
            look("", json.loads(response.content))
        except ValueError:
            pass  # The checks say so.

    def fail(self, label, title, message, command):
        """Keeps one failure of a kind, that with the shortest request."""
        # What is wrong with a body is told by where in the schema, not by the value there.
        place = re.search("^Schema at .*", message, re.MULTILINE)
        kind = (label, title, place.group() if place else message)
        count, shown = self.failures.get(kind, (0, None))
        if shown is None or len(command) < len(shown[1]):
            shown = (message, command)
        self.failures[kind] = (count + 1, shown)


class Unanswered(Exception):
    """There is nothing to go on with; the text says why."""


def makes(operation):
    """Whether this operation makes something that others ask for."""
    return any(word in operation.path for word in ("create", "make"))


def names_something(field):
    """Whether the field holds an identifier that the server gives or is asked for."""
    return field in ("id", "order_id", "address", "tx") or field.endswith("Id")


def fields(document, operation):
    """How many fields the body of an operation may have; none where it has no body."""
    def resolved(part):
        while "$ref" in part:
            place = document
            for key in part["$ref"].removeprefix("#/").split("/"):
                place = place[key]
            part = place
        return part

    if not operation.body:
        return 0
    body = resolved(document["paths"][operation.path][operation.method]["requestBody"])
    schema = resolved(next(iter(body["content"].values())).get("schema") or {})
    parts = [schema] + [resolved(part) for part in schema.get("allOf", [])]
    return max(1, sum(len(part.get("properties", {})) for part in parts))


def curl(response):
    """The request as a command for a shell, and what came back."""
    request = response.request
    words = ["curl", "-X", request.method]
    for name, value in request.headers.items():
        if name.lower().startswith("x-a") or name.lower() == "content-type":
            value = value.decode("latin-1") if isinstance(value, bytes) else value
            words += ["-H", f"{name}: {value}"]
    body = request.body
    if body is not None:
        words += [
            "--data-binary",
            body.decode("utf-8", "backslashreplace") if isinstance(body, bytes) else str(body),
        ]
    text = response.content.decode("utf-8", "replace")
    return (
        shorter(" ".join(map(shlex.quote, words + [request.url])))
        + f"\nHTTP {response.status_code} {shorter(text)}"
    )


def shorter(text):
    left = len(text) - SHOWN_CHARACTERS_MAX
    return text if left <= 0 else f"{text[:SHOWN_CHARACTERS_MAX]} … {left} more characters"


def indented(text):
    return "\n".join("    " + line for line in text.splitlines())


def main(url, name, cases, seed, *keys):
    dialects = {"okipays": OkiPays, "onchainpay": OnchainPay}
    # What the generator looks up once is kept with the environment, not in the working directory.
    set_hypothesis_home_dir(os.path.join(sys.prefix, "hypothesis"))
    fuzzer = Fuzzer(url.rstrip("/"), dialects[name](*keys), int(seed))
    started = time.monotonic()
    try:
        fuzzer.run(int(cases))
    except Unanswered as reason:
        print(f"stopped: {reason}")
    seconds = time.monotonic() - started
    for label, statuses in sorted(fuzzer.statuses.items()):
        answers = " ".join(f"{status}×{statuses[status]}" for status in sorted(statuses, key=str))
        print(f"{sum(statuses.values()):6} {label}  {answers}")
    shown = list(fuzzer.failures.items())[:KINDS_SHOWN_MAX]
    for (label, title, _), (count, (message, command)) in shown:
        print(f"\nFAILED {count} times: {label}: {title}")
        print(indented(shorter(message)))
        print(indented(command))
    print(
        f"\n{name}, seed {seed}: {fuzzer.sent} cases of {len(fuzzer.statuses)} operations in"
        f" {seconds:.1f} s, {fuzzer.unsigned} of them unsigned, {fuzzer.accepted} accepted"
    )
    if fuzzer.failures:
        print(f"failed: {len(fuzzer.failures)} kinds of failure")
        return 1
    if not fuzzer.accepted:
        print("failed: no signed case was accepted; are the address and the keys right?")
        return 2
    print(f"ok {fuzzer.sent} cases")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
