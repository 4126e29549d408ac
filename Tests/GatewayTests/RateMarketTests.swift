import Chains
import Payments
import Testing

@testable import Gateway

/// What several sources' prices come to, by rules and by dice.
@Suite(.timeLimit(.minutes(2)))
struct RateMarketTests {
    private static func ratio(_ text: String) -> Ratio {
        (try? Ratio(decimal: text)) ?? Ratio(whole: 0)
    }

    struct MedianCase: Sendable {
        let prices: [String]
        let median: String?
    }

    static let medians: [MedianCase] = [
        MedianCase(prices: [], median: nil),
        MedianCase(prices: ["7"], median: "7"),
        MedianCase(prices: ["100", "105"], median: "102.5"),
        MedianCase(prices: ["100", "105.01"], median: nil),
        MedianCase(prices: ["100", "101", "103"], median: "101"),
        MedianCase(prices: ["100", "101", "1000"], median: "100.5"),
        MedianCase(prices: ["0.001", "100", "101"], median: "100.5"),
        MedianCase(prices: ["100", "105", "99.75"], median: "100"),
        MedianCase(prices: ["100", "106", "94"], median: nil),
        MedianCase(prices: ["100", "101", "103", "102"], median: "101.5"),
        MedianCase(prices: ["100", "101", "103", "900"], median: "101"),
        // Half is not more than half.
        MedianCase(prices: ["100", "100", "50", "200"], median: nil),
        MedianCase(prices: ["100", "100", "1", "1"], median: nil),
        MedianCase(prices: ["100", "101", "102", "1", "900"], median: "101"),
        MedianCase(prices: ["0.00000001", "0.00000001", "0.00000003"], median: "0.00000001"),
    ]

    @Test(arguments: medians)
    func `the median is that of more than half, near each other`(given: MedianCase) {
        switch RateMedian(given.prices.map(Self.ratio)) {
        case .agreed(let median, _): #expect(median == given.median.map(Self.ratio))
        case .disagreed: #expect(given.median == nil)
        }
    }

    /// Prices within so many thousandths of 100 at most, scaled.
    private static func honest(
        _ count: Int,
        thousandths: UInt64,
        scale: Ratio,
        _ dice: inout SeededGenerator
    ) throws -> [Ratio] {
        try (0..<count).map { _ in
            let offset = UInt64.random(in: 0...(2 * thousandths * 1_000), using: &dice)
            let units = 100_000_000 + UInt128(offset * 100) - UInt128(thousandths * 100_000)
            return try Ratio(units, over: 1_000_000).multiplied(by: scale)
        }
    }

    @Test func `order and repetition change nothing`() throws {
        var dice = SeededGenerator()
        for _ in 0..<300 {
            let scale = try Ratio(1, over: [1, 1_000, 1_000_000].randomElement(using: &dice) ?? 1)
            let count = Int.random(in: 1...6, using: &dice)
            let prices = try Self.honest(count, thousandths: 60, scale: scale, &dice)
            let first = Self.median(prices)
            #expect(Self.median(prices.shuffled(using: &dice)) == first, "\(dice)")
            #expect(Self.median(prices) == first, "\(dice)")
        }
    }

    private static func median(_ prices: [Ratio]) -> Ratio? {
        if case .agreed(let median, _) = RateMedian(prices) { median } else { nil }
    }

    @Test func `one liar among three or more never moves the price beyond the honest`() throws {
        var dice = SeededGenerator()
        var agreedCount = 0
        for _ in 0..<2_000 {
            let scale = try Ratio(1, over: [1, 1_000, 1_000_000].randomElement(using: &dice) ?? 1)
            let count = Int.random(in: 3...5, using: &dice)
            let spread: UInt64 = [1, 20, 90].randomElement(using: &dice) ?? 1
            let honest = try Self.honest(count, thousandths: spread, scale: scale, &dice)
            let lie = try Ratio(
                UInt128.random(in: 1...400, using: &dice),
                over: UInt128.random(in: 1...4, using: &dice)
            ).multiplied(by: scale)
            let all = (honest + [lie]).shuffled(using: &dice)
            guard let median = Self.median(all) else { continue }
            agreedCount += 1
            let (low, high) = try (#require(honest.min()), #require(honest.max()))
            #expect(low <= median && median <= high, "\(dice): \(all)")
        }
        #expect(agreedCount > 1_000, "\(dice)")
    }

    @Test func `a price is cut to its leading digits, and short ones stay what they are`() {
        let cuts = [
            ("87.41", 12, "87.41"), ("123456789.123456789", 12, "123456789.123"),
            ("0.000012345678901234", 6, "0.0000123456"), ("1234567", 3, "1234567"),
            ("0.1", 1, "0.1"), ("0.00999", 2, "0.0099"), ("1", 12, "1"), ("10.5", 3, "10.5"),
        ]
        for (from, digits, to) in cuts {
            #expect(Self.ratio(from).cut(toDigits: digits) == Self.ratio(to), "\(from)")
        }
    }

    @Test func `quotients of any two prices fit, whatever the scale`() throws {
        var dice = SeededGenerator()
        for _ in 0..<500 {
            let (first, second) = (Self.anyPrice(&dice), Self.anyPrice(&dice))
            let median = try #require(Self.median([first, first]))
            #expect(median == first, "\(dice)")
            #expect(throws: Never.self) { try first.divided(by: second) }
            #expect(throws: Never.self) { try first.multiplied(by: second) }
        }
    }

    /// A price of up to 18 digits anywhere between a millionth of a millionth and a million.
    private static func anyPrice(_ dice: inout SeededGenerator) -> Ratio {
        let digits = UInt128.random(in: 1..<1_000_000_000_000_000_000, using: &dice)
        let power = (0..<Int.random(in: 12...18, using: &dice)).reduce(UInt128(1)) { power, _ in
            power * 10
        }
        return ((try? Ratio(digits, over: power)) ?? .one).cut(toDigits: 18)
    }
}
