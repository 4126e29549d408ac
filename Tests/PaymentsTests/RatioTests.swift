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

    @Test func `a printed ratio keeps its places where 128 bits do not hold them`() throws {
        let large = try Ratio(.max, over: 2)
        #expect(large.decimal(places: 2) == "170141183460469231731687303715884105727.5")
        let even = Ratio(whole: UInt128.powerOfTen(38))
        #expect(even.decimal(places: 38) == "1" + String(repeating: "0", count: 38))
    }

    @Test(arguments: [
        ("1.5", "1.5"), ("0", "0"), ("100", "100"), ("2.50", "2.5"),
        ("0.000000000000000001", "0.000000000000000001"), ("98.5", "98.5"),
    ])
    func `a percentage is printed as it was read`(read: String, printed: String) throws {
        #expect(try Ratio(percent: read).percentText == printed)
    }

    @Test func `a percentage without end is cut after 18 places`() throws {
        #expect(try Ratio(2, over: 3).percentText == "66.666666666666666666")
        #expect(Ratio(whole: .max).percentText == "\(UInt128.max)00")
    }

    @Test(arguments: [
        ("100", "101.9", Ratio.Movement.less), ("100", "102", .equal), ("100", "102.1", .more),
        ("100", "98.1", .less), ("100", "98", .equal), ("100", "97.9", .more),
        ("100", "100", .less), ("67123.45", "68465.919", .equal),
        ("67123.45", "68465.9190000000000001", .more), ("67123.45", "65780.981", .equal),
        ("67123.45", "65780.9809999999999999", .more), ("0.9998", "0", .more),
        ("0", "0.0001", .more), ("0", "0", .less),
    ])
    func `a move of two percent either way equals the limit of two percent`(
        old: String,
        new: String,
        movement: Ratio.Movement
    ) throws {
        let moved = Ratio.movement(
            from: try Ratio(decimal: old),
            to: try Ratio(decimal: new),
            against: try Ratio(percent: "2")
        )
        #expect(moved == movement)
    }

    @Test func `a limit of nothing is exceeded by any move and equalled by none`() throws {
        let nothing = Ratio(whole: 0)
        #expect(Ratio.movement(from: .one, to: .one, against: nothing) == .equal)
        #expect(Ratio.movement(from: nothing, to: nothing, against: nothing) == .equal)
        let nearlyOne = try Ratio(.max - 1, over: .max)
        #expect(Ratio.movement(from: .one, to: nearlyOne, against: nothing) == .more)
        #expect(Ratio.movement(from: nearlyOne, to: .one, against: nothing) == .more)
    }

    @Test func `a move is compared exactly where it needs more than 128 bits`() throws {
        let old = try Ratio(.max - 1, over: .max)
        // From (m − 1) ÷ m to 1 is a move of 1 ÷ (m − 1), from 1 back one of 1 ÷ m.
        let limit = try Ratio(1, over: .max - 1)
        #expect(Ratio.movement(from: old, to: .one, against: limit) == .equal)
        #expect(Ratio.movement(from: .one, to: old, against: limit) == .less)
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
