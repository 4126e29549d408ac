#!/usr/bin/env python3
"""Reads the QR codes of a picture with zbar and prints what each says, a line each.

    script/python Tests/Python/read_qr.py PICTURE
"""
import subprocess
import sys

READ_SECONDS_MAX = 30


def main(picture):
    command = ["zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", picture]
    found = subprocess.run(
        command, capture_output=True, text=True, timeout=READ_SECONDS_MAX, check=False
    )
    # 4 says that there is no code in the picture.
    if found.returncode not in (0, 4):
        print(found.stderr.strip(), file=sys.stderr)
        return 1
    print(found.stdout, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
