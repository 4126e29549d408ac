import Keys
import Payments
import Testing

@testable import Chains

@Suite struct `A transaction that a payer asks for on an EVM server` {
    private static let unknown = "0x00000000000000000000000000000000000000dd"

    private static func ask(
        _ bench: EVMBench,
        _ name: String
    ) async throws -> TransactionSighting? {
        let hash = try #require(TransactionHash(EVMStubChain.hash(name)))
        let account = try #require(EVMBench.format.decode(EVMBench.ours)).matchBytes
        return try await bench.source.transaction(hash, payingTo: [account])
    }

    private static func coin(
        _ units: UInt128,
        _ ticker: String = "ETH"
    ) -> TransactionSighting.Payment {
        .coin(
            Amount(units: units, of: Asset(ticker: ticker, decimals: ticker == "ETH" ? 18 : 6))
        )
    }

    @Test func `pays coins, known tokens and unknown ones, or nobody here`() async throws {
        var several = EVMStubChain.token("several", EVMBench.usdt, to: EVMBench.ours, amount: 5)
        several.logs.append(EVMStubChain.log(EVMBench.usdc, to: EVMBench.ours, amount: 7))
        several.logs.append(EVMStubChain.log(EVMBench.usdc, to: EVMBench.other, amount: 9))
        var failed = EVMStubChain.token("failed", EVMBench.usdt, to: EVMBench.ours, amount: 5)
        failed.status = "0x0"
        var chain = EVMStubChain(blocks: 4)
        chain.mine([
            EVMStubChain.payment("native", to: EVMBench.ours, value: 1 << 70), several, failed,
            EVMStubChain.token("fake", Self.unknown, to: EVMBench.ours, amount: 3),
            EVMStubChain.payment("stranger", to: EVMBench.other, value: 3),
            EVMStubChain.token("elsewhere", EVMBench.usdt, to: EVMBench.other, amount: 3),
        ])
        let bench = try await EVMBench.start(chain)
        let place = TransactionSighting.Position.inBlock(height: 4, hash: chain.blocks[4].hash)
        let native = try await Self.ask(bench, "native")
        #expect(native == TransactionSighting(position: place, payments: [Self.coin(1 << 70)]))
        let found = try await Self.ask(bench, "several")
        #expect(found?.payments == [Self.coin(5, "USDT"), Self.coin(7, "USDC")])
        #expect(try await Self.ask(bench, "failed")?.position == .failed)
        let fake = try await Self.ask(bench, "fake")
        let checksummed = EVMBench.format.decode(Self.unknown).flatMap {
            EVMBench.format.encode(matchBytes: $0.matchBytes)
        }
        #expect(
            fake?.payments == [
                .unknownToken(contract: try #require(checksummed))
            ]
        )
        let stranger = try await Self.ask(bench, "stranger")
        #expect(stranger == TransactionSighting(position: place, payments: []))
        // Code ran in it, so that it may have passed coins on.
        let elsewhere = try await Self.ask(bench, "elsewhere")
        #expect(elsewhere?.payments == [])
        #expect(elsewhere?.mayPayUnseen == true)
        #expect(try await Self.ask(bench, "nothing") == nil)
        try await bench.close()
    }

    private static func call(
        _ name: String,
        _ input: String,
        gasPrice: String = "0x3b9aca00"
    ) -> EVMStubChain.Transaction {
        var call = EVMStubChain.Transaction(hash: EVMStubChain.hash(name), to: EVMBench.usdt)
        call.input = input
        call.gasPrice = gasPrice
        return call
    }

    private static func word(_ digits: String) -> String {
        String(repeating: "0", count: 64 - digits.count) + digits
    }

    @Test func `waits with what its call is going to pay`() async throws {
        let ours = Self.word(String(EVMBench.ours.dropFirst(2)))
        let other = Self.word(String(EVMBench.other.dropFirst(2)))
        var chain = EVMStubChain(blocks: 4)
        chain.waiting = [
            EVMStubChain.payment("native", to: EVMBench.ours, value: 9),
            Self.call("token", "0xa9059cbb\(ours)\(Self.word("64"))"),
            Self.call("from", "0x23B872DD\(other)\(ours)\(Self.word("65"))"),
            Self.call("other", "0xa9059cbb\(other)\(Self.word("64"))"),
            Self.call("odd", "0xa9059cbb\(ours)"), Self.call("unknown", "0x12345678\(ours)"),
            Self.call("dirty", "0xa9059cbb\(Self.word("1"))g\(ours)\(Self.word("64"))"),
        ]
        let bench = try await EVMBench.start(chain)
        let expected: [(String, [TransactionSighting.Payment], Bool)] = [
            ("native", [Self.coin(9)], false), ("token", [Self.coin(100, "USDT")], false),
            ("from", [Self.coin(101, "USDT")], false), ("other", [], false), ("odd", [], true),
            ("unknown", [], true), ("dirty", [], true),
        ]
        for (name, payments, mayPayUnseen) in expected {
            let found = try await Self.ask(bench, name)
            #expect(found?.position == .waiting(isFeeLow: false), "\(name)")
            #expect(found?.payments == payments, "\(name)")
            #expect(found?.mayPayUnseen == mayPayUnseen, "\(name)")
        }
        try await bench.close()
    }

    /// The stub's next block takes 1,000,000,005 for a unit of gas.
    @Test(arguments: [("0x3b9aca00", false), ("0x1dcd6503", false), ("0x1dcd6502", true)])
    func `offers a low fee below half of the price of the next block`(
        _ gasPrice: String,
        _ isLow: Bool
    ) async throws {
        var chain = EVMStubChain(blocks: 4)
        var payment = EVMStubChain.payment("native", to: EVMBench.ours, value: 9)
        payment.gasPrice = gasPrice
        chain.waiting = [payment]
        let bench = try await EVMBench.start(chain)
        let found = try await Self.ask(bench, "native")
        #expect(found?.position == .waiting(isFeeLow: isLow))
        try await bench.close()
    }

    @Test func `is asked for at the next server where one fails, and is an error where all do`()
        async throws
    {
        var chain = EVMStubChain(blocks: 4)
        chain.mine([EVMStubChain.payment("native", to: EVMBench.ours, value: 9)])
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[0].change { $0.status = 500 }
        #expect(try await Self.ask(bench, "native")?.payments == [Self.coin(9)])
        bench.servers[1].change { $0.lie = { _, _ in "{\"a\":1}" } }
        await #expect(throws: ChainError.self) { try await Self.ask(bench, "native") }
        // Nothing is held against them: a payer's hash takes no witness out.
        #expect(await bench.source.endpointReports().allSatisfy(\.isHealthy))
        try await bench.close()
    }
}
