#!/usr/bin/env python3
"""A real EVM chain of the tests' own: py-evm behind the JSON-RPC of an Ethereum node.

    script/python Tests/Python/evm_node.py PORT CHAIN_ID

Listens on the loopback interface, prints `listening PORT`, and goes on until it is ended. A block
is mined with every transaction, unless `evm_setAutomine` says otherwise.

What a scanner asks is answered as geth answers it: addresses in small letters, log indexes that
count through the whole block, null for what is unknown. The chain begins an hour ago. A block is
later than its parent by a second at least, so that many blocks mined at once end in the future.

Methods for the tests, their amounts in the smallest unit as decimal text, their payers by number:

    evm_mine, evm_snapshot, evm_revert, evm_setAutomine      as development nodes have them
    florin_mine(count, timestamp?)               hashes; the last block gets the timestamp
    florin_setHead(hash)                         back to any block there ever was, of any branch
    florin_repeat(txid)                          sends once more what a reorganisation took out
    florin_forget(txid)                          loses it for good
    florin_pay(to, units, payer?, data?)         the txid of a plain payment
    florin_deploy(name, arguments, payer?)       the address of a contract of contracts/NAME.vy
    florin_invoke(contract, function, arguments, units?, payer?, gas?)      the txid
    florin_read(contract, function, arguments)   what a function answers
    florin_setFinality(depth)   how far `finalized` is behind the head, `safe` half as far; null:
                                the tags are refused, as some chains do; "none": no such block yet
    florin_setLogLimits(blocks, logs)            how much one eth_getLogs may ask for; null: any
"""
import functools
import json
import pathlib
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import eth_abi
import rlp
from eth_abi.exceptions import EncodingError
from eth_tester.backends.pyevm import PyEVMBackend
from eth_tester.exceptions import TransactionFailed
from eth_utils import ValidationError, keccak

CONTRACTS = pathlib.Path(__file__).parent / "contracts"
GWEI = 10**9
# The oldest timestamp that a test can give to its first block lies so far back.
AGE_SECONDS = 3600
GAS_OF_PAYMENT = 21_000
GAS_OF_CALL = 1_000_000
GAS_OF_DEPLOYMENT = 4_000_000
GAS_PER_BYTE_MAX = 40
PARSE_ERROR, UNKNOWN_METHOD, INVALID, REFUSED, REVERTED = -32700, -32601, -32602, -32000, 3
LIMIT_EXCEEDED = -32005


class RPCError(Exception):
    """What the caller gets instead of an answer."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def text(content):
    """Bytes as the RPC writes them."""
    return "0x" + bytes(content).hex()


def content(written):
    """Bytes that were written by the RPC's rules."""
    if not isinstance(written, str) or not re.fullmatch("0x([0-9a-fA-F]{2})*", written):
        raise RPCError(INVALID, f"not hexadecimal data: {written!r}")
    return bytes.fromhex(written[2:])


def quantity(written):
    """A number that was written by the RPC's rules."""
    if not isinstance(written, str) or not re.fullmatch("0x[0-9a-fA-F]+", written):
        raise RPCError(INVALID, f"hex string without 0x prefix: {written!r}")
    return int(written, 16)


def number(value):
    """A number of a florin_ method: JSON's own, decimal text, or a quantity."""
    return int(value, 0) if isinstance(value, str) else int(value)


