import Foundation
import Keys
import Payments
import Testing

@testable import Chains

@Suite struct `A raw block` {
    @Test(arguments: BitcoinFixture.blocks)
    func `has the hash, the parent and the time its node says`(_ name: String) throws {
        let expected = try BitcoinFixture.load(name)
        let header = try BitcoinFixture.block(name).header
        #expect(header.hash == expected.hash)
        #expect(header.parentHash == expected.parent)
        #expect(header.time.seconds == expected.time)
    }

    @Test(arguments: BitcoinFixture.blocks)
    func `pays what its node says it pays`(_ name: String) throws {
        let fixture = try BitcoinFixture.load(name)
        let matches = try BitcoinFixture.block(name).matches(in: fixture.watchedSet())
        let expected = fixture.outputs.filter { $0.units != "0" }
        #expect(
            matches.map { "\($0.txid) \($0.index) \($0.value)" }
                == expected.map { "\($0.txid) \($0.index) \($0.units)" }
        )
        #expect(matches.map(\.script) == expected.map { HexText.bytes(of: $0.script) })
    }

    @Test func `gives only what is watched, coins leaving MWEB included`() throws {
        let fixture = try BitcoinFixture.load("litecoin-regtest-mweb-peg-out")
        let output = try #require(fixture.outputs.last)
        var watched = WatchedSet(seed: 1)
        watched.insert(try #require(HexText.bytes(of: output.script)))
        let block = try BitcoinFixture.block("litecoin-regtest-mweb-peg-out")
        let matches = try block.matches(in: watched)
        #expect(matches.map(\.value) == [125_000_000])
        #expect(matches.map(\.txid) == [output.txid])
        #expect(try block.matches(in: WatchedSet(seed: 1)).isEmpty)
    }

    @Test func `may carry a HogEx only at its end`() throws {
        let bytes = try BitcoinFixture.bytes("litecoin-regtest-mweb-peg-out")
        var fewer = bytes
        fewer[BlockHeader.byteCount] += 1
        #expect(throws: ChainError.self) {
            try RawBlock(fewer, rules: .plain).matches(in: WatchedSet(seed: 1))
        }
    }

    @Test func `is refused when a count is written longer than needed`() throws {
        var bytes = try BitcoinFixture.bytes("bitcoin-genesis")
        bytes.replaceSubrange(80...80, with: [0xfd, 0x01, 0x00])
        let fault = "a block that writes a number longer than needed"
        #expect(throws: ChainError.malformed(what: fault)) {
            try RawBlock(bytes, rules: .plain).matches(in: WatchedSet(seed: 1))
        }
    }

    @Test func `is refused when it announces more than it holds, before anything is made`() throws {
        var bytes = try BitcoinFixture.bytes("bitcoin-genesis")
        bytes.replaceSubrange(80...80, with: [0xff] + [UInt8](repeating: 0xff, count: 8))
        #expect(throws: ChainError.malformed(what: "a block that announces more than it holds")) {
            try RawBlock(bytes, rules: .plain).matches(in: WatchedSet(seed: 1))
        }
    }

    @Test func `is refused when an amount is negative`() throws {
        let fixture = try BitcoinFixture.load("bitcoin-genesis")
        var bytes = try BitcoinFixture.bytes("bitcoin-genesis")
        let script = try #require(HexText.bytes(of: fixture.outputs[0].script))
        // The amount's last byte lies before the length of the script; the lock time ends it all.
        bytes[bytes.count - 4 - script.count - 2] = 0x80
        let fault = "a block that has an output of a negative amount"
        #expect(throws: ChainError.malformed(what: fault)) {
            try RawBlock(bytes, rules: .plain).matches(in: WatchedSet(seed: 1))
        }
    }
}

@Suite struct `The root of a block` {
    @Test(arguments: BitcoinFixture.blocks)
    func `is that of its transactions`(_ name: String) throws {
        let watched = try BitcoinFixture.load(name).watchedSet()
        let block = try BitcoinFixture.block(name)
        let matches = try block.matches(in: watched)
        #expect(try block.matches(in: watched, checksRoot: true) == matches)
    }

    @Test(arguments: BitcoinFixture.blocksWithoutMWEB)
    func `shows a changed transaction`(_ name: String) throws {
        var bytes = try BitcoinFixture.bytes(name)
        // The lock time of the last transaction.
        bytes[bytes.count - 1] ^= 1
        let block = try BitcoinFixture.block(name, bytes)
        let watched = WatchedSet(seed: 1)
        #expect(try block.matches(in: watched).isEmpty)
        let fault = "a block that has other transactions than its header says"
        #expect(throws: ChainError.malformed(what: fault)) {
            try block.matches(in: watched, checksRoot: true)
        }
    }

    @Test func `is none when the end is repeated, which would give the same`() {
        let leaves = (0..<6).map { [UInt8](repeating: $0, count: 32) }
        #expect(MerkleTree.root(of: leaves) != nil)
        #expect(MerkleTree.root(of: leaves + leaves.suffix(2)) == nil)
        #expect(MerkleTree.root(of: leaves + leaves.suffix(1) + leaves.suffix(1)) == nil)
        #expect(MerkleTree.root(of: Array(leaves.prefix(1))) == leaves[0])
        #expect(MerkleTree.root(of: []) == nil)
    }
}

