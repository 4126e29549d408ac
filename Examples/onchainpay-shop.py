#!/usr/bin/env python3
"""A whole shop on OnchainPay's own client: makes one invoice, then hears about it until it is paid.

    florin merchant create --name Shop     # or: florin key create --dialect onchainpay …
    pip install onchainpay-api==0.0.8      # or put script/python before the last line
    ONCHAINPAY_PUBLIC=... ONCHAINPAY_PRIVATE=... Examples/onchainpay-shop.py

Florin calls a shop on a private address only with FLORIN_ALLOW_PRIVATE_CALLBACKS=true.
"""
import hashlib, hmac, json, os
from http.server import BaseHTTPRequestHandler, HTTPServer
from onchainpay_api import Client

URL = os.environ.get("ONCHAINPAY_URL", "http://127.0.0.1:8420/api-gateway")
PUBLIC, PRIVATE = os.environ["ONCHAINPAY_PUBLIC"], os.environ["ONCHAINPAY_PRIVATE"]
invoice = {}  # What the shop itself knows. A real one has a database.


class Florin(Client):
    """The client as it is published; only the address is another."""

    def _set_advanced_balance_id(self):  # The first thing it does is to call.
        self._base_url = URL
        super()._set_advanced_balance_id()


def is_genuine(body, signature, private_key):
    """Whether the bytes of a body, exactly as they came, were signed with the private key."""
    code = hmac.new(private_key.encode(), body, hashlib.sha256)
    return hmac.compare_digest(code.hexdigest().encode(), signature.lower().encode())


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(min(int(self.headers["Content-Length"]), 1 << 20))
        if not is_genuine(body, self.headers.get("x-api-signature", ""), PRIVATE):
            return self.send_error(401, "The signature is wrong")
        news = json.loads(body)
        if news["id"] == invoice["id"] and news["status"] != invoice["status"]:
            invoice["status"] = news["status"]  # The same news may come again.
            received = f"{news['receivedAmount']} {news['receivedCurrency'] or ''}".strip()
            print(f"{news['status']}: {received} received", flush=True)
        self.send_response(200)  # Anything else, and it comes again later.
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    shop = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Webhook)
    hook = f"http://127.0.0.1:{shop.server_port}/"
    answer = Florin(PUBLIC, PRIVATE).invoices.create_invoice("EUR", "49.90", 60, webhookURL=hook)
    if not answer["success"]:
        raise SystemExit(answer["error"]["message"])
    invoice.update(answer["response"])
    print("pay here:", invoice["invoiceLink"], flush=True)
    while invoice["status"] not in ("PROCESSED", "OVERPAID"):
        shop.handle_request()
    print("paid: the goods go out now")
