"""Writes oracle.json: account keys and addresses as two other implementations derive them.

Needs bip-utils 2.12.3, embit 0.8.0, cashaddress 1.0.6, eth-keys 0.8.0 and tronpy 0.6.2. Keys are
derived by bip-utils and by embit; addresses are made by bip-utils and, from embit's key, by embit,
for Bitcoin Cash by cashaddress, for EVM by eth-keys, for Tron by tronpy, and both must agree. It
also checks the published vectors beside it, so that a slip in copying cannot hide.
"""

import json
import pathlib

from Crypto.Hash import keccak
from bip_utils import (
    Base58Decoder, Base58Encoder, Bip32Slip10Secp256k1, Bip39SeedGenerator, EthAddrDecoder, EthAddrEncoder, P2PKHAddrEncoder,
    P2SHAddrEncoder, P2WPKHAddrEncoder, TrxAddrDecoder, TrxAddrEncoder,
)
from bip_utils import BchP2PKHAddrEncoder, Bech32ChecksumError, BchBech32Decoder
from cashaddress.convert import Address
from embit import base58, bech32, bip32, script
from embit.descriptor.checksum import add_checksum
from eth_keys.datatypes import PublicKey as EthPublicKey
from tronpy.keys import PublicKey as TronPublicKey

FOLDER = pathlib.Path(__file__).parent

MNEMONICS = [
    "abandon " * 11 + "about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount "
    "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless",
]

KINDS = {"p2pkh": 44, "p2sh-p2wpkh": 49, "p2wpkh": 84, "account": 44}

# family, chain, coin type, key hash, script hash, Bech32 prefix, versions of keys by kind
PLAIN = {"p2pkh": ["0488b21e"], "p2sh-p2wpkh": ["049d7cb2"], "p2wpkh": ["04b24746"]}
TEST = {"p2pkh": ["043587cf"], "p2sh-p2wpkh": ["044a5262"], "p2wpkh": ["045f1cf6"]}
LITECOIN = {
    "p2pkh": ["019da462", "0488b21e"], "p2sh-p2wpkh": ["01b26ef6", "049d7cb2"],
    "p2wpkh": ["04b24746"],
}
LITECOIN_TEST = {**TEST, "p2pkh": ["0436f6e1", "043587cf"]}
NETWORKS = [
    ("bitcoin", "main", 0, 0x00, 0x05, "bc", PLAIN),
    ("bitcoin", "test", 1, 0x6F, 0xC4, "tb", TEST),
    ("bitcoin", "regtest", 1, 0x6F, 0xC4, "bcrt", TEST),
    ("litecoin", "main", 2, 0x30, 0x32, "ltc", LITECOIN),
    ("litecoin", "test", 1, 0x6F, 0x3A, "tltc", LITECOIN_TEST),
    ("litecoin", "regtest", 1, 0x6F, 0x3A, "rltc", LITECOIN_TEST),
    ("dogecoin", "main", 3, 0x1E, 0x16, None, {"p2pkh": ["02facafd", "0488b21e"]}),
    ("dogecoin", "test", 1, 0x71, 0xC4, None, {"p2pkh": ["0432a9a8", "043587cf"]}),
    ("dogecoin", "regtest", 1, 0x6F, 0xC4, None, {"p2pkh": ["043587cf"]}),
    ("bitcoincash", "main", 145, 0x00, 0x05, "bitcoincash", {"p2pkh": ["0488b21e"]}),
    ("bitcoincash", "test", 1, 0x6F, 0xC4, "bchtest", {"p2pkh": ["043587cf"]}),
    ("bitcoincash", "regtest", 1, 0x6F, 0xC4, "bchreg", {"p2pkh": ["043587cf"]}),
    ("evm", "main", 60, None, None, None, {"account": ["0488b21e", "043587cf"]}),
    ("tron", "main", 195, None, None, None, {"account": ["0488b21e", "043587cf"]}),
]

INDEXES = {0: [*range(10), 1000, 1_000_000, 2_147_483_647], 1: [0, 1, 1000, 2_147_483_647]}


def bitcoin_like(node, parent, index, network, kind):
    _, _, _, key_hash, script_hash, prefix, _ = network
    public = node.PublicKey().KeyObject()
    first = {
        "p2pkh": lambda: P2PKHAddrEncoder.EncodeKey(public, net_ver=bytes([key_hash])),
        "p2sh-p2wpkh": lambda: P2SHAddrEncoder.EncodeKey(public, net_ver=bytes([script_hash])),
        "p2wpkh": lambda: P2WPKHAddrEncoder.EncodeKey(public, hrp=prefix),
    }[kind]()
    key = parent.derive([index]).key
    made = {
        "p2pkh": lambda: script.p2pkh(key),
        "p2sh-p2wpkh": lambda: script.p2sh(script.p2wpkh(key)),
        "p2wpkh": lambda: script.p2wpkh(key),
    }[kind]()
    second = made.address(
        {"p2pkh": bytes([key_hash]), "p2sh": bytes([script_hash]), "bech32": prefix})
    assert first == second, (network, kind, first, second)
    return first, made.data.hex()


