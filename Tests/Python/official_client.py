#!/usr/bin/env python3
"""Calls a running Florin by every method of OnchainPay's own client, version 0.0.8, unmodified.

    script/python Tests/Python/official_client.py BASE_URL PUBLIC PRIVATE

The merchant needs a wallet on each network, as in the sandbox, which also has to be the mode of the
server: nothing is paid, but a network that is out of reach quotes nothing. What a gateway without
balances may leave out is either answered in the documented form or declined with 501, code 1900;
which of them were declined is printed. Ends with `ok N checks`, or at the first that fails.
"""
import hashlib
import hmac
import importlib
import inspect
import json
import pkgutil
import re
import sys
import time

import onchainpay_api.domains
from onchainpay_api.error import InternalSDKError

UNAUTHORIZED = 1001
INVALID_SIGNATURE = 1002
VALIDATION_ERROR = 1100
METHOD_NOT_FOUND = 1101
CURRENCY_NOT_AVAILABLE = 1200
AMOUNT_OUT_OF_RANGE = 1201
INVOICE_NOT_FOUND = 1300
EXTERNAL_ID_CONFLICT = 1301
ORDER_NOT_FOUND = 1310
USER_NOT_FOUND = 1320
WEBHOOK_NOT_FOUND = 1330
ADVANCED_BALANCE_NOT_FOUND = 1340
NOT_IMPLEMENTED = 1900

INVOICE_FIELDS = """
    id advancedBalanceId externalId externalUserId payerEmail order description orderId orderLink
    invoiceLink status currency amount receivedCurrency receivedNetwork receivedAmount
    receivedAmountInInvoiceCurrency rate includeFee additionalFees insurancePercent slippagePercent
    paymentTolerancePercent webhookURL returnUrl expiresAt createdAt currencies
""".split()
ORDER_FIELDS = """
    orderId clientOrderId status link amount advancedBalanceId currency network address tag
    addressId description successWebhook errorWebhook returnUrl expiresAt createdAt
""".split()
FOUND_ORDER_FIELDS = """
    id orderId clientOrderId status link amount advancedBalanceId currency network address tag
    addressId description successWebhook errorWebhook returnUrl received paymentTolerancePercent
    transactions orphanDeposits expiresAt createdAt updatedAt
""".split()
USER_FIELDS = """
    id clientId clientEmail clientName depositWebhookUrl createdAt updatedAt addresses
""".split()
ADDRESS_FIELDS = "id userId currency network address tag balance isActive".split()
NETWORK_FLAGS = """
    allowDeposit allowWithdrawal allowCrosschainBridge allowCrosschainSwapFrom
    allowCrosschainSwapTo allowAutoSwapFrom allowAutoSwapTo underMaintenance
""".split()
NOWHERE = "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34"

checks = 0
called = set()
declined = []


class Client(onchainpay_api.Client):
    """The official client at another address; it also notes which of its methods were called."""

    server = ""

    def _set_advanced_balance_id(self):  # The constructor calls this before anything else.
        self._base_url = f"{self.server}/api-gateway"
        self._partners_base_url = f"{self.server}/partner/api"
        super()._set_advanced_balance_id()

    def request(self, *arguments, **named):
        caller = inspect.currentframe().f_back
        owner = caller.f_locals.get("self")
        called.add(f"{type(owner).__name__}.{caller.f_code.co_name}")
        return super().request(*arguments, **named)


def check(holds, message):
    """Counts a check, and stops at one that fails."""
    global checks
    checks += 1
    assert holds, message


def raises(kind, action, message):
    try:
        action()
    except kind:
        return check(True, message)
    check(False, message)


def answered(answer, what):
    """What a call was answered with; the envelope has to be that of a success."""
    check(isinstance(answer, dict) and answer.get("success") is True, f"{what}: {answer}")
    check(answer.get("error") is None, f"{what}: a success with an error: {answer}")
    check(answer.get("response") is not None, f"{what}: a success without a response: {answer}")
    return answer["response"]


