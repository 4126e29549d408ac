import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(1)))
struct CoverageTests {
    private static func coverage(_ parts: [(received: UInt128, due: UInt128)]) -> Coverage {
        parts.reduce(into: Coverage()) { $0.add($1.received, of: $1.due) }
    }

    @Test func `three thirds are the whole, exactly`() {
        let coverage = Self.coverage([(1, 3), (1, 3), (1, 3)])
        #expect(coverage.reaches(wholeLess: Ratio(whole: 0)))
        #expect(!coverage.exceedsWhole)
    }

    @Test func `one unit above the whole exceeds it`() {
        let due: UInt128 = 340_000_000_000_000_000_000_000_000_000_000_000_000
        #expect(Self.coverage([(due + 1, due)]).exceedsWhole)
        #expect(!Self.coverage([(due, due)]).exceedsWhole)
        #expect(!Self.coverage([(due - 1, due)]).reaches(wholeLess: Ratio(whole: 0)))
    }

    @Test func `a tolerance of 1.5 percent completes 98.5 of 100 and not one unit less`() throws {
        let tolerance = try Ratio(percent: "1.5")
        let due: UInt128 = 10_000_000_000
        #expect(Self.coverage([(9_850_000_000, due)]).reaches(wholeLess: tolerance))
        #expect(!Self.coverage([(9_849_999_999, due)]).reaches(wholeLess: tolerance))
    }

    @Test func `a tolerance of everything is reached by nothing`() {
        #expect(Coverage().reaches(wholeLess: .one))
        #expect(Coverage().reaches(wholeLess: Ratio(whole: 2)))
    }

