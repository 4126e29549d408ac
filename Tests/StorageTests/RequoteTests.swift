import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct RequoteTests {
    private static let choice = ChoiceID("choice-1")

    private static func listed(
        after last: InvoiceID? = nil,
        limit: Int = 100,
        in fixture: StoreFixture
    ) async throws -> [String] {
        try await fixture.store.read {
            try $0.invoicesToRequote(after: last, limit: limit).map(\.text)
        }
    }

    @Test func `new quotes are kept in order, and the first one stays`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(1, slippage: Ratio(whole: 0))
        let first = try await fixture.invoice(id).facts.choices[0]
        let fees = [
            Quote.Fee(name: "SEPA_WITHDRAWAL", amount: Amount(units: 3, of: StoreFixture.asset)),
            Quote.Fee(name: "KYT_ADDRESS", amount: .zero(StoreFixture.asset)),
        ]
        let newer = [
            try StoreFixture.quote(due: 120, rate: "70", fees: fees),
            try StoreFixture.quote(due: 90, rate: "97.123456789"),
        ]
        for quote in newer {
            try await fixture.store.write {
                try $0.add(requote: quote, to: Self.choice, at: StoreFixture.start)
            }
        }
        let stored = try await fixture.invoice(id).facts.choices[0]
        #expect(stored.firstQuote == first.quote)
        #expect(stored.requotes == newer)
        #expect(stored.quote == newer[1])
        #expect(stored.address == first.address)
    }

    @Test func `an invoice that follows the price is listed until money is seen`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1, slippage: Ratio(whole: 0))
        try await fixture.open(2)
        #expect(try await Self.listed(in: fixture) == ["invoice-1"])
        var chain = ScriptedChain()
        chain.pay(1, 10)
        try await fixture.follow(chain)
        #expect(try await Self.listed(in: fixture).isEmpty)
        chain.drop("tx-1")
        try await fixture.follow(chain)
        #expect(try await Self.listed(in: fixture).isEmpty)
    }

    @Test func `an invoice that ended is not listed`() async throws {
        let fixture = try await StoreFixture()
        let cancelled = try await fixture.open(1, slippage: Ratio(whole: 0))
        let expired = try await fixture.open(2, slippage: Ratio(whole: 0))
        try await fixture.store.write {
            _ = try $0.decide(.cancelled, on: cancelled, at: StoreFixture.start)
        }
        #expect(try await Self.listed(in: fixture) == ["invoice-2"])
        let late = StoreFixture.deadline.advanced(bySeconds: 10)
        try await fixture.follow(ScriptedChain(), at: late)
        try await fixture.store.write { _ = try $0.settle(expired, at: late) }
        #expect(try await Self.listed(in: fixture).isEmpty)
    }

    @Test func `the list is read page by page`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...5 { try await fixture.open(number, slippage: Ratio(whole: 0)) }
        var seen: [String] = []
        var last: InvoiceID?
        while true {
            let page = try await Self.listed(after: last, limit: 2, in: fixture)
            if page.isEmpty { break }
            seen += page
            last = page.last.map(InvoiceID.init)
        }
        #expect(seen == (1...5).map { "invoice-\($0)" })
    }
}
