import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct WalletGapTests {
    private static func paidIndex(
        _ fixture: StoreFixture,
        looksMax: Int = 100
    ) async throws -> UInt32? {
        try await fixture.store.read { transaction in
            let wallet = try #require(
                try transaction.wallet(of: StoreFixture.merchant, on: StoreFixture.network)
            )
            return try transaction.newestPaidIndex(of: wallet, looksMax: looksMax)
        }
    }

    @Test func `the newest address that money came to is found`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...5 { try await fixture.open(number) }
        #expect(try await Self.paidIndex(fixture) == nil)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(2, 100)
        try await fixture.follow(chain)
        // Seen is enough: a wallet that shows it goes on from there.
        #expect(try await Self.paidIndex(fixture) == 1)
        chain.pay(4, 7, txid: "tx-2")
        try await fixture.follow(chain)
        #expect(try await Self.paidIndex(fixture) == 3)
    }

    @Test func `no more addresses are looked at than the limit says`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...5 { try await fixture.open(number) }
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(2, 100)
        try await fixture.follow(chain)
        #expect(try await Self.paidIndex(fixture, looksMax: 3) == nil)
        #expect(try await Self.paidIndex(fixture, looksMax: 4) == 1)
    }
}