def refused(answer, what, *codes):
    """The envelope has to be that of a failure, with one of the codes if any are given."""
    check(isinstance(answer, dict) and answer.get("success") is False, f"{what}: {answer}")
    check(answer.get("response") is None, f"{what}: a failure with a response: {answer}")
    error = answer.get("error")
    check(isinstance(error, dict) and type(error.get("code")) is int, f"{what}: {answer}")
    check(re.fullmatch("[A-Z_]+", str(error.get("name"))), f"{what}: the name of {answer}")
    check(isinstance(error.get("message"), str) and error["message"], f"{what}: {answer}")
    check(isinstance(answer.get("requestId"), str), f"{what}: no requestId in {answer}")
    check(error["code"] in codes if codes else error["code"] > 1000,
          f"{what}: not {' or '.join(map(str, codes))}: {answer}")


def answered_or_declined(answer, what):
    """What a call was answered with, or nothing where it was declined as not implemented."""
    if isinstance(answer, dict) and answer.get("success") is False:
        refused(answer, what, NOT_IMPLEMENTED)
        declined.append(what)
        return None
    return answered(answer, what)


def has(value, names, what):
    missing = [name for name in names if name not in value]
    check(not missing, f"{what}: without {', '.join(missing)}: {value}")


def is_decimal(text):
    return isinstance(text, str) and re.fullmatch(r"\d+(\.\d+)?", text) is not None


def is_time(text):
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    return isinstance(text, str) and re.fullmatch(pattern, text) is not None


def is_uuid(text):
    pattern = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    return isinstance(text, str) and re.fullmatch(pattern, text) is not None


def start(public, private):
    """The constructor asks for the balance, so it fails with keys that are not right."""
    client = Client(public, private)
    check(isinstance(client._advancedBalanceId, str) and client._advancedBalanceId, "the balance")
    raises(InternalSDKError, lambda: Client(public, private + "x"), "a wrong private key starts")
    raises(InternalSDKError, lambda: Client("unknown", private), "an unknown public key starts")
    return client


def signatures(client, public, private):
    basic = client.basic_actions
    result = answered(basic.check_x_api_signature(), "test-signature")
    has(result, ["checkSignatureResult", "signature", "receivedBody", "errors"], "test-signature")
    check(result["checkSignatureResult"] is True, f"the right keys are not right: {result}")
    check(result["errors"] == [], f"the right keys have errors: {result}")
    body = result["receivedBody"]
    check(type(json.loads(body).get("nonce")) is int, f"test-signature heard {body!r}")
    signature = hmac.new(private.encode(), body.encode(), hashlib.sha256).hexdigest()
    check(result["signature"] == signature, f"test-signature computed {result['signature']!r}")
    for name, value in [("_private_key", private + "x"), ("_public_key", "unknown")]:
        right = getattr(client, name)
        setattr(client, name, value)
        result = answered(basic.check_x_api_signature(), f"test-signature with a wrong {name}")
        check(result["checkSignatureResult"] is False, f"a wrong {name} is right: {result}")
        check(result["signature"] == "", f"a wrong {name} is told a signature: {result}")
        code = INVALID_SIGNATURE if name == "_private_key" else UNAUTHORIZED
        refused(basic.get_currencies(), f"a call with a wrong {name}", code)
        setattr(client, name, right)


def currencies(client):
    """The coins there are, as pairs of ticker and network."""
    coins = []
    found = answered(client.basic_actions.get_currencies(), "available-currencies")
    check(isinstance(found, list) and found, f"available-currencies: {found}")
    for entry in found:
        what = f"currency {entry.get('currency')}"
        has(entry, ["currency", "alias", "networks"], what)
        check(is_decimal(entry.get("priceUSD")), f"{what}: priceUSD: {entry}")
        for flag in ("allowDeposit", "allowWithdrawal"):
            check(type(entry.get(flag)) is bool, f"{what}: {flag}: {entry}")
        for network in entry["networks"]:
            has(network, ["name", "alias", "contract", "tagRegex"], what)
            for flag in NETWORK_FLAGS:
                check(type(network.get(flag)) is bool, f"{what}: {flag}: {network}")
            for field in ("withdrawalFee", "withdrawalMin"):
                check(is_decimal(network.get(field)), f"{what}: {field}: {network}")
            check(type(network.get("confirmations")) is int, f"{what}: confirmations: {network}")
            re.compile(network["addressRegex"])
            if entry["allowDeposit"] and network["allowDeposit"]:
                coins.append((entry["currency"], network["name"]))
    check(coins, "there is no coin to be paid in")
    check(any(entry["networks"] == [] for entry in found), "there is no fiat currency")
    return coins


