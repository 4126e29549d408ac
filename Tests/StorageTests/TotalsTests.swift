import Payments
import Testing

@testable import Storage

/// Totals are kept in the transaction that changes a standing, and are always those of the facts.
@Suite(.timeLimit(.minutes(2)))
struct TotalsTests {
    private static let today = Day(of: StoreFixture.start)
    private static let other = Asset(ticker: "USDC", decimals: 18)

    /// An invoice over 30 dollars, paid with 100 units that two blocks hold.
    private static func paid() async throws -> (StoreFixture, ScriptedChain) {
        let fixture = try await StoreFixture()
        try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(2)
        try await fixture.follow(chain, at: StoreFixture.start.advanced(bySeconds: 90))
        return (fixture, chain)
    }

    @Test func `a payment is counted in every sum it belongs to`() async throws {
        let (fixture, _) = try await Self.paid()
        let totals = try await KeptTotals(fixture).kept()
        #expect(
            totals.receipts == [
                MerchantTotals.Receipt(
                    day: Self.today,
                    coin: Coin(StoreFixture.asset, on: StoreFixture.network),
                    amount: Amount(units: 100, of: StoreFixture.asset),
                    transfers: 1
                )
            ]
        )
        #expect(totals.opened == [Self.today: 1])
        #expect(totals.paid == [Self.today: 1])
        #expect(totals.delays == [.fiveMinutes: 1])
        #expect(totals.open.isEmpty)
        #expect(totals.hasInvoices)
        let neighbours = try await KeptTotals(fixture).kept(of: StoreFixture.neighbour)
        #expect(neighbours == MerchantTotals())
    }

    @Test func `an open invoice is in the sum of its price's asset until it is paid`()
        async throws
    {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        try await fixture.open(2)
        let open = try await KeptTotals(fixture).kept().open
        let sum = Amount(units: 6_000, of: StoreFixture.usd)
        #expect(open == [MerchantTotals.OpenSum(amount: sum, invoices: 2)])
        _ = try await fixture.store.write {
            try $0.decide(.cancelled, on: InvoiceID("invoice-1"), at: StoreFixture.start)
        }
        #expect(try await KeptTotals(fixture).kept().open.map(\.invoices) == [1])
    }

    @Test func `a reorganisation takes money back and opens the invoice again`() async throws {
        let (fixture, before) = try await Self.paid()
        var chain = before
        chain.reorganise(depth: 2)
        for _ in 0..<2 { try await fixture.follow(chain) }
        var totals = try await KeptTotals(fixture).kept()
        #expect(totals.receipts.isEmpty)
        #expect(totals.open.map(\.invoices) == [1])
        // Paid was once, and stays so.
        #expect(totals.paid == [Self.today: 1])
        chain.mine(2)
        try await fixture.follow(chain, at: StoreFixture.start.advanced(bySeconds: 86_400))
        totals = try await KeptTotals(fixture).kept()
        #expect(totals.receipts.map(\.amount.units) == [100])
        #expect(totals.receipts.map(\.day) == [Self.today])
        #expect(totals.paid == [Self.today: 1])
        #expect(totals.delays.values.reduce(0, +) == 1)
        #expect(totals.open.isEmpty)
    }

    @Test func `a payment in another coin counts in that coin, once it is accepted`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(to: StoreFixture.address(1), 70, txid: "tx-o", of: Self.other)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await KeptTotals(fixture).kept().receipts.isEmpty)
        let transfer = try await fixture.invoice(id).facts.transfers[0].transfer.id
        for _ in 0..<2 {
            try await fixture.store.write { transaction in
                // Worth so little that the standing shows nothing of it.
                _ = try transaction.count(transfer, as: .atArrival(.one))
                try transaction.settle(id, at: StoreFixture.start)
            }
        }
        let receipts = try await KeptTotals(fixture).kept().receipts
        #expect(receipts.map(\.coin.asset) == [Self.other])
        #expect(receipts.map(\.amount.units) == [70])
    }

    @Test func `what a balance showed is taken back where a transfer explains it`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine()
        try await fixture.follow(chain)
        let step = ChainStep(
            network: StoreFixture.network,
            start: chain.tip,
            disconnected: [],
            connected: [],
            waiting: nil,
            isWaitingComplete: false,
            tip: chain.tip,
            askedAt: StoreFixture.start,
            found: [ScriptedChain.transfer("tx-i", to: StoreFixture.address(1), units: 50)]
        )
        for _ in 0..<2 { try await fixture.record(step) }
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await KeptTotals(fixture).kept().receipts.map(\.amount.units) == [50])
        chain.pay(1, 50, txid: "tx-n")
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await KeptTotals(fixture).kept().receipts.isEmpty)
        chain.mine()
        try await fixture.follow(chain)
        let receipts = try await KeptTotals(fixture).kept().receipts
        #expect(receipts.map(\.amount.units) == [50])
        #expect(receipts.map(\.transfers) == [1])
    }

    @Test func `prices beyond 128 bits together do not stop payments`() async throws {
        let fixture = try await StoreFixture()
        let sum = try await fixture.store.write { transaction in
            let key = TotalsTally.OpenKey(merchant: StoreFixture.merchant, asset: Self.other)
            for _ in 0..<2 { try transaction.change(key) { $0.add(.max) } }
            return try transaction.totals(of: StoreFixture.merchant, on: KeptTotals.days).open
        }
        #expect(sum.map(\.amount.units) == [.max])
        #expect(sum.map(\.invoices) == [2])
    }

    @Test(arguments: 0..<4)
    func `whatever happens, the kept totals are those of what is stored`(
        round: Int
    ) async throws {
        var dice = SeededGenerator()
        let fixture = try await Self.lived(&dice)
        let totals = KeptTotals(fixture)
        let kept = try await totals.kept()
        #expect(try await totals.derived() == kept, "\(dice)")
        #expect(kept.opened.values.reduce(0, +) > 0, "\(dice)")
        #expect(try await totals.kept(of: StoreFixture.neighbour) == MerchantTotals(), "\(dice)")
        // A database that kept none gets the same.
        let older = "\(fixture.folder.path)/older.sqlite"
        try totals.copy(ofVersion: 2, to: older)
        #expect(try await KeptTotals(path: older).kept() == kept, "\(dice)")
        // Time that goes back opens what had expired, here as there.
        try await fixture.store.write { transaction in
            for number in 1..<100 {
                _ = try transaction.settle(InvoiceID("invoice-\(number)"), at: StoreFixture.start)
            }
        }
        #expect(try await totals.derived() == totals.kept(), "\(dice)")
    }

    /// A database after a random history.
    private static func lived(_ dice: inout SeededGenerator) async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        try await fixture.issueShared()
        var merchant = StoreFixture.merchant(StoreFixture.merchant)
        var chain = ScriptedChain()
        var now = StoreFixture.start
        var opened = 0
        var known: [Transfer.ID] = []
        try await fixture.follow(chain)
        for turn in 0..<120 {
            let number = Int.random(in: 1...max(opened, 1), using: &dice)
            let id = InvoiceID("invoice-\(number)")
            switch Int.random(in: 0..<16, using: &dice) {
            case 0...2:
                opened += 1
                let day = Int64.random(in: -3...3, using: &dice) * 86_400
                let openedAt = StoreFixture.start.advanced(bySeconds: day)
                if Bool.random(using: &dice) {
                    try await fixture.open(opened, finality: 3, openedAt: openedAt)
                } else {
                    try await fixture.openShared(opened, due: 100, openedAt: openedAt)
                }
            case 3...6:
                let shared = Int.random(in: 0..<3, using: &dice) == 0
                let transfer = ScriptedChain.transfer(
                    "tx-\(turn)",
                    to: shared ? "shared" : StoreFixture.address(number),
                    units: [40, 50, 100, 130].randomElement(using: &dice) ?? 1,
                    of: Int.random(in: 0..<3, using: &dice) == 0 ? Self.other : StoreFixture.asset
                )
                known.append(transfer.id)
                chain.pay(
                    to: transfer.address,
                    transfer.amount.units,
                    txid: transfer.id.txid,
                    of: transfer.amount.asset
                )
            case 7...9: chain.mine(Int.random(in: 1...3, using: &dice))
            case 10:
                let depth = min(Int.random(in: 1...5, using: &dice), chain.blocks.count - 1)
                if depth > 0 { chain.reorganise(depth: depth) }
            case 11:
                if let lost = known.randomElement(using: &dice) { chain.drop(lost.txid) }
            case 12:
                let marks: [Mark] = [.accepted, .cancelled, .deleted, .failed]
                let mark = marks.randomElement(using: &dice) ?? .cancelled
                let moment = now
                _ = try await fixture.store.write { try $0.decide(mark, on: id, at: moment) }
            case 13:
                merchant.foreignPolicy =
                    [.hold, .accept, .ignore].randomElement(using: &dice) ?? .hold
                let changed = merchant
                _ = try await fixture.store.write { try $0.update(changed) }
            case 14:
                guard let transfer = known.randomElement(using: &dice) else { break }
                let moment = now
                try await fixture.store.write { transaction in
                    guard try transaction.count(transfer, as: .awaited) else { return }
                    for invoice in try transaction.rateAwaited(
                        limit: 10,
                        rate: { _, _, _, _ in .atArrival(.one) }
                    ) {
                        try transaction.settle(invoice, at: moment)
                    }
                }
            default:
                now = now.advanced(bySeconds: Int64.random(in: 0...20_000, using: &dice))
            }
            if Int.random(in: 0..<3, using: &dice) > 0 {
                let ratings: [TransferFact.Rating] = [.quoted, .atArrival(.one), .awaited]
                let rating = ratings.randomElement(using: &dice) ?? .quoted
                let cursor = try await fixture.cursor()
                let step = chain.step(after: cursor, at: now, blocksMax: 3)
                for _ in 0..<2 { try await fixture.record(step, rating: rating) }
            }
        }
        try await fixture.follow(chain, at: now)
        return fixture
    }
}
