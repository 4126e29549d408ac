#!/usr/bin/env python3
"""Holds a document against the OpenAPI 3.1 specification: prints `ok`, or what is wrong.

    script/python Tests/Python/validate_openapi.py URL_OR_FILE

Exits with 0 when nothing is wrong, 1 when something is, and 2 when there is no document.
"""
import json
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable

ANSWER_SECONDS_MAX = 20


def read(place):
    if place.startswith(("http://", "https://")):
        with urllib.request.urlopen(place, timeout=ANSWER_SECONDS_MAX) as answer:
            return json.load(answer)
    with open(place, encoding="utf-8") as file:
        return json.load(file)


def main(place):
    try:
        document = read(place)
    except (OSError, ValueError) as error:
        print(f"no document at {place}: {error}")
        return 2
    version = document.get("openapi") if isinstance(document, dict) else None
    if not str(version).startswith("3.1."):
        print(f"openapi is {version!r}, not 3.1")
        return 1
    count = 0
    try:
        for error in OpenAPIV31SpecValidator(document).iter_errors():
            count += 1
            path = "/".join(str(part) for part in getattr(error, "absolute_path", []))
            print(f"#/{path}: {str(getattr(error, 'message', error)).splitlines()[0]}")
    except Unresolvable as error:
        count += 1
        print(f"nothing is at {error.ref}; what comes after was not looked at")
    if count:
        print(f"failed: {count} errors")
        return 1
    operations = sum(
        method in ("get", "put", "post", "delete", "options", "head", "patch", "trace")
        for item in document.get("paths", {}).values() for method in item
    )
    print(f"ok {operations} operations")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