def rates(client, coin):
    price = client.basic_actions.get_currency_price
    check(is_decimal(answered(price(coin, "USD"), "price-rate")), "price-rate is no decimal")
    check(float(answered(price(coin, "USD"), "price-rate")) > 0, "price-rate is not positive")
    same = answered(price(coin, coin), "price-rate of the same coin")
    check(same == "1.00000000", f"price-rate of the same coin: {same!r}")
    refused(price("NOSUCH", "USD"), "price-rate of no coin", CURRENCY_NOT_AVAILABLE)
    refused(price("", ""), "price-rate of nothing", CURRENCY_NOT_AVAILABLE, VALIDATION_ERROR)


def balances(client):
    account = client.advanced_account
    for what, answer in [("all", account.get_advanced_balances()),
                         ("by id", account.get_advanced_balance())]:
        found = answered(answer, f"advanced-balances {what}")
        check(isinstance(found, list) and len(found) == 1, f"advanced-balances {what}: {found}")
        check(found[0]["advancedBalanceId"] == client._advancedBalanceId, f"another: {found}")
        check(isinstance(found[0]["balance"], str), f"advanced-balances {what}: {found}")
        check(type(found[0]["blocked"]) is bool, f"advanced-balances {what}: {found}")
    for given in ({}, {"advancedBalanceId": None}, {"advancedBalanceId": ""}):
        one = answered(request(client, "/advanced-balance", given), f"advanced-balance {given}")
        check(one["advancedBalanceId"] == client._advancedBalanceId, f"another: {one}")
    refused(request(client, "/advanced-balance", {"advancedBalanceId": NOWHERE}),
            "advanced-balance of another", ADVANCED_BALANCE_NOT_FOUND)


def request(client, path, payload=None):
    """A call for which the client has no method, made as its methods make theirs."""
    return client.request("post", client._base_url, path=path, payload=payload)