class Chain:
    """The chain with all branches it ever had, and what is sent and not mined."""

    def __init__(self, chain_id):
        begin = int(time.time()) - AGE_SECONDS
        genesis = PyEVMBackend.generate_genesis_params({"timestamp": begin})
        self.backend = PyEVMBackend(genesis_parameters=genesis)
        # The library has no parameter for it, and the class is made anew with every backend.
        type(self.backend.chain).chain_id = chain_id
        self.accounts = self.backend.get_accounts()
        block = self.evm.get_canonical_block_by_number(0)
        # By hash: every block there ever was. By height: the hashes of the chain as it is.
        self.blocks = {block.hash: block}
        self.canonical = [block.hash]
        self.places = {}
        self.displaced = {}
        self.views = {}
        self.mines_at_once = True

    @property
    def evm(self):
        return self.backend.chain

    @property
    def head(self):
        return len(self.canonical) - 1

    def block(self, height):
        return self.blocks[self.canonical[height]]

    def is_canonical(self, hash):
        block = self.blocks.get(hash)
        return block is not None and self.canonical[block.number:block.number + 1] == [hash]

    def state(self, block=None):
        """The accounts as they are after a block, or with everything that was sent."""
        return self.evm.get_vm(at_header=block.header if block else None).state

    def mine(self, count=1, timestamp=None):
        """Mines what was sent into the first of so many blocks; their hashes."""
        last = int(time.time()) if timestamp is None else timestamp
        for behind in reversed(range(count)):
            earliest = self.block(self.head).header.timestamp + 1
            self.evm.set_header_timestamp(max(earliest, last - behind))
            # The backend mixes random bytes in: a block that is mined again has another hash.
            (hash,) = self.backend.mine_blocks(1)
            self.extend(self.evm.get_block_by_hash(hash))
        state = self.state()
        self.displaced = {
            txid: sent for txid, sent in self.displaced.items()
            if sent.nonce >= state.get_nonce(sent.sender)
        }
        return self.canonical[len(self.canonical) - count:]

    def extend(self, block):
        self.blocks[block.hash] = block
        self.canonical.append(block.hash)
        for index, sent in enumerate(block.transactions):
            self.places[sent.hash] = (block.hash, index)

    def waiting(self):
        """By txid: what is sent or was taken out, and is in no block."""
        return self.displaced | {sent.hash: sent for sent in self.evm.get_block().transactions}

    def set_head(self, hash):
        """Makes any known block the last one; what leaves the chain waits, as in a real node."""
        branch = []
        while not self.is_canonical(hash):
            if hash not in self.blocks:
                raise RPCError(REFUSED, "unknown block")
            branch.append(self.blocks[hash])
            hash = branch[-1].header.parent_hash
        self.displaced = self.waiting()
        fork = self.blocks[hash].number
        for gone in self.canonical[fork + 1:]:
            for sent in self.blocks[gone].transactions:
                self.displaced[sent.hash] = sent
                del self.places[sent.hash]
        del self.canonical[fork + 1:]
        for block in reversed(branch):
            self.extend(block)
        self.backend.revert_to_snapshot(self.canonical[-1])
        for txid in self.places.keys() & self.displaced.keys():
            del self.displaced[txid]

    def send(self, payer, to, units=0, data=b"", gas=None, nonce=None):
        """Signs a call for one of the chain's own accounts and sends it; the txid."""
        state = self.state()
        if gas is None:
            gas = GAS_OF_PAYMENT + GAS_PER_BYTE_MAX * len(data)
            if to and state.get_code(to):
                gas = GAS_OF_CALL
        return self.sent(self.backend.send_transaction({
            "from": payer, "to": to, "value": units, "data": data, "gas": gas,
            "nonce": state.get_nonce(payer) if nonce is None else nonce,
            "max_priority_fee_per_gas": GWEI,
            "max_fee_per_gas": 2 * self.evm.header.base_fee_per_gas + GWEI,
        }))

    def send_raw(self, transaction):
        return self.sent(self.backend.send_raw_transaction(transaction))

    def repeat(self, txid):
        if txid not in self.displaced:
            raise RPCError(REFUSED, "no such transaction waits")
        self.evm.apply_transaction(self.displaced[txid])
        del self.displaced[txid]
        return self.sent(txid)

    def sent(self, txid):
        if self.mines_at_once:
            self.mine()
        return text(txid)

    def view(self, hash):
        """The block with its transactions and receipts in the RPC's words."""
        if hash not in self.views:
            self.views[hash] = View(self.blocks[hash], self.evm.chaindb)
        return self.views[hash]


