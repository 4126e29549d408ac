import Payments
import Testing

@testable import Chains

@Suite struct `A transaction of a simulated chain` {
    private static let mine: Set<[UInt8]> = [[0, 20, 1]]

    private static func ask(
        _ chain: SimulatedChain,
        _ txid: String
    ) async throws -> TransactionSighting? {
        let hash = try #require(TransactionHash(txid))
        return try await chain.transaction(hash, payingTo: mine)
    }

    @Test func `waits, is mined, loses its block and finds another`() async throws {
        let chain = try Simulation.chain()
        try await chain.mine(blocks: 3)
        let txid = try await chain.pay([
            Simulation.output(to: 2, units: 7), Simulation.output(to: 1, units: 40),
            Simulation.output(to: 1, units: 60),
        ])
        let payments = [UInt128(40), 60].map {
            TransactionSighting.Payment.coin(Amount(units: $0, of: Simulation.asset))
        }
        let waiting = try await Self.ask(chain, txid)
        #expect(waiting?.position == .waiting(isFeeLow: false))
        #expect(waiting?.payments == payments)
        let block = try await chain.mine()
        let mined = try await Self.ask(chain, txid)
        #expect(mined?.position == .inBlock(height: block.height, hash: block.hash))
        #expect(mined?.payments == payments)
        try await chain.reorganise(depth: 1)
        #expect(try await Self.ask(chain, txid) == waiting)
        let again = try await chain.mine()
        #expect(
            try await Self.ask(chain, txid)?.position
                == .inBlock(height: again.height, hash: again.hash)
        )
    }

    @Test func `is gone once replaced or dropped, and what replaced it pays a stranger`()
        async throws
    {
        let chain = try Simulation.chain()
        let first = try await chain.pay([Simulation.output(to: 1)])
        let second = try await chain.pay([Simulation.output(to: 1)])
        let other = try await chain.replace(txid: first)
        try await chain.drop(txid: second)
        for txid in [first, second] {
            #expect(try await Self.ask(chain, txid)?.position == .gone)
        }
        let replacement = try await Self.ask(chain, other)
        #expect(replacement?.position == .waiting(isFeeLow: false))
        #expect(replacement?.payments == [])
        #expect(try await Self.ask(chain, String(repeating: "0", count: 64)) == nil)
    }
}
