#!/usr/bin/env python3
"""A whole shop in one file: orders one thing, then listens at its Result URL until it is paid.

    florin merchant create --name Shop --result-url http://127.0.0.1:8090/
    OKIPAYS_TOKEN=... OKIPAYS_SECRET=... Examples/okipays-shop.py

Florin calls a shop on a private address only with FLORIN_ALLOW_PRIVATE_CALLBACKS=true.
"""
import hashlib, hmac, json, os, time, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

URL = os.environ.get("OKIPAYS_URL", "http://127.0.0.1:8420/v1")
TOKEN, SECRET = os.environ["OKIPAYS_TOKEN"], os.environ["OKIPAYS_SECRET"]
PAID, OVERPAID = 8, 10
orders = {}  # What the shop itself knows: price and currency per order. A real one has a database.


def text(value):
    """Every scalar, keys sorted at every depth; strings and integers only, so nothing is lost."""
    if isinstance(value, dict):
        return "".join(text(value[key]) for key in sorted(value))
    if isinstance(value, list):
        return "".join(map(text, value))
    return "" if value is None else str(value)


def sign(body):
    return hashlib.sha256((text(body) + SECRET).encode()).hexdigest()


def call(path, **body):
    body["request_id"] = time.time_ns() // 1_000_000  # Has to grow from call to call.
    headers = {"Content-Type": "application/json", "X-Auth-Token": TOKEN, "X-Auth-Sign": sign(body)}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["data"]


class ResultURL(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(min(int(self.headers["Content-Length"]), 65536)))
        signature = self.headers.get("X-Auth-Sign", "").encode()
        if not hmac.compare_digest(signature, sign(body).encode()):
            return self.send_error(401, "The signature is wrong")
        # A signature covers the values but not where one ends: hold them against the own order.
        order = orders.get(str(body["order_id"]))
        if order is None or [body["price"], body["payment_currency"]] != order[:2]:
            return self.send_error(404, "Not an order of this shop")
        print(f"order {body['order_id']}: {body['status']}, {body['total_sum_price']} of {order[0]}")
        if body["status_id"] in (PAID, OVERPAID) and not order[2]:
            order[2] = True  # Callbacks may come again; goods go out once.
            print("paid: the goods go out now")
        # "done" accepts the payment at 8 and 10; at any other status it only says "heard".
        answer = json.dumps({"status": "done"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    number = str(int(time.time()))
    orders[number] = ["49.90", "EUR", False]
    data = call("/order/create", order_id=number, price="49.90", payment_currency_iso="EUR")
    print("pay here:", data["link"], flush=True)
    HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), ResultURL).serve_forever()