def invoices(client, coins):
    make, get = client.invoices.create_invoice, client.invoices.get_invoice_by_id
    number = f"test-{time.time_ns()}"
    label = "Счёт №7 / <b>&co</b>"
    made = answered(
        make("EUR", "49.90", 45, externalId=number, order=label, description="Tea", returnURL=None,
             webhookURL="https://shop.example/hook"),
        "make-invoice",
    )
    has(made, INVOICE_FIELDS, "make-invoice")
    check(is_uuid(made["id"]), f"the id of {made}")
    check(made["status"] == "CREATED", f"the status of {made}")
    check(made["currency"] == "EUR" and float(made["amount"]) == 49.9, f"the price of {made}")
    check(made["order"] == label and made["externalId"] == number, f"the words of {made}")
    check(made["webhookURL"] == "https://shop.example/hook", f"the address of {made}")
    check(made["orderId"] is None and made["orderLink"] is None, f"a choice in {made}")
    check(made["receivedAmount"] == "0", f"what was received in {made}")
    check(made["includeFee"] is False and made["additionalFees"] in (None, []), f"fees of {made}")
    check(is_time(made["createdAt"]) and is_time(made["expiresAt"]), f"the times of {made}")
    check(made["invoiceLink"].startswith("http"), f"the link of {made}")
    offered = [(entry["currency"], network["name"])
               for entry in made["currencies"] for network in entry["networks"]]
    check(set(offered) == set(coins), f"offered: {offered}; available: {coins}")
    for entry in made["currencies"]:
        for network in entry["networks"]:
            check(is_decimal(network["amount"]) and float(network["amount"]) > 0,
                  f"the amount due in {entry}")

    found = answered(get(made["id"]), "get-invoice")
    same = ["id", "externalId", "amount", "status", "invoiceLink", "createdAt", "expiresAt"]
    check([found[name] for name in same] == [made[name] for name in same],
          f"get-invoice: {found} after {made}")
    again = answered(
        make("EUR", "49.90", 45, externalId=number, order=label, description="Tea",
             webhookURL="https://shop.example/hook"),
        "make-invoice with the same externalId",
    )
    check(again["id"] == made["id"], "the same externalId made a second invoice")
    refused(make("EUR", "50.00", 45, externalId=number, order=label),
            "make-invoice with the same externalId and another price", EXTERNAL_ID_CONFLICT)

    coin, network = coins[0]
    chosen = answered(
        make("USD", "10", 60, [{"currency": coin, "networks": [{"name": network}]}]),
        "make-invoice with one coin",
    )
    check(chosen["status"] == "INIT" and is_uuid(chosen["orderId"]), f"no choice in {chosen}")
    check(chosen["receivedCurrency"] == coin and chosen["receivedNetwork"] == network,
          f"the coin of {chosen}")
    order = answered(client.orders.get_order_by_id(chosen["orderId"]), "order of an invoice")
    check((order["currency"], order["network"]) == (coin, network), f"the coin of {order}")

    for what, given in [("[]", []), ("a list", [[coin, network]]), ("a name", [coin]),
                        ("a pair", [f"{coin}_{network}"]),
                        ("networks", [{"currency": coin, "networks": [network]}]),
                        ("a coin", [{"currency": coin}])]:
        some = answered(make("USD", "10", 60, given), f"make-invoice with currencies as {what}")
        check(some["currencies"], f"make-invoice with currencies as {what}: {some}")
    # The client's methods leave one field out that the interface has since.
    fields = {"currency": "USD", "amount": 10.5, "paymentTolerancePercent": "1.5"}
    some = answered(request(client, "/make-invoice", fields), "make-invoice with a number")
    check(float(some["amount"]) == 10.5 and float(some["paymentTolerancePercent"]) == 1.5,
          f"make-invoice with a number: {some}")

    refused(make("NOSUCH", "10", 60), "make-invoice in no currency", CURRENCY_NOT_AVAILABLE)
    refused(make("USD", "10", 60, [{"currency": "NOSUCH"}]), "make-invoice for no coin",
            CURRENCY_NOT_AVAILABLE)
    refused(make("USD", "ten", 60), "make-invoice of ten", VALIDATION_ERROR)
    refused(make("USD", "0", 60), "make-invoice of 0", VALIDATION_ERROR, AMOUNT_OUT_OF_RANGE)
    refused(make("USD", "-1", 60), "make-invoice of -1", VALIDATION_ERROR, AMOUNT_OUT_OF_RANGE)
    refused(make("USD", "10", 0), "make-invoice for 0 minutes", VALIDATION_ERROR)
    refused(make(None, None, None), "make-invoice of nothing", VALIDATION_ERROR,
            CURRENCY_NOT_AVAILABLE)
    refused(make("USD", "10", 60, webhookURL="no address"), "make-invoice with no URL",
            VALIDATION_ERROR)
    own, client._advancedBalanceId = client._advancedBalanceId, NOWHERE
    refused(make("USD", "10", 60), "make-invoice on another balance", ADVANCED_BALANCE_NOT_FOUND)
    client._advancedBalanceId = own

    refused(get("123"), "get-invoice of 123", VALIDATION_ERROR, INVOICE_NOT_FOUND)
    refused(get(NOWHERE), "get-invoice of no invoice", INVOICE_NOT_FOUND)
    refused(get(None), "get-invoice of nothing", VALIDATION_ERROR)

    listed = answered(client.invoices.get_invoices(), "get-invoices")
    check(type(listed["total"]) is int and listed["total"] >= 3, f"get-invoices: {listed}")
    check(1 < len(listed["invoices"]) <= 10, f"get-invoices gave {len(listed['invoices'])}")
    for invoice in listed["invoices"]:
        has(invoice, INVOICE_FIELDS, "get-invoices")
    check(listed["invoices"][0]["id"] == some["id"], "get-invoices does not begin with the newest")
    page = answered(client.invoices.get_invoices(1, 1), "get-invoices from 1")
    check([invoice["id"] for invoice in page["invoices"]] == [listed["invoices"][1]["id"]],
          "the second page of get-invoices is not what comes next")
    listed = answered(client.invoices.get_invoices(100, 0, ["INIT"]), "get-invoices of INIT")
    check(chosen["id"] in [invoice["id"] for invoice in listed["invoices"]], "INIT is missing")
    check({invoice["status"] for invoice in listed["invoices"]} == {"INIT"}, "INIT and others")