@Suite struct `A block of another network` {
    @Test func `has work of a parent chain only where the network knows that`() throws {
        let bytes = try BitcoinFixture.bytes("dogecoin-merge-mined")
        let watched = try BitcoinFixture.load("dogecoin-merge-mined").watchedSet()
        #expect(throws: ChainError.self) {
            try RawBlock(bytes, rules: .plain).matches(in: watched)
        }
        // Bitcoin's miners may set the same bit for reasons of their own.
        var bitcoin = try BitcoinFixture.bytes("bitcoin-genesis")
        bitcoin[1] |= 1
        #expect(try RawBlock(bitcoin, rules: .plain).matches(in: watched).isEmpty)
    }

    @Test func `does not let its parent's coinbase pay anybody`() throws {
        let script = "76a914aa3750aa18b8a0f3f0590731e1fab934856680cf88ac"
        var watched = WatchedSet(seed: 1)
        watched.insert(try #require(HexText.bytes(of: script)))
        #expect(try BitcoinFixture.block("dogecoin-merge-mined").matches(in: watched).isEmpty)
    }

    @Test func `shows coins that come with a token, at the address of the script`() throws {
        let name = "bitcoincash-chipnet-tokens"
        let format = AddressFormat(family: .bitcoincash, chain: .test)
        let expected = try BitcoinFixture.load(name).outputs.filter {
            $0.script == "76a914738a53805e89e816312aa08907edb1cd3f5c5f7088ac"
        }
        #expect(expected.count == 8)
        var watched = WatchedSet(seed: 1)
        let text = try #require(expected[0].address)
        watched.insert(try #require(format.decode(text)).matchBytes)
        let matches = try BitcoinFixture.block(name).matches(in: watched)
        #expect(matches.map(\.txid) == expected.map(\.txid))
        #expect(matches.map { "\($0.value)" } == expected.map(\.units))
        #expect(matches.allSatisfy { format.encode(matchBytes: $0.script) == text })
        // A node that knows nothing of tokens would see one of them.
        let blind = try RawBlock(BitcoinFixture.bytes(name), rules: .plain)
        #expect(try blind.matches(in: watched).count == 1)
    }
}

@Suite struct `A token before a script` {
    private struct Vectors: Decodable {
        let valid: [String]
        let reserved: [String]
        let invalid: [String]
    }

    private static let script = "76a914738a53805e89e816312aa08907edb1cd3f5c5f7088ac"

    @Test func `is passed over when it is one and belongs to the script when not`() throws {
        let data = try BitcoinFixture.file("token-prefixes.json")
        let vectors = try JSONDecoder().decode(Vectors.self, from: data)
        for text in vectors.valid + vectors.reserved {
            let bytes = try #require(HexText.bytes(of: "ffff" + text + Self.script))
            let found = TokenPrefix.script(in: 2..<bytes.count, of: bytes)
            #expect(Array(bytes[found]) == HexText.bytes(of: Self.script), "\(text)")
        }
        for text in vectors.invalid {
            let bytes = try #require(HexText.bytes(of: "ffff" + text))
            let output = 2..<bytes.count
            #expect(TokenPrefix.script(in: output, of: bytes) == output, "\(text)")
        }
        #expect(TokenPrefix.script(in: 0..<0, of: []) == 0..<0)
    }
}

@Suite struct `A transaction alone` {
    @Test func `is read up to its MWEB part`() throws {
        let bytes = try BitcoinFixture.bytes("litecoin-regtest-mweb-peg-in-transaction")
        var watched = WatchedSet(seed: 1)
        watched.insert(
            try #require(
                HexText.bytes(
                    of: "59207ecc905dda82a4e5a8eaa262f986c36fad4d4871e966cd52dece99710adcb90a"
                )
            )
        )
        var reader = ByteReader(bytes, subject: "transaction")
        let transaction = try RawTransaction(
            reading: &reader,
            at: .alone,
            rules: .plain,
            watched: watched
        )
        #expect(transaction.outputs.map(\.value) == [501_977_960])
        #expect(
            transaction.txid(in: bytes)
                == "9765e13a71efe851f95afae2b1a6f0b91ac63a300e44d44d54122d994992de48"
        )
    }

    @Test(arguments: BitcoinFixture.transactions.suffix(2))
    func `has no outputs when it moves coins within MWEB`(_ name: String) throws {
        var reader = ByteReader(try BitcoinFixture.bytes(name), subject: "transaction")
        let watched = WatchedSet(seed: 1)
        let transaction = try RawTransaction(
            reading: &reader,
            at: .alone,
            rules: .plain,
            watched: watched
        )
        #expect(transaction.outputs.isEmpty)
    }
}

@Suite struct `Hexadecimal text` {
    @Test func `is read in either case and refused otherwise`() {
        #expect(HexText.bytes(of: "00fFaB19") == [0x00, 0xff, 0xab, 0x19])
        #expect(HexText.bytes(of: "") == [])
        for wrong in ["0", "0g", "g0", "é1", " 00"] { #expect(HexText.bytes(of: wrong) == nil) }
    }

    @Test func `of a hash has the last byte first`() {
        #expect(HexText.reversed([0x01, 0x02, 0xff]) == "ff0201")
    }
}

@Suite struct `The date of an HTTP answer` {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
        ("Fri, 31 Dec 2100 12:00:00 GMT", 4_133_937_600),
    ])
    func `is counted in seconds`(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.seconds(of: text) == seconds)
    }

    @Test(arguments: ["", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT"])
    func `is left out when it is written another way`(_ text: String) {
        #expect(HTTPDate.seconds(of: text) == nil)
    }
}
