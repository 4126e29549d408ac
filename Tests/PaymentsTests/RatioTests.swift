import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct RatioTests {
    @Test func `a fraction is kept in lowest terms`() throws {
        #expect(try Ratio(150, over: 100) == Ratio(3, over: 2))
        #expect(try Ratio(0, over: 7) == Ratio(whole: 0))
        #expect(try Ratio(.max, over: .max) == .one)
    }

    @Test func `a zero denominator or divisor is an error`() throws {
        #expect(throws: MoneyError.zero) { try Ratio(1, over: 0) }
        #expect(throws: MoneyError.zero) { try Ratio.one.divided(by: Ratio(whole: 0)) }
    }

    @Test(arguments: [("0.92", 23, 25), ("1.5", 3, 2), ("87.41", 8741, 100), ("0", 0, 1)])
    func `a decimal is read as an exact fraction`(text: String, upper: Int, lower: Int) throws {
        #expect(try Ratio(decimal: text) == Ratio(UInt128(upper), over: UInt128(lower)))
    }

    @Test func `a percentage is a hundredth`() throws {
        #expect(try Ratio(percent: "1.5") == Ratio(3, over: 200))
        #expect(try Ratio(percent: "100") == .one)
    }

    @Test func `a decimal with more than 38 places is an error`() {
        #expect(throws: MoneyError.tooManyDecimals(decimalsMax: 38)) {
            try Ratio(decimal: "0." + String(repeating: "0", count: 38) + "1")
        }
    }

    @Test func `a product beyond 128 bits throws`() throws {
        let large = Ratio(whole: 1 << 127)
        #expect(throws: MoneyError.overflow) { try large.multiplied(by: Ratio(whole: 3)) }
        // Terms are reduced across the fractions first, so this one fits.
        #expect(try large.multiplied(by: Ratio(3, over: 1 << 127)) == Ratio(whole: 3))
    }

    @Test func `comparison is exact where the cross products need 256 bits`() throws {
        let lower = try Ratio(.max - 2, over: .max - 1)
        let higher = try Ratio(.max - 1, over: .max)
        #expect(lower < higher)
        #expect(!(higher < lower))
        #expect(!(lower < lower))
    }

    @Test(arguments: [(1, 3, 4, "0.3333"), (2, 3, 4, "0.6666"), (5, 2, 4, "2.5"), (7, 1, 0, "7")])
    func `a printed ratio is cut, not rounded`(
        upper: Int,
        lower: Int,
        places: Int,
        text: String
    ) throws {
        #expect(try Ratio(UInt128(upper), over: UInt128(lower)).decimal(places: places) == text)
    }

    @Test func `dividing undoes multiplying`() throws {
        var dice = SeededGenerator()
        for _ in 0..<1_000 {
            let left = try Ratio(
                UInt128.random(in: 0...1_000_000_000, using: &dice),
                over: UInt128.random(in: 1...1_000_000_000, using: &dice)
            )
            let right = try Ratio(
                UInt128.random(in: 1...1_000_000_000, using: &dice),
                over: UInt128.random(in: 1...1_000_000_000, using: &dice)
            )
            #expect(try left.multiplied(by: right).divided(by: right) == left, "\(dice)")
        }
    }
}