def orders(client, coins):
    make, get = client.orders.create_order, client.orders.get_order_by_id
    coin, network = coins[0]
    made = answered(make(coin, network, "1.5", "order-7", 1800, description="Tea"), "make-order")
    has(made, ORDER_FIELDS, "make-order")
    check(is_uuid(made["orderId"]) and made["clientOrderId"] == "order-7", f"the ids of {made}")
    check(made["status"] == "init" and float(made["amount"]) == 1.5, f"make-order: {made}")
    check((made["currency"], made["network"]) == (coin, network), f"the coin of {made}")
    check(isinstance(made["address"], str) and made["address"], f"the address of {made}")
    check(is_time(made["createdAt"]) and is_time(made["expiresAt"]), f"the times of {made}")
    check(made["link"].startswith("http"), f"the link of {made}")
    found = answered(get(made["orderId"]), "order")
    has(found, FOUND_ORDER_FIELDS, "order")
    check(found["id"] == made["orderId"], f"the id of {found}")
    check(found["orderId"] == found["clientOrderId"] == "order-7", f"the label of {found}")
    check(found["address"] == made["address"], f"the address of {found}")
    check(found["received"] == "0" and found["transactions"] == [], f"received in {found}")
    check(found["orphanDeposits"] == [] and is_time(found["updatedAt"]), f"the end of {found}")
    own_lifetime = answered(make(coin, network, "1", "order-8", None), "make-order by default")
    refused(make(coin, network, "1", "order-9", 1), "make-order for a second", VALIDATION_ERROR)
    refused(make(coin, "nosuch", "1", "order-9", 1800), "make-order on no network",
            CURRENCY_NOT_AVAILABLE)
    refused(make(coin, network, "0", "order-9", 1800), "make-order of 0", VALIDATION_ERROR,
            AMOUNT_OUT_OF_RANGE)
    refused(make(coin, network, "1", None, 1800), "make-order of no order", VALIDATION_ERROR)
    refused(get("123"), "order 123", VALIDATION_ERROR, ORDER_NOT_FOUND)
    refused(get(NOWHERE), "order of no order", ORDER_NOT_FOUND)
    listed = answered(client.orders.get_orders(), "orders")
    check(type(listed["total"]) is int, f"orders: {listed}")
    ids = [order["id"] for order in listed["orders"]]
    check(ids[0] == own_lifetime["orderId"] and made["orderId"] in ids, f"orders: {ids}")
    # The word of an invoice, which another client repeats here, has no meaning for an order.
    listed = answered(client.orders.get_orders(1, 0, ["INIT", "REJECTED"]), "orders of INIT")
    check([order["status"] for order in listed["orders"]] == ["init"], f"orders: {listed}")
    return made