class View:
    """A block in the words of the RPC."""

    def __init__(self, block, database):
        header = block.header
        self.transactions = [
            transaction_view(sent, block, index) for index, sent in enumerate(block.transactions)
        ]
        self.block = {
            "number": hex(header.block_number),
            "hash": text(block.hash),
            "parentHash": text(header.parent_hash),
            "timestamp": hex(header.timestamp),
            "logsBloom": text(header.bloom.to_bytes(256, "big")),
            "transactions": self.transactions,
            "miner": text(header.coinbase),
            "gasLimit": hex(header.gas_limit),
            "gasUsed": hex(header.gas_used),
            "baseFeePerGas": hex(header.base_fee_per_gas),
            "difficulty": hex(header.difficulty),
            "totalDifficulty": hex(header.difficulty),
            "extraData": text(header.extra_data),
            "mixHash": text(header.mix_hash),
            "nonce": text(header.nonce),
            "sha3Uncles": text(header.uncles_hash),
            "stateRoot": text(header.state_root),
            "transactionsRoot": text(header.transaction_root),
            "receiptsRoot": text(header.receipt_root),
            "size": hex(1024 + sum(len(sent.encode()) for sent in block.transactions)),
            "uncles": [],
            "withdrawals": [],
            "withdrawalsRoot": text(header.withdrawals_root),
        }
        self.brief = self.block | {"transactions": [text(sent.hash) for sent in block.transactions]}
        self.receipts = []
        self.logs = []
        gas_before = 0
        for index, receipt in enumerate(block.get_receipts(database)):
            self.receipts.append(self.receipt(block, index, receipt, receipt.gas_used - gas_before))
            gas_before = receipt.gas_used

    def receipt(self, block, index, receipt, gas_used):
        sent = block.transactions[index]
        place = {
            "blockHash": text(block.hash),
            "blockNumber": hex(block.number),
            "transactionHash": text(sent.hash),
            "transactionIndex": hex(index),
        }
        logs = [
            place | {
                "address": text(log.address),
                "topics": [text(topic.to_bytes(32, "big")) for topic in log.topics],
                "data": text(log.data),
                # It counts through the block, not through the transaction.
                "logIndex": hex(len(self.logs) + offset),
                "removed": False,
            }
            for offset, log in enumerate(receipt.logs)
        ]
        self.logs += logs
        return place | {
            "from": text(sent.sender),
            "to": text(sent.to) if sent.to else None,
            "contractAddress": (
                None if sent.to else text(contract_address(sent.sender, sent.nonce))
            ),
            # Since Byzantium the field holds the status (EIP-658).
            "status": hex(int.from_bytes(receipt.state_root, "big")),
            "gasUsed": hex(gas_used),
            "cumulativeGasUsed": hex(receipt.gas_used),
            "effectiveGasPrice": self.transactions[index]["gasPrice"],
            "logs": logs,
            "logsBloom": text(receipt.bloom.to_bytes(256, "big")),
            "type": self.transactions[index]["type"],
        }


def transaction_view(sent, block=None, index=None):
    """A transaction in the words of the RPC; without a block it waits."""
    kind = getattr(sent, "type_id", 0)
    view = {
        "hash": text(sent.hash),
        "blockHash": text(block.hash) if block else None,
        "blockNumber": hex(block.number) if block else None,
        "transactionIndex": None if index is None else hex(index),
        "from": text(sent.sender),
        "to": text(sent.to) if sent.to else None,
        "value": hex(sent.value),
        "input": text(sent.data),
        "nonce": hex(sent.nonce),
        "gas": hex(sent.gas),
        "type": hex(kind),
        "r": hex(sent.r),
        "s": hex(sent.s),
        "v": hex(sent.y_parity if kind else sent.v),
    }
    if kind:
        view |= {"chainId": hex(sent.chain_id), "yParity": view["v"], "accessList": []}
    if kind < 2:
        return view | {"gasPrice": hex(sent.gas_price)}
    price = sent.max_fee_per_gas
    if block:
        price = min(price, block.header.base_fee_per_gas + sent.max_priority_fee_per_gas)
    return view | {
        "gasPrice": hex(price),
        "maxFeePerGas": hex(sent.max_fee_per_gas),
        "maxPriorityFeePerGas": hex(sent.max_priority_fee_per_gas),
    }


def contract_address(sender, nonce):
    """Where a transaction that creates a contract puts it."""
    return keccak(rlp.encode([sender, nonce]))[12:]


@functools.cache
def compiled(name):
    """A contract of the folder beside this script: its interface and its code."""
    from vyper.compiler import compile_code

    if not re.fullmatch("[a-z]+", name) or not (CONTRACTS / f"{name}.vy").exists():
        raise RPCError(INVALID, f"no contract is called {name}")
    source = (CONTRACTS / f"{name}.vy").read_text()
    return compile_code(source, output_formats=["abi", "bytecode"])


def argument(kind, value):
    """A value of JSON as the type of a contract's parameter wants it."""
    if kind.endswith("]"):
        return [argument(kind[:kind.rindex("[")], element) for element in value]
    if kind.startswith(("uint", "int")):
        return number(value)
    return content(value) if kind.startswith("bytes") else value


