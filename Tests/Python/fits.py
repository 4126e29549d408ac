#!/usr/bin/env python3
"""Holds bodies against the schemas that a document has for them: prints `ok`, or what is wrong.

    script/python Tests/Python/fits.py URL_OR_FILE < LINES

Each line is a JSON object: `body`, and either the `path` of an operation with the `status` of the
answer, or the name of a `webhook`.

Exits with 0 when every body fits, 1 when one does not, and 2 when there is nothing to look at.
"""
import json
import sys

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from validate_openapi import read

PLACE = "urn:document"


def pointer(*keys):
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def carrier(document, line):
    """Where the schema of a body is: the answer or the request body, references followed."""
    if "webhook" in line:
        keys = ["webhooks", line["webhook"], "post", "requestBody"]
    else:
        method = "post" if "post" in document["paths"][line["path"]] else "get"
        keys = ["paths", line["path"], method, "responses", str(line["status"])]
    place = document
    for key in keys:
        place = place[key]
    if "$ref" in place:
        keys = place["$ref"].removeprefix("#/").split("/")
    return keys + ["content", "application/json", "schema"]


def main(place):
    try:
        document = read(place)
    except (OSError, ValueError) as error:
        print(f"no document at {place}: {error}")
        return 2
    registry = Registry().with_resource(PLACE, Resource(document, DRAFT202012))
    bodies = wrong = 0
    for line in map(json.loads, sys.stdin):
        bodies += 1
        try:
            schema = {"$ref": f"{PLACE}#{pointer(*carrier(document, line))}"}
        except KeyError as missing:
            wrong += 1
            print(f"{line}: the document has no {missing}")
            continue
        checker = jsonschema.Draft202012Validator(schema, registry=registry)
        for error in checker.iter_errors(line["body"]):
            wrong += 1
            name = line.get("webhook") or f"{line['path']} {line['status']}"
            print(f"{name}: at {error.json_path}: {error.message}")
    if wrong or not bodies:
        print(f"failed: {wrong} of {bodies} bodies")
        return 1 if wrong else 2
    print(f"ok {bodies} bodies")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