def users(client, coins):
    """An address of a user, as the interface tells of it."""
    personal, number = client.personal_addresses, f"client-{time.time_ns()}"
    coin, network = coins[0]
    made = answered(personal.create_or_update_user(number, "a@shop.example"), "create-user")
    has(made, USER_FIELDS, "create-user")
    check(is_uuid(made["id"]) and made["clientId"] == number, f"create-user: {made}")
    check(made["addresses"] == [], f"a user that has addresses: {made}")
    check(is_time(made["createdAt"]) and is_time(made["updatedAt"]), f"the times of {made}")
    named = answered(personal.create_or_update_user(number, clientName="Ada"), "create-user again")
    check(named["id"] == made["id"], "the same clientId made a second user")
    check(named["clientName"] == "Ada" and named["clientEmail"] == "a@shop.example",
          f"what was sent is not what changed: {named}")
    full = answered(
        personal.create_or_update_user(f"{number}-2", createAddresses=True, groupByBlockchain=True),
        "create-user with addresses",
    )
    check(full["addresses"], f"a user that should have addresses: {full}")
    refused(personal.create_or_update_user(None), "create-user of nobody", VALIDATION_ERROR)

    for given in ({"id": made["id"]}, {"clientId": number}):
        found = answered(personal.get_user(**given), f"get-user by {given}")
        check(found["id"] == made["id"] and found["clientName"] == "Ada", f"get-user: {found}")
    refused(personal.get_user(NOWHERE), "get-user of nobody", USER_NOT_FOUND)
    refused(personal.get_user(clientId="nobody"), "get-user of nobody", USER_NOT_FOUND)
    raises(ValueError, personal.get_user, "the client asks for a user without an id")

    first = answered(personal.get_user_address(made["id"], coin, network), "get-user-address")
    has(first, ADDRESS_FIELDS, "get-user-address")
    check(first["userId"] == made["id"] and first["isActive"] is True, f"the owner of {first}")
    check((first["currency"], first["network"]) == (coin, network), f"the coin of {first}")
    again = answered(personal.get_user_address(made["id"], coin, network), "get-user-address again")
    check((again["id"], again["address"]) == (first["id"], first["address"]),
          f"another address without renewal: {again}")
    renewed = answered(personal.get_user_address(made["id"], coin, network, True), "a renewal")
    check(renewed["address"] != first["address"] and renewed["id"] != first["id"],
          f"the same address by renewal: {renewed}")
    check(renewed["isActive"] is True, f"the new address is not active: {renewed}")
    again = answered(personal.get_user_address(made["id"], coin, network), "after the renewal")
    check(again["address"] == renewed["address"], f"not the new address: {again}")
    refused(personal.get_user_address(NOWHERE, coin, network), "an address of nobody",
            USER_NOT_FOUND)
    refused(personal.get_user_address(made["id"], "NOSUCH", network), "an address for no coin",
            CURRENCY_NOT_AVAILABLE)

    def listed(**given):
        found = answered(personal.get_user_addresses(made["id"], **given), f"addresses {given}")
        check(type(found["total"]) is int and isinstance(found["addresses"], list),
              f"addresses {given}: {found}")
        for address in found["addresses"]:
            has(address, ADDRESS_FIELDS, f"addresses {given}")
        return {address["address"] for address in found["addresses"]}

    both = {first["address"], renewed["address"]}
    check(listed() == both, "get-user-addresses does not have both")
    check(listed(isActive=True) == {renewed["address"]}, "not the active one alone")
    check(listed(isActive=False) == {first["address"]}, "not the old one alone")
    check(listed(currency=[coin], network=[network]) == both, "not both by coin and network")
    check(listed(currency=["NOSUCH"]) == set(), "addresses of a coin that does not exist")
    check(len(listed(limit=1)) == 1, "not one by its limit")
    return renewed


def formats(client, coins, address):
    valid = client.basic_actions.check_address_format
    network = address["network"]
    found = answered(valid(address["address"], network), "validate-address")
    check(found["isValid"] is True and isinstance(found["regex"], str), f"valid: {found}")
    for wrong in (address["address"][:-1], "", "1"):
        found = answered(valid(wrong, network), f"validate-address of {wrong!r}")
        check(found["isValid"] is False, f"{wrong!r} is an address: {found}")
    refused(valid(address["address"], "nosuch"), "validate-address on no network",
            CURRENCY_NOT_AVAILABLE)


def webhooks(client):
    refused(client.webhooks.get_webhook_by_id(NOWHERE), "webhooks/get", WEBHOOK_NOT_FOUND)
    refused(client.webhooks.get_webhook_by_id_extended(NOWHERE, ["id", "event"]),
            "webhooks/get-verbose", WEBHOOK_NOT_FOUND)
    refused(client.webhooks.get_webhook_by_id("123"), "webhooks/get of 123", WEBHOOK_NOT_FOUND,
            VALIDATION_ERROR)


