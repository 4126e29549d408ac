#!/usr/bin/env python3
"""A simulated Tron node: it shows the blocks of a real EVM chain as a Tron node would.

It is no Tron node and proves nothing of Tron's consensus; the chain, the contracts and the receipts
behind it are real ones of an EVM node, asked by JSON-RPC. What is translated:

- a block's id is its height in 8 bytes and the last 24 bytes of the EVM block's hash;
- accounts are the same 20 bytes after a 41, amounts are wei / 10^12 = sun, what is less is lost;
- value sent to no contract is a TransferContract, every call a TriggerSmartContract;
- logs and results come from the EVM receipts; there are no internal transactions, as on a node
  with saveInternalTx = false;
- the block 18 below the best one counts as solidified (19 of 27 witnesses).

Use: tron_facade.py PORT EVM_URL [SOLIDIFIED_DEPTH]; PORT 0 takes a free one, which is printed.
"""

import collections
import json
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SUN_WEI = 10**12
BLOCKS_MAX = 100
CACHE_MAX = 2_000
PARAMETERS = {
    "getMaintenanceTimeInterval": 21_600_000,
    "getCreateAccountFee": 100_000,
    "getTransactionFee": 1_000,
    "getEnergyFee": 100,
}


class Refused(Exception):
    """The EVM node answered with an error."""