def answer(value):
    """What a contract answered, as JSON can carry it: numbers as decimal text."""
    if isinstance(value, (tuple, list)):
        return [answer(element) for element in value]
    if isinstance(value, bytes):
        return text(value)
    return value if isinstance(value, bool) else str(value)


class Contracts:
    """The contracts that were deployed, and how they are spoken to."""

    def __init__(self):
        self.names = {}

    def deployment(self, name, values):
        made = compiled(name)
        return content(made["bytecode"]) + self.encoded(made["abi"], "constructor", None, values)[1]

    def call(self, contract, function, values):
        """The bytes of a call, and the types of what it answers."""
        if contract not in self.names:
            raise RPCError(INVALID, "no contract was deployed there")
        abi = compiled(self.names[contract])["abi"]
        entry, arguments = self.encoded(abi, "function", function, values)
        kinds = ",".join(parameter["type"] for parameter in entry["inputs"])
        outputs = [output["type"] for output in entry["outputs"]]
        return keccak(text=f"{function}({kinds})")[:4] + arguments, outputs

    def encoded(self, abi, kind, name, values):
        for entry in abi:
            if entry["type"] == kind and entry.get("name") == name:
                kinds = [parameter["type"] for parameter in entry["inputs"]]
                if len(kinds) != len(values):
                    raise RPCError(INVALID, f"{name or kind} takes {kinds}")
                return entry, eth_abi.encode(kinds, list(map(argument, kinds, values)))
        if kind == "constructor" and not values:
            return None, b""
        raise RPCError(INVALID, f"no {kind} is called {name}")


