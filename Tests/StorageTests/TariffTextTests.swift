import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct TariffTextTests {
    private static func amount(using dice: inout SeededGenerator) -> Amount {
        let asset = [StoreFixture.usd, StoreFixture.asset, Asset(ticker: "ETH", decimals: 18)]
            .randomElement(using: &dice)
        let units = [0, 1, UInt128.max, UInt128.random(in: 0...UInt128.max, using: &dice)]
            .randomElement(using: &dice)
        return Amount(units: units ?? 0, of: asset ?? StoreFixture.usd)
    }

    private static func tariff(_ number: Int, using dice: inout SeededGenerator) throws -> Tariff {
        let ratio = try Ratio(
            UInt128.random(in: 0...UInt128(UInt64.max), using: &dice),
            over: UInt128.random(in: 1...UInt128(UInt64.max), using: &dice)
        )
        return Tariff(
            name: "TARIFF_\(number)",
            rule: Bool.random(using: &dice) ? .percent(ratio) : .fixed(amount(using: &dice)),
            minimum: Bool.random(using: &dice) ? amount(using: &dice) : nil,
            maximum: Bool.random(using: &dice) ? amount(using: &dice) : nil,
            addsToInvoices: Bool.random(using: &dice)
        )
    }

    @Test func `tariffs are read back as they were written`() throws {
        var dice = SeededGenerator()
        for _ in 0..<300 {
            let count = Int.random(in: 0...5, using: &dice)
            let tariffs = try (0..<count).map { try Self.tariff($0, using: &dice) }
            let text = TariffText.text(of: tariffs)
            #expect(try TariffText.tariffs(of: text) == tariffs, "\(dice)")
        }
    }

    @Test func `fees are read back as they were written`() throws {
        var dice = SeededGenerator()
        for _ in 0..<300 {
            let fees = (0..<Int.random(in: 0...5, using: &dice)).map { number in
                Quote.Fee(
                    name: "TARIFF_\(number)",
                    amount: Amount(
                        units: UInt128.random(in: 0...UInt128.max, using: &dice),
                        of: StoreFixture.asset
                    )
                )
            }
            let text = FeeText.text(of: fees)
            #expect(try FeeText.fees(of: text, in: StoreFixture.asset) == fees, "\(dice)")
        }
    }

    @Test(arguments: [
        "A", "A p1/2 - -", "A p1/2 - - + x", "A q1/2 - - +", "A p1/0 - - +", "A p1 - - +",
        "A f1:USD - - +", "A f1:USD:39 - - +", "A f-1:USD:2 - - +", "A p1/2 x - +",
        "A p1/2 - 1:USD +",
    ])
    func `what is no tariff is an error, not a guess`(text: String) {
        #expect(throws: StorageError.unreadable(column: 0)) { try TariffText.tariffs(of: text) }
    }

    @Test(arguments: ["A", "A:", "A:x", "A:-1", "A:1:2", "A:1,B"])
    func `what is no fee is an error, not a guess`(text: String) {
        #expect(throws: StorageError.unreadable(column: 0)) {
            try FeeText.fees(of: text, in: StoreFixture.asset)
        }
    }

    @Test func `a merchant's tariffs are kept with him`() async throws {
        let fixture = try await StoreFixture()
        var dice = SeededGenerator()
        var merchant = StoreFixture.merchant(MerchantID("m_3"))
        merchant.tariffs = try (0..<4).map { try Self.tariff($0, using: &dice) }
        let added = merchant
        let found = try await fixture.store.write { transaction in
            try transaction.add(added)
            return try transaction.merchant(added.id)
        }
        #expect(found == merchant, "\(dice)")
    }
}