    @Test func `what is missing is what comes to the whole exactly, and one unit less does not`() {
        var dice = SeededGenerator()
        for _ in 0..<300 {
            let parts = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
                (
                    received: UInt128.random(in: 0...900_000, using: &dice),
                    due: UInt128.random(in: 1...1_000_000, using: &dice)
                )
            }
            let due = UInt128.random(in: 1...1_000_000_000, using: &dice)
            let coverage = Self.coverage(parts)
            let missing = coverage.missing(of: due)
            var full = coverage
            full.add(missing, of: due)
            #expect(full.reaches(wholeLess: Ratio(whole: 0)), "\(dice) \(parts) \(due)")
            guard missing > 0 else { continue }
            #expect(coverage.excess(of: due) == 0)
            var short = coverage
            short.add(missing - 1, of: due)
            #expect(!short.reaches(wholeLess: Ratio(whole: 0)), "\(dice) \(parts) \(due)")
        }
        #expect(Self.coverage([(1, 2)]).missing(of: 20_000_000) == 10_000_000)
        #expect(Self.coverage([(3, 2)]).excess(of: 20_000_000) == 10_000_000)
    }

    @Test func `a due of nothing is covered by anything`() {
        #expect(Self.coverage([(1, 0)]).reaches(wholeLess: Ratio(whole: 0)))
    }

    @Test func `twenty thousand tiny payments are added up as exactly as one`() {
        let due: UInt128 = 1_000_000_000_007
        var coverage = Self.coverage([(due - 20_000, due)])
        for _ in 0..<20_000 { coverage.add(1, of: due) }
        #expect(coverage.reaches(wholeLess: Ratio(whole: 0)))
        #expect(!coverage.exceedsWhole)
    }

    @Test func `a rating scales what was received`() throws {
        var coverage = Coverage()
        coverage.add(100, of: 100, ratedBy: try Ratio(1, over: 2))
        #expect(!coverage.reaches(wholeLess: Ratio(whole: 0)))
        coverage.add(50, of: 100)
        #expect(coverage.reaches(wholeLess: Ratio(whole: 0)))
        #expect(!coverage.exceedsWhole)
    }

    @Test func `the order of the parts does not matter, and more never covers less`() {
        var dice = SeededGenerator()
        for _ in 0..<500 {
            let parts = (0..<Int.random(in: 1...8, using: &dice)).map { _ in
                (
                    received: UInt128.random(in: 0...1_000, using: &dice),
                    due: UInt128.random(in: 1...3_000, using: &dice)
                )
            }
            let forth = Self.coverage(parts)
            let shuffled = Self.coverage(parts.shuffled(using: &dice))
            #expect(forth.exceedsWhole == shuffled.exceedsWhole, "\(dice)")
            for percent in UInt128(0)...100 {
                guard let tolerance = try? Ratio(percent, over: 100) else { continue }
                let reaches = forth.reaches(wholeLess: tolerance)
                #expect(reaches == shuffled.reaches(wholeLess: tolerance), "\(dice)")
                var more = forth
                more.add(1, of: 7)
                #expect(!reaches || more.reaches(wholeLess: tolerance), "\(dice)")
            }
        }
    }

    /// Some choices of one invoice, and transfers to them that come to about the whole.
    private static func parts(
        _ dice: inout SeededGenerator
    ) -> [(received: UInt128, due: UInt128)] {
        let dues = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
            UInt128.random(in: 1...1_000, using: &dice)
                * UInt128.powerOfTen([0, 4, 15].randomElement(using: &dice) ?? 0)
        }
        return (0..<Int.random(in: 0...6, using: &dice)).map { _ in
            let due = dues.randomElement(using: &dice) ?? 1
            return (due * UInt128.random(in: 0...8, using: &dice) / 8, due)
        }
    }

    @Test func `coverage is the sum of received over due, as slow fractions say`() throws {
        var dice = SeededGenerator()
        for _ in 0..<2_000 {
            let parts = Self.parts(&dice)
            let coverage = Self.coverage(parts)
            let exact = parts.reduce(SlowFraction.zero) {
                $0.plus(SlowFraction($1.received).over(SlowFraction($1.due)))
            }
            // In eighths, so that the limit is often hit exactly.
            let tolerance = try Ratio(UInt128.random(in: 0...8, using: &dice), over: 8)
            let isBelow = exact.plus(SlowFraction(tolerance)) < .one
            #expect(coverage.reaches(wholeLess: tolerance) == !isBelow, "\(dice)")
            #expect(coverage.exceedsWhole == (SlowFraction.one < exact), "\(dice)")
        }
    }

    @Test func `more money never covers less`() throws {
        var dice = SeededGenerator()
        for _ in 0..<500 {
            let parts = Self.parts(&dice)
            let tolerance = try Ratio(UInt128.random(in: 0...8, using: &dice), over: 8)
            var coverage = Coverage()
            var reached = coverage.reaches(wholeLess: tolerance)
            var exceeded = coverage.exceedsWhole
            for part in parts {
                coverage.add(part.received, of: part.due)
                #expect(!reached || coverage.reaches(wholeLess: tolerance), "\(dice)")
                #expect(!exceeded || coverage.exceedsWhole, "\(dice)")
                reached = coverage.reaches(wholeLess: tolerance)
                exceeded = coverage.exceedsWhole
            }
        }
    }

    @Test func `the split over transfers and over choices does not matter`() throws {
        var dice = SeededGenerator()
        for _ in 0..<1_000 {
            let due = UInt128.random(in: 1...1_000_000, using: &dice)
            let tolerance = try Ratio(UInt128.random(in: 0..<100, using: &dice), over: 100)
            let accepted = due * (100 - tolerance.numerator * 100 / tolerance.denominator) / 100
            let around = Int.random(in: -1...1, using: &dice)
            let received = around < 0 ? accepted - min(accepted, 1) : accepted + UInt128(around)
            let whole = Self.coverage([(received, due)])
            var split = Coverage()
            var rest = received
            while rest > 0 {
                let part = UInt128.random(in: 1...rest, using: &dice)
                // The same due in another choice, whose coin is worth so many times less.
                let times = UInt128.random(in: 1...3, using: &dice)
                split.add(part * times, of: due * times)
                rest -= part
            }
            #expect(split.isZero == whole.isZero, "\(dice)")
            #expect(split.exceedsWhole == whole.exceedsWhole, "\(dice)")
            #expect(
                split.reaches(wholeLess: tolerance) == whole.reaches(wholeLess: tolerance),
                "\(dice)"
            )
        }
    }

    @Test func `a tolerance of 1.5 percent is exact for every due`() throws {
        var dice = SeededGenerator()
        let tolerance = try Ratio(percent: "1.5")
        for _ in 0..<1_000 {
            let part = UInt128.random(in: 1...1 << 64, using: &dice)
            let (accepted, due) = (part * 197, part * 200)
            #expect(Self.coverage([(accepted, due)]).reaches(wholeLess: tolerance), "\(dice)")
            let oneLess = Self.coverage([(accepted - 1, due)])
            #expect(!oneLess.reaches(wholeLess: tolerance), "\(dice)")
        }
    }
}

extension Coverage {
    /// Adds received × rating ÷ due.
    mutating func add(_ received: UInt128, of due: UInt128, ratedBy rating: Ratio = .one) {
        add(WideRatio(Ratio(whole: received)).multiplied(by: rating), of: due)
    }
}