class Node:
    """The methods of the RPC: what is called `eth_call` outside is `eth_call` here."""

    def __init__(self, chain_id):
        self.chain = Chain(chain_id)
        self.contracts = Contracts()
        self.snapshots = []
        self.finality = None
        self.blocks_max = self.logs_max = None

    # What a place may be called.

    def height(self, name):
        """The height that a tag or a quantity means; None where there is no such block."""
        head = self.chain.head
        if isinstance(name, dict):
            if "blockHash" in name:
                return self.height_of(name["blockHash"])
            name = name.get("blockNumber")
        if name in (None, "latest", "pending"):
            return head
        if name == "earliest":
            return 0
        if name in ("safe", "finalized"):
            if self.finality is None:
                raise RPCError(INVALID, f"invalid argument 0: unknown block tag {name}")
            if self.finality == "none":
                return None
            return max(0, head - self.finality // (2 if name == "safe" else 1))
        height = quantity(name)
        return height if height <= head else None

    def height_of(self, hash):
        hash = content(hash)
        return self.chain.blocks[hash].number if self.chain.is_canonical(hash) else None

    def state(self, name):
        if name == "pending":
            return self.chain.state()
        return self.chain.state(self.chain.block(self.existing(name)))

    def existing(self, name):
        height = self.height(name)
        if height is None:
            raise RPCError(REFUSED, "header not found")
        return height

    # What a scanner asks.

    def web3_clientVersion(self):
        return "florin-tests/py-evm"

    def net_version(self):
        return str(self.chain.evm.chain_id)

    def eth_chainId(self):
        return hex(self.chain.evm.chain_id)

    def eth_syncing(self):
        return False

    def eth_accounts(self):
        return [text(account) for account in self.chain.accounts]

    def eth_blockNumber(self):
        return hex(self.chain.head)

    def eth_getBlockByNumber(self, name, full=False):
        height = self.height(name)
        return None if height is None else self.shown(self.chain.canonical[height], full)

    def eth_getBlockByHash(self, hash, full=False):
        hash = content(hash)
        return self.shown(hash, full) if self.chain.is_canonical(hash) else None

    def shown(self, hash, full):
        view = self.chain.view(hash)
        return view.block if full else view.brief

    def eth_getBlockReceipts(self, name):
        height = self.height(name)
        return None if height is None else self.chain.view(self.chain.canonical[height]).receipts

    def eth_getTransactionByHash(self, txid):
        txid = content(txid)
        if txid in self.chain.places:
            hash, index = self.chain.places[txid]
            return self.chain.view(hash).transactions[index]
        sent = self.chain.waiting().get(txid)
        return transaction_view(sent) if sent else None

    def eth_getTransactionReceipt(self, txid):
        place = self.chain.places.get(content(txid))
        return self.chain.view(place[0]).receipts[place[1]] if place else None

    def eth_getLogs(self, filter):
        if "blockHash" in filter:
            if "fromBlock" in filter or "toBlock" in filter:
                raise RPCError(INVALID, "cannot specify both BlockHash and FromBlock/ToBlock")
            first = last = self.height_of(filter["blockHash"])
            if first is None:
                raise RPCError(REFUSED, "unknown block")
        else:
            first, last = self.bound(filter.get("fromBlock")), self.bound(filter.get("toBlock"))
            if first > last:
                raise RPCError(INVALID, "invalid block range params")
            if self.blocks_max is not None and last - first >= self.blocks_max:
                raise RPCError(LIMIT_EXCEEDED, f"block range is limited to {self.blocks_max}")
        addresses = filter.get("address") or []
        addresses = [addresses] if isinstance(addresses, str) else addresses
        addresses = {text(content(address)) for address in addresses}
        found = [
            log
            for height in range(first, min(last, self.chain.head) + 1)
            for log in self.chain.view(self.chain.canonical[height]).logs
            if not addresses or log["address"] in addresses
            if topics_match(log["topics"], filter.get("topics") or [])
        ]
        if self.logs_max is not None and len(found) > self.logs_max:
            raise RPCError(LIMIT_EXCEEDED, f"query returned more than {self.logs_max} results")
        return found

    def bound(self, name):
        """An end of a range, which may lie above the head."""
        is_number = isinstance(name, str) and name.startswith("0x")
        return quantity(name) if is_number else self.existing(name)

    def eth_getBalance(self, account, name="latest"):
        return hex(self.state(name).get_balance(content(account)))

    def eth_getTransactionCount(self, account, name="latest"):
        return hex(self.state(name).get_nonce(content(account)))

    def eth_getCode(self, account, name="latest"):
        return text(self.state(name).get_code(content(account)))

    def eth_call(self, call, name="latest"):
        return text(self.chain.backend.call(self.call_of(call), self.existing(name)))

    def eth_estimateGas(self, call, name="latest"):
        return hex(self.chain.backend.estimate_gas(self.call_of(call), self.existing(name)))

    def call_of(self, call):
        data = call.get("input") or call.get("data") or "0x"
        return {
            "from": content(call["from"]) if call.get("from") else self.chain.accounts[0],
            "to": content(call.get("to") or "0x"),
            "value": quantity(call.get("value") or "0x0"),
            "data": content(data),
            "gas": quantity(call.get("gas") or hex(GAS_OF_DEPLOYMENT)),
            "max_fee_per_gas": 2 * self.chain.evm.header.base_fee_per_gas + GWEI,
            "max_priority_fee_per_gas": GWEI,
        }

    def eth_maxPriorityFeePerGas(self):
        return hex(GWEI)

    def eth_gasPrice(self):
        return hex(self.chain.evm.header.base_fee_per_gas + GWEI)

    def eth_feeHistory(self, count, name, percentiles=None):
        count = count if isinstance(count, int) else quantity(count)
        newest = self.existing(name)
        oldest = max(0, newest - max(1, min(count, 1024)) + 1)
        blocks = [self.chain.block(height) for height in range(oldest, newest + 1)]
        # The block after the newest has a base fee already; after the head it is the one in work.
        after = self.chain.block(newest + 1).header if newest < self.chain.head else None
        fees = [block.header for block in blocks] + [after or self.chain.evm.header]
        history = {
            "oldestBlock": hex(oldest),
            "baseFeePerGas": [hex(header.base_fee_per_gas) for header in fees],
            "gasUsedRatio": [block.header.gas_used / block.header.gas_limit for block in blocks],
        }
        if percentiles:
            history["reward"] = [self.tips(block, percentiles) for block in blocks]
        return history

    def tips(self, block, percentiles):
        """What was paid above the base fee; by count of transactions, where geth weighs by gas."""
        prices = [int(sent["gasPrice"], 16) for sent in self.chain.view(block.hash).transactions]
        tips = sorted(price - block.header.base_fee_per_gas for price in prices) or [0]
        return [hex(tips[min(len(tips) - 1, int(len(tips) * p / 100))]) for p in percentiles]

    def eth_sendRawTransaction(self, transaction):
        return self.chain.send_raw(content(transaction))

    # What only a test asks.

    def evm_mine(self):
        self.chain.mine()
        return "0x0"

    def evm_setAutomine(self, is_on):
        self.chain.mines_at_once = bool(is_on)
        return True

    def evm_snapshot(self):
        self.snapshots.append(self.chain.canonical[-1])
        return hex(len(self.snapshots))

    def evm_revert(self, snapshot):
        """As elsewhere, a snapshot serves once, and ends with it those taken after it."""
        place = quantity(snapshot) - 1
        if not 0 <= place < len(self.snapshots):
            return False
        self.chain.set_head(self.snapshots[place])
        del self.snapshots[place:]
        return True

    def florin_mine(self, count=1, timestamp=None):
        hashes = self.chain.mine(number(count), None if timestamp is None else number(timestamp))
        return [text(hash) for hash in hashes]

    def florin_setHead(self, hash):
        self.chain.set_head(content(hash))
        return True

    def florin_repeat(self, txid):
        return self.chain.repeat(content(txid))

    def florin_forget(self, txid):
        return self.chain.displaced.pop(content(txid), None) is not None

    def florin_pay(self, to, units, payer=0, data="0x"):
        account = self.chain.accounts[payer]
        return self.chain.send(account, content(to), number(units), content(data))

    def florin_deploy(self, name, arguments, payer=0):
        account = self.chain.accounts[payer]
        code = self.contracts.deployment(name, arguments)
        # Where it will be is known before it is mined.
        address = contract_address(account, self.chain.state().get_nonce(account))
        self.chain.send(account, b"", data=code, gas=GAS_OF_DEPLOYMENT)
        self.contracts.names[address] = name
        return text(address)

    def florin_invoke(self, contract, function, arguments, units="0", payer=0, gas=GAS_OF_CALL):
        contract = content(contract)
        call, _ = self.contracts.call(contract, function, arguments)
        account = self.chain.accounts[payer]
        return self.chain.send(account, contract, number(units), call, number(gas))

    def florin_read(self, contract, function, arguments):
        contract = content(contract)
        call, kinds = self.contracts.call(contract, function, arguments)
        output = self.eth_call({"to": text(contract), "data": text(call)})
        values = answer(eth_abi.decode(kinds, content(output)))
        return values[0] if len(values) == 1 else values

    def florin_setFinality(self, depth):
        self.finality = depth if depth in (None, "none") else number(depth)
        return True

    def florin_setLogLimits(self, blocks, logs):
        self.blocks_max, self.logs_max = blocks, logs
        return True


def topics_match(topics, wanted):
    """The rule of eth_getLogs: by position, null for anything, a list for any of several."""
    if len(wanted) > len(topics):
        return False
    for topic, choice in zip(topics, wanted):
        choices = choice if isinstance(choice, list) else [choice]
        if choice and not any(topic == each.lower() for each in choices):
            return False
    return True


class Handler(BaseHTTPRequestHandler):
    # Without a buffer and with Nagle's algorithm, every answer takes 45 ms.
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            call = json.loads(body)
        except ValueError:
            call = None
        if isinstance(call, list):
            reply = [self.server.answer(each) for each in call]
        else:
            reply = self.server.answer(call)
        written = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)
        self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, node):
        super().__init__(("127.0.0.1", port), Handler)
        self.node = node
        self.lock = threading.Lock()

    def answer(self, call):
        reply = {"jsonrpc": "2.0", "id": call.get("id") if isinstance(call, dict) else None}
        try:
            return reply | {"result": self.result(call)}
        except RPCError as error:
            code, message = error.code, str(error)
        except TransactionFailed as error:
            code, message = REVERTED, f"execution reverted: {error}"
        except (ValidationError, EncodingError, LookupError, TypeError, ValueError) as error:
            code, message = REFUSED, f"{type(error).__name__}: {error}"
        return reply | {"error": {"code": code, "message": message}}

    def result(self, call):
        if not isinstance(call, dict):
            raise RPCError(PARSE_ERROR, "parse error")
        name = str(call.get("method"))
        method = getattr(self.node, name, None) if re.match("[a-z0-9]+_[a-zA-Z]", name) else None
        if method is None:
            raise RPCError(UNKNOWN_METHOD, f"the method {name} does not exist/is not available")
        with self.lock:
            return method(*call.get("params", []))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    server = Server(int(sys.argv[1]), Node(int(sys.argv[2])))
    print("listening", server.server_port, flush=True)
    server.serve_forever()
