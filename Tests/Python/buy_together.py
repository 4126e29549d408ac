#!/usr/bin/env python3
"""Makes invoices with OnchainPay's own client as one of several processes that do it at once.

    script/python Tests/Python/buy_together.py BASE_URL PUBLIC PRIVATE NAME COUNT

Half of the external ids are those of every process, half have the NAME in them. Prints each
external id and the invoice's id; ends with status 1 at the first answer that is none.
"""
import sys

from official_client import Client


def main(server, public, private, name, count):
    Client.server = server.rstrip("/")
    client = Client(public, private)
    for number in range(int(count)):
        for external in (f"both-{number}", f"{name}-{number}"):
            answer = client.invoices.create_invoice("USD", "10", 60, externalId=external)
            if not answer.get("success"):
                sys.exit(f"{external}: {answer}")
            print(external, answer["response"]["id"])


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