def unknown(client):
    # Its own test expects this to fail: the method has another name by now.
    refused(client.basic_actions.get_operation_by_tx_hash("00" * 32), "operation-by-tx-hash",
            METHOD_NOT_FOUND)
    refused(request(client, "/no-such-method"), "an unknown method", METHOD_NOT_FOUND)
    found = answered(request(client, "/find-tx", {"tx": "00" * 32}), "find-tx")
    check(found == [], f"find-tx of nothing: {found}")


def addresses(client, coins, address):
    """What a gateway without balances can say of addresses; it may decline."""
    found, (coin, network) = client.blockchain_address, coins[0]
    for what, answer in [("find-by-id", found.get_address_by_id(address["id"])),
                         ("find-by-address", found.get_address_by_address(address["address"]))]:
        response = answered_or_declined(answer, f"addresses/{what}")
        check(response is None or address["address"] in json.dumps(response),
              f"addresses/{what}: {response}")
    # The only success without a response, by the types of the vendor's client for Node.
    answer = found.set_meta(address["id"], {"note": "x"})
    check(answer == {"success": True, "response": None}, f"addresses/set-meta: {answer}")
    for what, answer in [
        ("addresses/transactions", found.get_transactions(address["id"])),
        ("account-addresses", found.get_payin_addresses()),
        ("business-addresses", found.get_business_addresses()),
        ("recurrent-addresses", found.get_recurrent_addresses()),
        ("payout-balances", found.get_payout_addresses()),
        ("business-address", found.create_business_address(coin, network, "alias", "comment")),
        ("payout-address", found.create_payout_address(coin, network)),
        ("track-addresses/add-address",
         found.add_transaction_tracking(address["address"], "https://shop.example/hook")),
        ("advanced-balance-deposit-address",
         client.advanced_account.get_payment_address(coin, network)),
        ("orphan-deposits/get-deposits", client.orphan_transactions.get_transactions()),
        ("address-book/get", client.address_book.get_addresses()),
        ("address-book/add",
         client.address_book.add_address(address["address"], [network], "alias")),
    ]:
        answered_or_declined(answer, what)
    orphans, book = client.orphan_transactions, client.address_book
    for what, answer in [
        ("orphan-deposits/get-deposit", orphans.get_transaction_by_id(NOWHERE)),
        ("orphan-deposits/withdrawal-token", orphans.get_commission_token(NOWHERE)),
        ("orphan-deposits/withdrawal", orphans.get_withdrawal("token", address["address"])),
        ("address-book/update", book.update_address(NOWHERE, "alias")),
        ("address-book/remove", book.delete_address(NOWHERE)),
    ]:
        refused(answer, what)


