import Testing

@testable import Payments

/// What holds for every quote, against an oracle that shares no code with the quote.
@Suite(.timeLimit(.minutes(1)))
struct QuotePropertyTests {
    private struct Case {
        let price: Amount
        let coin: Coin
        let terms: Quote.Terms
        let market: Quote.Market

        private static let feeAsset = Asset(ticker: "TRX", decimals: 6)

        init(_ dice: inout SeededGenerator) throws {
            func ratio(_ numeratorMax: UInt128 = 1_000_000_000) throws -> Ratio {
                try Ratio(
                    UInt128.random(in: 1...numeratorMax, using: &dice),
                    over: UInt128.random(in: 1...1_000_000_000, using: &dice)
                )
            }
            func percent() throws -> Ratio {
                try Ratio(UInt128.random(in: 0...2_000, using: &dice), over: 10_000)
            }
            let decimals = [6, 8, 18].randomElement(using: &dice) ?? 8
            let coin = Coin(Asset(ticker: "C", decimals: decimals), on: Sample.litecoin)
            let priced = Asset(ticker: "P", decimals: Int.random(in: 0...8, using: &dice))
            let feeAssets = [coin.asset, priced, Self.feeAsset, Asset(ticker: "C", decimals: 3)]
            func fee() -> Amount {
                let asset = feeAssets.randomElement(using: &dice) ?? priced
                return Amount(units: UInt128.random(in: 0...1_000_000, using: &dice), of: asset)
            }
            let tariffs = try (0..<Int.random(in: 0...3, using: &dice)).map { number in
                Tariff(
                    name: "TARIFF_\(number)",
                    rule: Bool.random(using: &dice) ? .fixed(fee()) : .percent(try percent()),
                    minimum: Bool.random(using: &dice) ? fee() : nil,
                    maximum: Bool.random(using: &dice) ? fee() : nil,
                    addsToInvoices: true
                )
            }
            self.coin = coin
            price = Amount(
                units: UInt128.random(in: 0...1_000_000_000_000, using: &dice),
                of: priced
            )
            terms = Quote.Terms(
                feeTerms: NetworkFeeTerms.allCases.randomElement(using: &dice) ?? .ignored,
                insurance: try percent(),
                tariffs: tariffs
            )
            market = Quote.Market(
                rate: Rate(price: try ratio(), time: Sample.opened, source: "test"),
                networkFee: fee(),
                prices: [Self.feeAsset.ticker: try ratio()]
            )
        }

        func quote() throws -> Quote {
            try Quote(price: price, in: coin, on: terms, market: market)
        }

        /// Smallest units of the coin, exactly.
        func units(_ amount: Amount) -> SlowFraction {
            let price =
                switch amount.asset.ticker {
                case coin.asset.ticker: Ratio.one
                case self.price.asset.ticker: market.rate.price
                default: market.prices[amount.asset.ticker] ?? .one
                }
            return SlowFraction(amount.units, tenTo: coin.asset.decimals)
                .over(SlowFraction(1, tenTo: amount.asset.decimals))
                .over(SlowFraction(price))
        }

        func units(_ tariff: Tariff) -> SlowFraction {
            guard case .percent(let percent) = tariff.rule else {
                return if case .fixed(let amount) = tariff.rule { units(amount) } else { .zero }
            }
            var fee = units(price).times(SlowFraction(percent))
            if let minimum = tariff.minimum, fee < units(minimum) { fee = units(minimum) }
            if let maximum = tariff.maximum, units(maximum) < fee { fee = units(maximum) }
            return fee
        }

        /// What a due is a multiple of: at most eight decimals, unless the price is in the coin.
        var step: SlowFraction {
            guard price.asset.ticker != coin.asset.ticker, coin.asset.decimals > 8 else {
                return .one
            }
            return SlowFraction(1, tenTo: coin.asset.decimals - 8)
        }

        /// The exact parts in their order; the network fee only where it is added.
        var exactParts: [SlowFraction] {
            let insurance = units(price).times(SlowFraction(terms.insurance))
            let fee = terms.feeTerms == .onTop ? [units(market.networkFee)] : []
            return [units(price), insurance] + fee + terms.tariffs.map { units($0) }
        }
    }

    private static func parts(of quote: Quote) -> [Amount] {
        let fee = quote.feeTerms == .onTop ? [quote.networkFee] : []
        return [quote.net, quote.insurance] + fee + quote.fees.map(\.amount)
    }

    @Test func `a due covers the exact sum and exceeds it by less than one of its last digit`()
        throws
    {
        var dice = SeededGenerator()
        for _ in 0..<1_000 {
            let drawn = try Case(&dice)
            let quote = try drawn.quote()
            let exact = drawn.exactParts.reduce(SlowFraction.zero) { $0.plus($1) }
            let due = SlowFraction(quote.due.units)
            #expect(!(due < exact), "\(dice)")
            #expect(due < exact.plus(drawn.step), "\(dice)")
            // In the price's asset, as a merchant reads it.
            let worth = try quote.worth(of: quote.due, in: drawn.price.asset)
            #expect(worth >= drawn.price, "\(dice)")
        }
    }

