import Chains
import Gateway
import Payments
import Testing

struct SandboxPricesTests {
    private static func ratio(_ text: String) -> Ratio? { try? Ratio(decimal: text) }

    @Test(arguments: ["87.41", "1", "0.000000000000000001", "999999999999.999999999999999999"])
    func `a price is a plain decimal, read and written exactly`(text: String) throws {
        let prices = SandboxPrices()
        try prices.change("LTC", by: .dollars(text), from: nil)
        #expect(prices.text == "LTC \(text)")
        #expect(SandboxPrices(text: prices.text).text == prices.text)
    }

    @Test(arguments: [
        "", "0", "0.000", "-1", "+1", "1e3", "1,5", ".5", "5.", " 5", "5 USD", "1000000000000",
        "0.0000000000000000001",
    ])
    func `anything else is not a price`(text: String) {
        let prices = SandboxPrices()
        #expect(throws: SandboxRefusal.badPrice) {
            try prices.change("LTC", by: .dollars(text), from: .one)
        }
        #expect(prices.text.isEmpty)
    }

    @Test(arguments: [
        ("87.41", "2.1", "89.24561"), ("87.41", "+2.1", "89.24561"), ("87.41", "-2.1", "85.57439"),
        ("87.41", "2", "89.1582"), ("67123.45", "-1.9", "65848.10445"), ("0.9998", "0", "0.9998"),
        ("1", "-99.999999", "0.00000001"), ("1", "900", "10"), ("3", "-50", "1.5"),
    ])
    func `a price moves by exactly so many percent`(from: String, percent: String, to: String)
        throws
    {
        let moved = try SandboxPrices.price(
            SandboxPrices.price(from),
            movedByPercent: percent
        )
        #expect(moved == Self.ratio(to))
    }

    @Test func `what is beyond the last decimal of a move is cut`() throws {
        let moved = try SandboxPrices.price(
            SandboxPrices.price("0.000000000000000019"),
            movedByPercent: "10"
        )
        #expect(moved == Self.ratio("0.00000000000000002"))
    }

    @Test(arguments: ["-100", "-100.1", "--1", "+-1", "", "-", "2.1%", "1e1", "0.0000001"])
    func `anything else is not a move`(percent: String) {
        #expect(throws: SandboxRefusal.badPercent) {
            try SandboxPrices.price(.one, movedByPercent: percent)
        }
    }

    @Test func `a price never leaves its range by a move`() throws {
        let highest = try SandboxPrices.price("999999999999")
        #expect(throws: SandboxRefusal.badPrice) {
            try SandboxPrices.price(highest, movedByPercent: "0.000001")
        }
        let lowest = try SandboxPrices.price("0.000000000000000001")
        #expect(throws: SandboxRefusal.badPrice) {
            try SandboxPrices.price(lowest, movedByPercent: "-1")
        }
    }

    @Test func `the first move starts at the market's price, the next at the one set`() async throws
    {
        let prices = SandboxPrices()
        #expect(throws: SandboxRefusal.rateNotAvailable) {
            try prices.change("LTC", by: .percent("1"), from: nil)
        }
        try prices.change("LTC", by: .percent("10"), from: Self.ratio("100"))
        try prices.change("LTC", by: .percent("10"), from: Self.ratio("50"))
        try prices.change("BTC", by: .dollars("60000"), from: nil)
        #expect(prices.text == "BTC 60000\nLTC 121")
        let now = Instant(seconds: 1_700_000_000)
        let told = try await prices.prices(at: now).sorted { $0.ticker < $1.ticker }
        #expect(told.map(\.dollars) == [Ratio(whole: 60_000), Ratio(whole: 121)])
        #expect(told.allSatisfy { $0.time == now && $0.source == "hand" })
        try prices.change("BTC", by: .reset, from: nil)
        #expect(prices.text == "LTC 121")
    }

    @Test func `lines that are no prices are left out`() {
        #expect(SandboxPrices(text: "LTC 5\nBTC\nETH x\n\nTRX 0").text == "LTC 5")
    }
}