def cash_like(node, parent, index, network):
    prefix = network[5]
    public = node.PublicKey().KeyObject()
    first = BchP2PKHAddrEncoder.EncodeKey(public, hrp=prefix, net_ver=b"\x00")
    made = script.p2pkh(parent.derive([index]).key)
    second = Address("P2PKH", list(made.data[3:23]), prefix).cash_address()
    assert first == second, (network, first, second)
    return first, made.data.hex()


def account_like(node, parent, index, family):
    public = node.PublicKey().KeyObject()
    sec = parent.derive([index]).key.sec()
    if family == "evm":
        text = EthAddrEncoder.EncodeKey(public)
        second = EthPublicKey.from_compressed_bytes(sec).to_checksum_address()
        match = EthAddrDecoder.DecodeAddr(text).hex()
    else:
        text = TrxAddrEncoder.EncodeKey(public)
        raw = EthPublicKey.from_compressed_bytes(sec).to_bytes()
        second = TronPublicKey(raw).to_base58check_address()
        match = TrxAddrDecoder.DecodeAddr(text).hex()
    assert text == second, (family, text, second)
    return text, match


def cases():
    for mnemonic in MNEMONICS:
        master = Bip32Slip10Secp256k1.FromSeed(Bip39SeedGenerator(mnemonic).Generate())
        for network in NETWORKS:
            family, chain, coin, *_, versions = network
            for kind, numbers in versions.items():
                for account, indexes in INDEXES.items():
                    path = f"{KINDS[kind]}'/{coin}'/{account}'"
                    node = master.DerivePath(path)
                    plain = node.PublicKey().ToExtended()
                    payload = base58.decode_check(plain)
                    keys = [
                        base58.encode_check(bytes.fromhex(number) + payload[4:])
                        for number in numbers
                    ]
                    branch = node.DerivePath("0")
                    parent = bip32.HDKey.from_string(plain).derive([0])
                    addresses = []
                    for index in indexes:
                        child = branch.ChildKey(index)
                        text, match = (
                            account_like(child, parent, index, family) if kind == "account"
                            else cash_like(child, parent, index, network)
                            if family == "bitcoincash"
                            else bitcoin_like(child, parent, index, network, kind))
                        addresses.append({"index": index, "text": text, "matchBytes": match})
                    yield {
                        "family": family, "chain": chain, "kind": kind, "path": f"m/{path}",
                        "keys": keys, "addresses": addresses,
                    }


def read(name):
    return json.loads((FOLDER / name).read_text())


def fails(work):
    try:
        return work() in (None, (None, None), (None, None, None))
    except Exception:
        return True


def check_vectors():
    for chain in read("bip32.json")["chains"]:
        first = Bip32Slip10Secp256k1.FromSeed(bytes.fromhex(chain["seed"]))
        second = bip32.HDKey.from_seed(bytes.fromhex(chain["seed"]))
        for key in chain["keys"]:
            path = key["path"]
            node = first if path == "m" else first.DerivePath(path[2:])
            assert node.PublicKey().ToExtended() == key["text"], path
            assert second.derive(path).to_public().to_string() == key["text"], path
    for name, encoding in (("bip173.json", 1), ("bip350.json", 2)):
        vectors = read(name)
        for text in vectors["validTexts"]:
            assert bech32.bech32_decode(text)[0] == encoding, text
        for text in vectors["invalidTexts"]:
            assert fails(lambda: bech32.bech32_decode(text)), text
        for address in vectors["validAddresses"]:
            text = address["text"]
            version, program = bech32.decode(text[:2].lower(), text)
            opcode = version + 0x50 if version else 0
            made = bytes([opcode, len(program), *program])
            assert made.hex() == address["script"], address
        for text in vectors["invalidAddresses"]:
            assert all(fails(lambda: bech32.decode(hrp, text)) for hrp in ("bc", "tb")), text
    for vector in read("base58.json"):
        raw = bytes.fromhex(vector["hex"])
        assert Base58Encoder.Encode(raw) == vector["text"] == base58.encode(raw)
        assert Base58Decoder.Decode(vector["text"]) == raw
    for vector in read("keccak.json"):
        hashed = keccak.new(digest_bits=256, data=bytes.fromhex(vector["message"]))
        assert hashed.hexdigest() == vector["digest"]
    vectors = read("eip55.json")
    for text in vectors["normal"] + vectors["oneCase"]:
        EthAddrDecoder.DecodeAddr(text)
    vectors = read("cashaddr.json")
    for pair in vectors["translations"]:
        assert Address.from_string(pair["legacy"]).cash_address() == pair["text"], pair
    for address in vectors["addresses"] + vectors["undefined"]:
        prefix = address["text"].split(":")[0]
        version, data = BchBech32Decoder.Decode(prefix, address["text"])
        assert (version + data).hex() == address["bytes"], address
    for text in vectors["checksums"]:
        try:
            BchBech32Decoder.Decode(text.split(":")[0], text)
        except Bech32ChecksumError:
            raise
        except ValueError:
            pass  # The payload is none on purpose.
    for text in read("descriptors.json")["checksums"]:
        assert add_checksum(text.split("#")[0]) == text


if __name__ == "__main__":
    check_vectors()
    rows = ",\n".join(json.dumps(case) for case in cases())
    (FOLDER / "oracle.json").write_text(f"[\n{rows}\n]\n")