    @Test func `parts sum up to the due and none is a whole unit off`() throws {
        var dice = SeededGenerator()
        for _ in 0..<1_000 {
            let drawn = try Case(&dice)
            let quote = try drawn.quote()
            let parts = Self.parts(of: quote)
            let sum = try parts.reduce(Amount.zero(drawn.coin.asset)) { try $0.adding($1) }
            #expect(sum == quote.due, "\(dice)")
            #expect(quote.fees.map(\.name) == drawn.terms.tariffs.map(\.name), "\(dice)")
            for (part, exact) in zip(parts, drawn.exactParts) {
                #expect(exact < SlowFraction(part.units).plus(drawn.step), "\(dice)")
                #expect(SlowFraction(part.units) < exact.plus(drawn.step), "\(dice)")
            }
        }
    }

    @Test func `a network fee that is only told is rounded up by itself`() throws {
        var dice = SeededGenerator()
        for _ in 0..<1_000 {
            let drawn = try Case(&dice)
            let quote = try drawn.quote()
            guard quote.feeTerms != .onTop else { continue }
            let exact = drawn.units(drawn.market.networkFee)
            #expect(!(SlowFraction(quote.networkFee.units) < exact), "\(dice)")
            #expect(SlowFraction(quote.networkFee.units) < exact.plus(.one), "\(dice)")
        }
    }

    @Test func `a move compares with its limit as the slow fractions do`() throws {
        var dice = SeededGenerator()
        for _ in 0..<2_000 {
            // Few values, so that movement and limit are often equal.
            let old = try Ratio(UInt128.random(in: 1...8, using: &dice), over: 4)
            let new = try Ratio(UInt128.random(in: 0...8, using: &dice), over: 4)
            let limit = try Ratio(UInt128.random(in: 0...6, using: &dice), over: 4)
            let allowed = SlowFraction(old).times(SlowFraction(limit))
            let (low, high) = (SlowFraction(min(old, new)), SlowFraction(max(old, new)))
            let isMore = low.plus(allowed) < high
            let isLess = high < low.plus(allowed)
            let expected: Ratio.Movement = isMore ? .more : isLess ? .less : .equal
            #expect(Ratio.movement(from: old, to: new, against: limit) == expected, "\(dice)")
        }
    }
}

/// A fraction in decimal digits, written for being obvious and independent of the code under test.
struct SlowFraction {
    private static let base: UInt64 = 1_000_000_000

    /// Groups of nine decimal digits, the least significant first, without leading zeros.
    private let upper: [UInt64]
    private let lower: [UInt64]

    static let zero = SlowFraction(0)
    static let one = SlowFraction(1)

    private init(_ upper: [UInt64], _ lower: [UInt64]) {
        self.upper = upper
        self.lower = lower
    }

    init(_ value: UInt128, tenTo exponent: Int = 0) {
        let digits = String(value) + String(repeating: "0", count: exponent)
        self.init(Self.groups(digits), [1])
    }

    init(_ ratio: Ratio) {
        self.init(Self.groups("\(ratio.numerator)"), Self.groups("\(ratio.denominator)"))
    }

    func plus(_ other: SlowFraction) -> SlowFraction {
        let left = Self.product(upper, other.lower)
        let right = Self.product(other.upper, lower)
        return SlowFraction(Self.sum(left, right), Self.product(lower, other.lower))
    }

    func times(_ other: SlowFraction) -> SlowFraction {
        SlowFraction(Self.product(upper, other.upper), Self.product(lower, other.lower))
    }

    func over(_ other: SlowFraction) -> SlowFraction {
        times(SlowFraction(other.lower, other.upper))
    }

    static func < (left: SlowFraction, right: SlowFraction) -> Bool {
        let first = product(left.upper, right.lower)
        let second = product(right.upper, left.lower)
        if first.count != second.count { return first.count < second.count }
        return first.reversed().lexicographicallyPrecedes(second.reversed())
    }

    private static func groups(_ digits: String) -> [UInt64] {
        var rest = Substring(digits)
        var groups: [UInt64] = []
        while !rest.isEmpty {
            groups.append(UInt64(rest.suffix(9)) ?? 0)
            rest = rest.dropLast(9)
        }
        return trimmed(groups)
    }

    private static func trimmed(_ groups: [UInt64]) -> [UInt64] {
        Array(groups.reversed().drop { $0 == 0 }.reversed())
    }

    private static func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var carry: UInt64 = 0
        let groups = (0...max(left.count, right.count)).map { place in
            let total =
                (place < left.count ? left[place] : 0) + (place < right.count ? right[place] : 0)
                + carry
            carry = total / base
            return total % base
        }
        return trimmed(groups)
    }

    private static func product(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
        var groups = [UInt64](repeating: 0, count: left.count + right.count + 1)
        for (row, first) in left.enumerated() {
            var carry: UInt64 = 0
            for (column, second) in right.enumerated() {
                let total = groups[row + column] + first * second + carry
                groups[row + column] = total % base
                carry = total / base
            }
            groups[row + right.count] += carry
        }
        return trimmed(groups)
    }
}
