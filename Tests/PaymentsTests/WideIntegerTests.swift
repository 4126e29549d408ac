import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct WideIntegerTests {
    private static let base = WideInteger(1 << 32)

    /// An integer from base 2³² digits, the most significant first.
    private static func wide(_ limbs: [UInt32]) -> WideInteger {
        limbs.reduce(WideInteger(0)) {
            $0.multiplied(by: base).adding(WideInteger(UInt128($1)))
        }
    }

    /// Digits that like the edges, where carries and borrows live.
    private static func limbs(_ dice: inout SeededGenerator) -> [UInt32] {
        (0..<Int.random(in: 1...16, using: &dice)).map { _ in
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: 0
            case 1: .max
            case 2: 1
            case 3: 1 << 31
            default: UInt32.random(in: 0 ... .max, using: &dice)
            }
        }
    }

    private static func expectDivisionIdentity(
        _ value: WideInteger,
        _ divisor: WideInteger,
        _ comment: Comment,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (quotient, remainder) = value.dividedWithRemainder(by: divisor)
        let isWhole = quotient.multiplied(by: divisor).adding(remainder) == value
        #expect(isWhole, comment, sourceLocation: sourceLocation)
        #expect(remainder < divisor, comment, sourceLocation: sourceLocation)
    }

    @Test func `quotient times divisor plus remainder is the value`() {
        var dice = SeededGenerator()
        for _ in 0..<5_000 {
            let value = Self.wide(Self.limbs(&dice))
            let divisor = Self.wide(Self.limbs(&dice)).adding(WideInteger(1))
            Self.expectDivisionIdentity(value, divisor, "\(dice)")
        }
    }

    @Test func `a product divides by its factor without remainder`() {
        var dice = SeededGenerator()
        for _ in 0..<2_000 {
            let factor = Self.wide(Self.limbs(&dice)).adding(WideInteger(1))
            let other = Self.wide(Self.limbs(&dice))
            let (quotient, remainder) = factor.multiplied(by: other)
                .dividedWithRemainder(by: factor)
            #expect(quotient == other, "\(dice)")
            #expect(remainder.isZero, "\(dice)")
        }
    }

    @Test func `results that fit 128 bits are those of the machine`() {
        var dice = SeededGenerator()
        for _ in 0..<5_000 {
            let left =
                UInt128.random(in: 0 ... .max, using: &dice)
                >> Int.random(in: 0..<128, using: &dice)
            let right = max(
                1,
                UInt128.random(in: 0 ... .max, using: &dice)
                    >> Int.random(in: 0..<128, using: &dice)
            )
            let divided = WideInteger(left).dividedWithRemainder(by: WideInteger(right))
            #expect(divided.quotient.narrowed == left / right, "\(dice)")
            #expect(divided.remainder.narrowed == left % right, "\(dice)")
            let product = left.multipliedFullWidth(by: right)
            #expect(
                WideInteger(product: left, right).narrowed
                    == (product.high == 0 ? product.low : nil),
                "\(dice)"
            )
            #expect((WideInteger(left) < WideInteger(right)) == (left < right), "\(dice)")
        }
    }

    @Test func `values next to powers of the base keep the division identity`() {
        let powers = (0...8).map { power in
            (0..<power).reduce(WideInteger(1)) { product, _ in product.multiplied(by: Self.base) }
        }
        let below = (1...8).map { Self.wide(Array(repeating: .max, count: $0)) }
        let above = powers.map { $0.adding(WideInteger(1)) }
        let edges = powers + below + above
        for value in edges {
            for divisor in edges { Self.expectDivisionIdentity(value, divisor, "edge") }
        }
    }

    @Test func `a value divided by itself is one, by a larger one nothing`() {
        let value = Self.wide([7, 0, 0, .max, 3])
        let same = value.dividedWithRemainder(by: value)
        #expect(same.quotient == WideInteger(1))
        #expect(same.remainder.isZero)
        let larger = value.dividedWithRemainder(by: value.adding(WideInteger(1)))
        #expect(larger.quotient.isZero)
        #expect(larger.remainder == value)
    }

    @Test func `zero times anything is zero without digits`() {
        #expect(WideInteger(0).multiplied(by: Self.wide([1, 2, 3])).limbs.isEmpty)
        #expect(Self.wide([1, 2, 3]).multiplied(by: WideInteger(0)).isZero)
        #expect(WideInteger(0).narrowed == 0)
    }

    @Test func `more than 128 bits do not narrow`() {
        #expect(WideInteger(.max).narrowed == .max)
        #expect(WideInteger(.max).adding(WideInteger(1)).narrowed == nil)
    }

    @Test func `dividing by zero stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = WideInteger(1).dividedWithRemainder(by: WideInteger(0))
        }
    }
}
