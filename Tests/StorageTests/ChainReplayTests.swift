import Payments
import Testing

@testable import Storage

/// Chains of random commands, read in random portions, twice, with restarts: the end is the same.
@Suite(.timeLimit(.minutes(2)))
struct ChainReplayTests {
    private static let invoices = 1...4

    @Test(arguments: 0..<6)
    func `however a chain is read, the standings are those of its last state`(
        round: Int
    ) async throws {
        var dice = SeededGenerator()
        let fixture = try await StoreFixture()
        let other = try await StoreFixture()
        for number in Self.invoices {
            try await fixture.open(number, finality: 1_000)
            try await other.open(number, finality: 1_000)
        }
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        try await other.follow(chain)
        var store = fixture.store
        for turn in 0..<60 {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0...2:
                let number = Int.random(in: Self.invoices, using: &dice)
                let units = UInt128.random(in: 1...120, using: &dice)
                chain.pay(number, units, txid: "tx-\(turn)")
            case 3...4: chain.mine(Int.random(in: 1...3, using: &dice))
            case 5:
                let depth = min(Int.random(in: 1...4, using: &dice), chain.blocks.count - 1)
                if depth > 0 { chain.reorganise(depth: depth) }
            case 6: store = try Store(sqlitePath: fixture.folder.databasePath)
            default:
                let blocksMax = Int.random(in: 1...3, using: &dice)
                let cursor = try await store.read { try $0.cursor(of: StoreFixture.network) }
                let step = chain.step(
                    after: cursor,
                    at: StoreFixture.start,
                    blocksMax: blocksMax
                )
                for _ in 0..<2 {
                    _ = try await store.write { try $0.record(step) { _, _, _, _ in .quoted } }
                }
            }
        }
        try await fixture.follow(chain)
        try await other.follow(chain)
        for number in Self.invoices {
            let id = InvoiceID("invoice-\(number)")
            let stored = try await fixture.invoice(id)
            #expect(try await other.invoice(id).standing == stored.standing, "\(dice)")
            let derived = stored.invoice.standing(given: stored.facts, at: StoreFixture.start)
            #expect(derived == stored.standing, "\(dice)")
            let events = try await fixture.store.read { try $0.events(of: id) }
            #expect(events.map(\.revision) == Array(1...events.count), "\(dice)")
            #expect(events.last?.standing == stored.standing, "\(dice)")
            #expect(events.count { $0.invoiceEvent == .paid } <= 1, "\(dice)")
            for (before, after) in zip(events, events.dropFirst()) {
                #expect(after.before == before.standing, "\(dice)")
            }
        }
    }
}
