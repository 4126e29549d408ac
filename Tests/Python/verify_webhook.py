#!/usr/bin/env python3
"""Checks a webhook as a shop would: prints `valid` or `invalid` and exits with 0 or 1.

    verify_webhook.py PRIVATE_KEY SIGNATURE [FILE]

The body is read from the file, or else from standard input, and not changed by a byte.
"""
import hashlib, hmac, sys


def is_genuine(body, signature, private_key):
    """Whether the bytes of a body, exactly as they came, were signed with the private key."""
    code = hmac.new(private_key.encode(), body, hashlib.sha256)
    return hmac.compare_digest(code.hexdigest().encode(), signature.lower().encode())


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    if len(sys.argv) == 4:
        with open(sys.argv[3], "rb") as file:
            content = file.read()
    else:
        content = sys.stdin.buffer.read()
    valid = is_genuine(content, signature=sys.argv[2], private_key=sys.argv[1])
    print("valid" if valid else "invalid")
    sys.exit(not valid)
