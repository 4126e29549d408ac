import Payments
import Testing

@testable import Chains

private typealias Stub = TronStubTransaction

@Suite struct `A transaction that a payer asks for on a Tron node` {
    private static func ask(
        _ bench: TronBench,
        _ name: String
    ) async throws -> TransactionSighting? {
        let hash = try #require(TransactionHash(Stub.hash(name)))
        return try await bench.source.transaction(hash, payingTo: [TronBench.mine])
    }

    private static func coin(
        _ units: UInt128,
        _ asset: Asset = TronBench.trx
    ) -> TransactionSighting.Payment {
        .coin(Amount(units: units, of: asset))
    }

    @Test func `pays TRX, known tokens and unknown ones, or nobody here`() async throws {
        let bench = try await TronBench.start()
        let fake = Stub.log(to: TronBench.mine, units: "64", contract: TronBench.mineToo)
        bench.chain.mine([
            .trx("a", to: TronBench.mine, sun: 1_500_000), .trx("b", to: Stub.stranger, sun: 9),
            .call("c", logs: [Stub.log(to: TronBench.mine, units: "64")]),
            .call("d", logs: [fake]), .trx("e", to: TronBench.mine, sun: 5, result: "FAILED"),
            .call("f", result: "OUT_OF_ENERGY", logs: [fake]),
        ])
        let place = TransactionSighting.Position.inBlock(height: 1, hash: nil)
        let trx = try await Self.ask(bench, "a")
        #expect(trx == TransactionSighting(position: place, payments: [Self.coin(1_500_000)]))
        let stranger = try await Self.ask(bench, "b")
        #expect(stranger == TransactionSighting(position: place, payments: []))
        let token = try await Self.ask(bench, "c")
        #expect(token?.payments == [Self.coin(100, TronBench.usdt)])
        let unknown = try await Self.ask(bench, "d")
        #expect(unknown?.payments == [.unknownToken(contract: TronBench.mineTooText)])
        #expect(try await Self.ask(bench, "e")?.position == .failed)
        #expect(try await Self.ask(bench, "f")?.position == .failed)
        #expect(try await Self.ask(bench, "0") == nil)
        try await bench.server.close()
    }

    @Test func `waits for its block, or for its receipt`() async throws {
        let bench = try await TronBench.start()
        bench.chain.change {
            $0.pending = [
                .trx("a", to: TronBench.mine, sun: 7), .trx("b", to: Stub.stranger, sun: 7),
                .call("c", logs: []),
            ]
        }
        let expected: [(String, [TransactionSighting.Payment], Bool)] = [
            ("a", [Self.coin(7)], false), ("b", [], false), ("c", [], true),
        ]
        for (name, payments, mayPayUnseen) in expected {
            let found = try await Self.ask(bench, name)
            #expect(found?.position == .waiting(isFeeLow: false))
            #expect(found?.payments == payments)
            #expect(found?.mayPayUnseen == mayPayUnseen)
        }
        bench.chain.mine([.trx("d", to: TronBench.mine, sun: 8)])
        bench.chain.change { $0.receiptsMissing = [1] }
        #expect(try await Self.ask(bench, "d")?.position == .waiting(isFeeLow: false))
        bench.chain.change { $0.receiptsMissing = [] }
        #expect(try await Self.ask(bench, "d")?.position == .inBlock(height: 1, hash: nil))
        // A server without a list of what waits knows only what is in a block.
        bench.chain.change { $0.pathsMissing = ["/wallet/gettransactionfrompending"] }
        #expect(try await Self.ask(bench, "a") == nil)
        try await bench.server.close()
    }
}