def moving_money(client, coins, address):
    """Florin moves nothing, and says so in the documented form."""
    (coin, network), place = coins[0], address["address"]
    out, bridge, swaps = client.withdraws, client.crosschain_bridge, client.crosschain_swaps
    automatic, kyt, again = client.auto_swaps, client.kyt, client.recurring_payments
    for what, answer in [
        ("withdrawal-fee-token", out.get_commission_token(NOWHERE, "2")),
        ("make-withdrawal", out.create_withdrawal(NOWHERE, place, "2", "token")),
        ("make-withdrawal-async", out.create_async_withdrawal(NOWHERE, place, "2", "token")),
        ("bridge/fee-token", bridge.get_commission_token(coin, network, network, "2")),
        ("bridge/limit", bridge.get_limits()),
        ("bridge/get", bridge.get_transfer_by_id(NOWHERE)),
        ("bridge/create", bridge.create_transfer(NOWHERE, NOWHERE, "token")),
        ("swaps/fee-token", swaps.get_commission_token(coin, coin, network, network, "2")),
        ("swaps/limit", swaps.get_limits()),
        ("swaps/get", swaps.get_swap_by_id(NOWHERE)),
        ("swaps/create", swaps.create_swap(NOWHERE, NOWHERE, "token")),
        ("auto-swaps/create", automatic.create_swap(place, coin, network, "2")),
        ("auto-swaps/get", automatic.get_swap_by_id(NOWHERE)),
        ("kyt/check-transfer",
         kyt.check_transaction_risk("00" * 32, coin, network, place, "sent")),
        ("kyt/check-withdrawal-address", kyt.check_withdrawal_risks(place, coin, network, "1")),
        ("kyt/withdrawal-address-screening", kyt.check_withdrawal_address(place, coin, network)),
        ("recurrents/create-subscriber-billing-link",
         again.create_payment_link(NOWHERE, "client-1", "a@shop.example")),
        ("recurrents/get-billing-link", again.get_payment_link(NOWHERE, NOWHERE)),
        ("recurrents/get-billing-links-by-subscriber", again.get_payment_links(NOWHERE)),
        ("recurrents/disable-subscriber-billing-link",
         again.disable_payment_link(NOWHERE, NOWHERE)),
        ("recurrents/create-subscription",
         again.create_subscription(NOWHERE, NOWHERE, "title", 30, coin, "1")),
        ("recurrents/get-subscription", again.get_subscription(NOWHERE, NOWHERE)),
        ("recurrents/cancel-subscription", again.cancel_subscription(NOWHERE, NOWHERE)),
        ("recurrents/make-payment", again.create_payment(NOWHERE, NOWHERE, "1")),
    ]:
        refused(answer, what, NOT_IMPLEMENTED)
    raises(InternalSDKError, lambda: out.get_withdrawal_by_id(NOWHERE),
           "the client can ask for a withdrawal, which it never could")


def partners(client, public, private):
    """The other API of the vendor has keys of its own; none of Florin's are."""
    client.init_partners_api(public, private)
    api = client.partners_api
    for what, answer in [
        ("create-user", api.create_user("a@shop.example")),
        ("get-user", api.get_user_by_id(NOWHERE)),
        ("get-users", api.get_users()),
        ("create-user-organization", api.create_organization(NOWHERE, "name")),
        ("get-user-organizations", api.get_organizations(NOWHERE)),
        ("get-organization-advanced-balance", api.get_user_advanced_balance(NOWHERE, NOWHERE)),
        ("top-up-advanced-balance", api.replenish_user_balance(NOWHERE, NOWHERE, "1")),
        ("get-default-tariffs", api.get_general_tariffs()),
        ("set-organization-tariff",
         api.create_or_update_organization_tariff(NOWHERE, NOWHERE, "x", "1", "FIXED")),
        ("get-organization-tariffs", api.get_organization_tariffs(NOWHERE, NOWHERE)),
        ("create-api-keys", api.create_api_key(NOWHERE, NOWHERE, "alias")),
        ("get-api-keys", api.get_api_keys(NOWHERE, NOWHERE)),
        ("delete-api-keys", api.delete_api_key(NOWHERE, NOWHERE, NOWHERE)),
    ]:
        refused(answer, f"partner {what}", NOT_IMPLEMENTED, UNAUTHORIZED, METHOD_NOT_FOUND)


def everything_was_called():
    """Holds the methods called against those that the package has."""
    domains = onchainpay_api.domains
    for module in pkgutil.iter_modules(domains.__path__, f"{domains.__name__}."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name:
                for method, _ in inspect.getmembers(kind, inspect.isfunction):
                    check(method.startswith("_") or f"{name}.{method}" in called,
                          f"{name}.{method} was never called")


def main(server, public, private):
    Client.server = server.rstrip("/")
    client = start(public, private)
    signatures(client, public, private)
    coins = sorted(currencies(client), key=lambda coin: coin != ("LTC", "litecoin"))
    rates(client, coins[0][0])
    balances(client)
    invoices(client, coins)
    orders(client, coins)
    address = users(client, coins)
    formats(client, coins, address)
    webhooks(client)
    unknown(client)
    addresses(client, coins, address)
    moving_money(client, coins, address)
    partners(client, public, private)
    everything_was_called()
    if declined:
        print(f"declined: {', '.join(declined)}")
    print(f"ok {checks} checks")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
