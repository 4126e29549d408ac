import Foundation
import Keys
import Payments
import Rigs
import Testing

@testable import Chains

private typealias Stub = TronStubTransaction

@Suite struct `What a block of Tron moved` {
    /// Movements to the watched accounts in a block of these transactions.
    private func movements(of transactions: [TronStubTransaction]) throws -> [TronMovement] {
        let chain = TronStubChain()
        chain.mine(transactions)
        let block = chain.blocks[1]
        let blockData = try JSONEncoder().encode(TronStubChain.json(block))
        let receiptData = try JSONEncoder().encode(TronStubChain.receipts(block))
        return try TronBench.reader().movements(
            in: JSONDecoder().decode(TronBlock.self, from: blockData),
            receipts: JSONDecoder().decode(TronReceiptList.self, from: receiptData).receipts
        ).filter { TronBench.watched.contains($0.account) }
    }

    private func movement(_ name: String, _ index: UInt32, _ units: UInt128, _ asset: Asset)
        -> TronMovement
    {
        TronMovement(
            txid: Stub.hash(name),
            index: index,
            account: TronBench.mine,
            amount: Amount(units: units, of: asset)
        )
    }

    @Test func `is read from answers shaped like a node's`() throws {
        let list = try JSONDecoder().decode(
            TronBlockList.self,
            from: TronBench.file("blocks-recorded-shape.json")
        )
        let blocks = try #require(list.block)
        #expect(blocks.map(\.id.height) == [66_987_565, 66_987_566])
        #expect(blocks.map(\.transactions.count) == [8, 0])
        #expect(blocks[1].parentHash == blocks[0].id.hash)
        #expect(blocks[0].time == Instant(microseconds: 1_777_445_121_000_000))
        let receipts = try JSONDecoder().decode(
            TronReceiptList.self,
            from: TronBench.file("receipts-recorded-shape.json")
        ).receipts
        let found = try TronBench.reader().movements(in: blocks[0], receipts: receipts)
            .filter { TronBench.watched.contains($0.account) }
        let told = found.map { movement in
            let account = movement.account == TronBench.mine ? "mine" : "mineToo"
            let amount = "\(movement.amount.units) \(movement.amount.asset.ticker)"
            return "\(movement.txid.suffix(1)) \(movement.index) \(amount) \(account)"
        }
        #expect(
            told == [
                "1 0 1500000 TRX mine", "2 1 2500000 USDT mine", "2 3 3 USDT mineToo",
                "5 2147483649 4000000 TRX mine", "7 0 7 TRX mineToo",
            ]
        )
    }

    @Test func `has TRX at 0, logs from 1 and contracts' sendings from 2³¹`() throws {
        let both = Stub.call(
            "a",
            logs: [
                Stub.log(to: Stub.stranger, units: "1"), Stub.log(to: TronBench.mine, units: "64"),
                Stub.log(to: TronBench.mine, units: "65"),
            ],
            steps: [
                Stub.step(to: TronBench.mine, values: [[:]]),
                Stub.step(to: TronBench.mine, values: [["callValue": 7]]),
                Stub.step(to: TronBench.mine, values: [["callValue": 8]], note: "73756963696465"),
            ]
        )
        let found = try movements(of: [Stub.trx("t", to: TronBench.mine, sun: 5), both])
        #expect(
            found == [
                movement("t", 0, 5, TronBench.trx), movement("a", 2, 100, TronBench.usdt),
                movement("a", 3, 101, TronBench.usdt),
                movement("a", 0x8000_0001, 7, TronBench.trx),
                movement("a", 0x8000_0002, 8, TronBench.trx),
            ]
        )
    }

    @Test func `takes TRX from old blocks that say nothing of results`() throws {
        #expect(
            try movements(of: [Stub.trx("t", to: TronBench.mine, sun: 5, result: nil)])
                == [movement("t", 0, 5, TronBench.trx)]
        )
    }

    @Test func `takes what fits in 128 bits to the last unit, and the 41 before an account`()
        throws
    {
        let largest = String(repeating: "f", count: 32)
        let topics = [
            TronMovements.transferTopic.uppercased(), Stub.padded(Stub.hex(Stub.stranger)),
            Stub.padded("41" + Stub.hex(TronBench.mine)),
        ]
        let log = Stub.log(to: TronBench.mine, units: largest, topics: topics)
        #expect(
            try movements(of: [Stub.call("a", logs: [log])])
                == [movement("a", 1, .max, TronBench.usdt)]
        )
    }

    private static let transfer = TronMovements.transferTopic
    private static let from = Stub.padded(Stub.hex(Stub.stranger))
    private static let toMine = Stub.padded(Stub.hex(TronBench.mine))

    private static func odd(_ topics: [String]) -> TronStubTransaction {
        Stub.call("a", logs: [Stub.log(to: TronBench.mine, units: "64", topics: topics)])
    }

    private static func step(_ values: JSONValue, note: String = "call") -> TronStubTransaction {
        let note = Stub.hex(Array(note.utf8))
        let step = Stub.step(to: TronBench.mine, values: values, note: note)
        return Stub.call("a", steps: [step])
    }

    /// What looks like money and is none.
    struct Fake: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let transaction: TronStubTransaction

        init(_ name: String, _ transaction: TronStubTransaction) {
            testDescription = name
            self.transaction = transaction
        }
    }

    static let fakes: [Fake] = [
        Fake("failed TRX", .trx("a", to: TronBench.mine, sun: 5, result: "REVERT")),
        Fake("no TRX", .trx("a", to: TronBench.mine, sun: 0)),
        Fake("less than no TRX", .trx("a", to: TronBench.mine, sun: -5)),
        Fake("TRC-10", .trx("a", to: TronBench.mine, sun: 5, type: "TransferAssetContract")),
        Fake(
            "TRX whose receipt failed",
            .trx("a", to: TronBench.mine, sun: 5, receipt: ["result": "FAILED"])
        ),
        Fake(
            "old TRX whose receipt failed",
            .trx(
                "a",
                to: TronBench.mine,
                sun: 5,
                result: nil,
                receipt: ["receipt": ["result": "OUT_OF_TIME"]]
            )
        ),
        Fake(
            "another contract",
            .call("a", logs: [Stub.log(to: TronBench.mine, units: "64", contract: Stub.stranger)])
        ),
        Fake(
            "out of energy",
            .call(
                "a",
                result: "OUT_OF_ENERGY",
                logs: [Stub.log(to: TronBench.mine, units: "64")],
                steps: [Stub.step(to: TronBench.mine, values: [["callValue": 7]])]
            )
        ),
        Fake(
            "reverted",
            .call("a", result: "REVERT", logs: [Stub.log(to: TronBench.mine, units: "64")])
        ),
        Fake(
            "a log of a transaction that ran nothing",
            .trx(
                "a",
                to: Stub.stranger,
                sun: 5,
                receipt: ["log": [Stub.log(to: TronBench.mine, units: "64")]]
            )
        ),
        Fake("nothing", .call("a", logs: [Stub.log(to: TronBench.mine, units: "0")])),
        Fake(
            "beyond 128 bits",
            .call("a", logs: [Stub.log(to: TronBench.mine, units: "1" + from.suffix(32))])
        ),
        Fake(
            "half a word",
            .call("a", logs: [["address": .string(Stub.hex(Stub.usdt)), "data": "64"]])
        ),
        Fake("two topics", odd([transfer, toMine])),
        Fake("four topics", odd([transfer, from, toMine, toMine])),
        Fake("another event", odd([from, from, toMine])),
        Fake("no topics", odd([])),
        Fake("a short topic", odd([transfer, from, Stub.hex(TronBench.mine)])),
        Fake(
            "bytes before the account",
            odd([transfer, from, "1" + toMine.dropFirst()])
        ),
        Fake(
            "another byte than 41 before the account",
            odd([transfer, from, Stub.padded("42" + Stub.hex(TronBench.mine))])
        ),
        Fake("no digits", odd([transfer, from, String(repeating: "z", count: 64)])),
        Fake("nothing sent by a contract", step([["callValue": 0]])),
        Fake("less than nothing sent by a contract", step([["callValue": -1]])),
        Fake("a token sent by a contract", step([[:], ["callValue": 7, "tokenId": "1002000"]])),
        Fake("two sums at once", step([["callValue": 7], ["callValue": 7]])),
        Fake("delegated energy", step([["callValue": 7]], note: "delegateResourceOfEnergy")),
        Fake("frozen TRX", step([["callValue": 7]], note: "freezeForBandwidth")),
        Fake(
            "a rejected step",
            .call(
                "a",
                steps: [
                    Stub.step(to: TronBench.mine, values: [["callValue": 7]], isRejected: true)
                ]
            )
        ),
    ]

    @Test(arguments: fakes)
    func `has no money in a fake`(_ fake: Fake) throws {
        let found = try movements(of: [fake.transaction, Stub.trx("t", to: TronBench.mine, sun: 5)])
        #expect(found == [movement("t", 0, 5, TronBench.trx)])
    }

    @Test func `ignores a transaction of several contracts`() throws {
        var twice = Stub.trx("a", to: TronBench.mine, sun: 5)
        let contract = twice.transaction["raw_data"]["contract"][0]
        guard case .object(var fields) = twice.transaction else { return }
        fields["raw_data"] = ["contract": [contract, contract]]
        twice.transaction = .object(fields)
        #expect(try movements(of: [twice]).isEmpty)
    }

    @Test func `is unknown without the receipts that belong to it`() throws {
        let good = Stub.trx("a", to: TronBench.mine, sun: 5)
        var elsewhere = good
        elsewhere.receipt["blockNumber"] = 2
        var another = good
        another.receipt["id"] = .string(Stub.hash("b"))
        for broken in [elsewhere, another] {
            #expect(throws: ChainError.self) { try movements(of: [broken]) }
        }
        // The same transaction twice would be credited twice.
        #expect(throws: ChainError.self) { try movements(of: [good, good]) }
        #expect(try movements(of: [good]).count == 1)
    }

    @Test func `is unknown with the receipts of another block at its height`() throws {
        let chain = TronStubChain()
        let payment = Stub.trx("a", to: TronBench.mine, sun: 5)
        chain.mine([payment])
        let left = chain.blocks[1]
        chain.fork(depth: 1)
        chain.mine([payment])
        let blockData = try JSONEncoder().encode(TronStubChain.json(left))
        let block = try JSONDecoder().decode(TronBlock.self, from: blockData)
        for (other, count) in [(left, 1), (chain.blocks[1], nil)] {
            let data = try JSONEncoder().encode(TronStubChain.receipts(other))
            let list = try JSONDecoder().decode(TronReceiptList.self, from: data)
            let found = try? TronBench.reader().movements(in: block, receipts: list.receipts)
            #expect(found?.count == count)
        }
    }

    @Test func `knows the event by its hash`() {
        let hash = Keccak256.hash(Array("Transfer(address,address,uint256)".utf8))
        #expect(Stub.hex(hash) == TronMovements.transferTopic)
    }
}

@Suite struct `Accounts in a node's answers` {
    private struct Vector: Decodable {
        struct Address: Decodable {
            let text: String
            let matchBytes: String
        }

        let family: String
        let addresses: [Address]
    }

    @Test func `are what the oracle says, in every form`() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "KeysTests/Vectors/oracle.json")
        let vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
        let addresses = vectors.filter { $0.family == "tron" }.flatMap(\.addresses)
        #expect(addresses.count > 30)
        for address in addresses {
            let account = try #require(HexText.bytes(of: address.matchBytes))
            #expect(TronText.account(address.text) == account)
            #expect(TronText.account("41" + address.matchBytes) == account)
            #expect(TronText.contract(address.matchBytes) == account)
            #expect(TronText.receiver(inTopic: Stub.padded(address.matchBytes)) == account)
        }
        #expect(TronText.account("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t") == Stub.usdt)
    }

    @Test(arguments: [
        "", "41", "c8599111f29c1e1e061265b4af93ea1f274ad78a",
        "42c8599111f29c1e1e061265b4af93ea1f274ad78a", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdh",
        "41zz599111f29c1e1e061265b4af93ea1f274ad78a",
    ])
    func `are none in anything else`(_ text: String) {
        #expect(TronText.account(text) == nil)
    }
}