class EVM:
    """Asks the EVM node; what belongs to a block's hash is kept."""

    def __init__(self, url):
        self.url = url
        self.kept = collections.OrderedDict()
        self.lock = threading.Lock()

    def batch(self, calls):
        """The results of calls of (method, parameters), in their order."""
        question = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
            for number, (method, parameters) in enumerate(calls)
        ]
        if not question:
            return []
        request = urllib.request.Request(
            self.url, json.dumps(question).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            answers = {answer["id"]: answer for answer in json.load(reply)}
        for answer in answers.values():
            if answer.get("error"):
                raise Refused(answer["error"].get("message", "error"))
        return [answers[number].get("result") for number in range(len(calls))]

    def call(self, method, *parameters):
        return self.batch([(method, list(parameters))])[0]

    def height(self):
        return int(self.call("eth_blockNumber"), 16)

    def block(self, height):
        """A block with its transactions and receipts, translated, or None above the tip."""
        found = self.call("eth_getBlockByNumber", hex(height), True)
        if found is None:
            return None
        with self.lock:
            if found["hash"] in self.kept:
                return self.kept[found["hash"]]
        transactions = found["transactions"]
        receipts = self.batch(
            [("eth_getTransactionReceipt", [each["hash"]]) for each in transactions]
        )
        # Some nodes write null and some an empty text where a contract is made.
        paid = [each["to"] for each in transactions if each["to"]]
        codes = self.batch([("eth_getCode", [address, "latest"]) for address in paid])
        contracts = {address for address, code in zip(paid, codes) if digits(code)}
        runs = [not each["to"] or each["to"] in contracts for each in transactions]
        if None in receipts:
            raise Refused("a receipt is not there yet")
        block = translated(found, transactions, receipts, runs)
        with self.lock:
            self.kept[found["hash"]] = block
            while len(self.kept) > CACHE_MAX:
                self.kept.popitem(last=False)
        return block


def number(text):
    return int(text, 16) if isinstance(text, str) else int(text or 0)


def digits(text):
    return (text or "0x")[2:].lower()


def account(address):
    return "41" + digits(address)


def block_id(height, evm_hash):
    return f"{max(height, 0):016x}{digits(evm_hash)[-48:]}"


def translated(block, transactions, receipts, runs):
    """A block and its receipts as Tron's HTTP API writes them; what is at its default is left out."""
    height = number(block["number"])
    milliseconds = number(block["timestamp"]) * 1_000
    raw = {"txTrieRoot": digits(block.get("transactionsRoot")), "version": 34}
    raw["parentHash"] = block_id(height - 1, block["parentHash"])
    raw["timestamp"] = milliseconds
    raw["witness_address"] = account(block.get("miner") or "0x" + "0" * 40)
    if height:
        raw["number"] = height
    header = {
        "blockID": block_id(height, block["hash"]),
        "block_header": {"raw_data": raw, "witness_signature": "00" * 65},
    }
    full = dict(header)
    # The first block's transactions have no receipts on Tron; an EVM chain has none there at all.
    if transactions:
        full["transactions"] = [
            transaction_of(each, receipt, run, milliseconds)
            for each, receipt, run in zip(transactions, receipts, runs)
        ]
    infos = [
        info_of(each, receipt, run, height, milliseconds)
        for each, receipt, run in zip(transactions, receipts, runs)
    ]
    return {"header": header, "full": full, "infos": infos}


def result_of(transaction, receipt):
    if number(receipt["status"]):
        return "SUCCESS"
    spent_all = number(receipt["gasUsed"]) >= number(transaction["gas"])
    return "OUT_OF_ENERGY" if spent_all else "REVERT"


def transaction_of(transaction, receipt, is_run, milliseconds):
    owner = account(transaction["from"])
    sun = number(transaction["value"]) // SUN_WEI
    data = digits(transaction.get("input", transaction.get("data")))
    if not transaction["to"]:
        kind = "CreateSmartContract"
        value = {"owner_address": owner, "new_contract": {"bytecode": data}}
    elif is_run:
        kind = "TriggerSmartContract"
        value = {"owner_address": owner, "contract_address": account(transaction["to"])}
        if data:
            value["data"] = data
        if sun:
            value["call_value"] = sun
    else:
        kind = "TransferContract"
        value = {"owner_address": owner, "to_address": account(transaction["to"])}
        if sun:
            value["amount"] = sun
    contract = {
        "parameter": {"value": value, "type_url": f"type.googleapis.com/protocol.{kind}"},
        "type": kind,
    }
    return {
        "ret": [{"contractRet": result_of(transaction, receipt)}],
        "signature": ["00" * 65],
        "txID": digits(transaction["hash"]),
        "raw_data": {
            "contract": [contract],
            "ref_block_bytes": "0000",
            "ref_block_hash": "00" * 8,
            "expiration": milliseconds + 60_000,
            "timestamp": milliseconds,
        },
        "raw_data_hex": "",
    }


def info_of(transaction, receipt, is_run, height, milliseconds):
    info = {
        "id": digits(transaction["hash"]),
        "blockNumber": height,
        "blockTimeStamp": milliseconds,
        "contractResult": [""],
    }
    if not is_run:
        info["receipt"] = {"net_usage": 268}
        return info
    result = result_of(transaction, receipt)
    if result != "SUCCESS":
        info["result"] = "FAILED"
    energy = number(receipt["gasUsed"])
    info["receipt"] = {"energy_usage_total": energy, "net_usage": 345, "result": result}
    info["contract_address"] = account(transaction["to"] or receipt["contractAddress"])
    logs = []
    for log in receipt["logs"]:
        # Only here the account stands without its 41.
        entry = {"address": digits(log["address"])}
        if log["topics"]:
            entry["topics"] = [digits(topic) for topic in log["topics"]]
        if digits(log["data"]):
            entry["data"] = digits(log["data"])
        logs.append(entry)
    if logs:
        info["log"] = logs
    return info


class Node:
    """Answers the paths of a Tron node."""

    def __init__(self, evm, solidified_depth):
        self.evm = evm
        self.solidified_depth = solidified_depth

    def shown(self, height, part="full"):
        block = self.evm.block(height) if height >= 0 else None
        return block[part] if block else {}

    def head(self, question):
        return self.shown(self.evm.height())

    def solidified(self, question):
        return self.shown(max(self.evm.height() - self.solidified_depth, 0), "header")

    def block(self, question):
        part = "full" if question.get("detail") else "header"
        wanted = str(question.get("id_or_num", ""))
        if len(wanted) == 64:
            found = self.shown(int(wanted[:16], 16), part)
            return found if found.get("blockID") == wanted else {}
        return self.shown(int(wanted) if wanted else self.evm.height(), part)

    def block_by_number(self, question):
        return self.shown(int(question.get("num", 0)))

    def blocks(self, question):
        first, end = int(question.get("startNum", 0)), int(question.get("endNum", 0))
        if not 0 <= first < end or end - first > BLOCKS_MAX:
            return {}
        found = [self.shown(height) for height in range(first, min(end, self.evm.height() + 1))]
        found = [block for block in found if block]
        return {"block": found} if found else {}

    def infos(self, question):
        height = int(question.get("num", 0))
        return self.shown(height, "infos") if height > 0 else {}

    def pending(self, question):
        wanted = question.get("value", "")
        found = self.evm.call("eth_getTransactionByHash", "0x" + wanted)
        return {"txID": wanted} if found and found.get("blockNumber") is None else {}

    def parameters(self, question):
        entries = [{"key": key, "value": value} for key, value in PARAMETERS.items()]
        return {"chainParameter": entries}

    def answer(self, path, question):
        paths = {
            "/wallet/getnowblock": self.head,
            "/wallet/getblock": self.block,
            "/wallet/getblockbynum": self.block_by_number,
            "/wallet/getblockbylimitnext": self.blocks,
            "/wallet/gettransactioninfobyblocknum": self.infos,
            "/wallet/gettransactionfrompending": self.pending,
            "/wallet/getchainparameters": self.parameters,
            "/walletsolidity/getblock": self.solidified,
            "/walletsolidity/getnowblock": self.solidified,
        }
        if path not in paths:
            return None
        try:
            return paths[path](question)
        except (Refused, OSError, KeyError, TypeError, ValueError) as error:
            # A node says what went wrong with status 200.
            return {"Error": f"class {type(error).__name__} : {error}"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without these two every answer takes 40 ms (delayed acknowledgements).
    wbufsize = -1
    disable_nagle_algorithm = True
    node = None

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        try:
            question = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            question = None
        if not isinstance(question, dict):
            answer = {"Error": "class org.tron.json.JSONException : not an object"}
        else:
            answer = self.node.answer(self.path.split("?")[0], question)
        status = 404 if answer is None else 200
        body = json.dumps(answer if answer is not None else {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    do_GET = do_POST


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("use: tron_facade.py PORT EVM_URL [SOLIDIFIED_DEPTH]")
    depth = int(sys.argv[3]) if len(sys.argv) == 4 else 18
    Handler.node = Node(EVM(sys.argv[2]), depth)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    server.daemon_threads = True
    print("listening", server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
