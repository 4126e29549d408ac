import Chains
import Payments

/// A source of prices as the market knows it.
struct RateOrigin: Sendable, Hashable {
    let name: String
    let isOverride: Bool
    let ageSecondsMax: Int64
}

/// What every source said last, and what was refused of it: a value without a lock or a clock.
struct RateMarket: Sendable {
    /// A price that stands alone and is so many times the last known one is not believed.
    static let jumpMax = Ratio(whole: 2)
    /// How far a source's clock may be ahead of ours, in seconds.
    static let aheadSecondsMax: Int64 = 300
    /// A price has no more digits than this before its point.
    private static let wholeDigitsMax = 12
    /// A price is not below a one at this place after its point.
    private static let decimalsMax = 15
    /// The place of prices that are handed in without a source: they weigh more than any.
    static let handedIn = Int.max

    /// The sources by their places; a later one that overrides weighs more than an earlier one.
    var origins: [Int: RateOrigin]
    /// The newest price of every ticker and source.
    private(set) var prices: [String: [Int: AssetPrice]] = [:]
    /// What was refused since a source last told a price that was not.
    private(set) var refused: [String: [Int: RateFault]] = [:]
    /// What the sources that are compared agreed on last.
    private var agreed: [String: AssetPrice] = [:]

    init(ageSecondsMax: Int64) {
        origins = [
            Self.handedIn: RateOrigin(
                name: "",
                isOverride: true,
                ageSecondsMax: ageSecondsMax
            )
        ]
    }

    /// How many sources are compared with each other.
    var comparedCount: Int { origins.values.count { !$0.isOverride } }

    /// The tickers that anything was ever said of.
    var tickers: Set<String> { Set(prices.keys).union(refused.keys) }

    /// Takes what was handed in; an older price never replaces a newer one.
    mutating func take(handedIn newer: [AssetPrice]) {
        for price in newer where !price.dollars.isZero {
            if let known = prices[price.ticker]?[Self.handedIn], known.time > price.time {
                continue
            }
            prices[price.ticker, default: [:]][Self.handedIn] = price
        }
    }

    /// Takes a source's answer; tells what of it was refused.
    ///
    /// One that overrides says everything it has to say, so what it no longer says is gone. What
    /// another leaves out grows old.
    mutating func take(_ newer: [AssetPrice], from place: Int, at now: Instant) -> [RateRefusal] {
        guard let origin = origins[place] else { return [] }
        if origin.isOverride {
            for ticker in prices.keys { prices[ticker]?[place] = nil }
            for price in newer where !price.dollars.isZero {
                prices[price.ticker, default: [:]][place] = price
            }
            return []
        }
        // The price of what others are stated in is taken first, so that they are judged by it.
        let sorted = newer.sorted { left, _ in left.quoteTicker == AssetPrice.dollarTicker }
        var refusals: [RateRefusal] = []
        for price in sorted {
            let ticker = price.ticker
            if let fault = fault(of: price, from: place, at: now) {
                refused[ticker, default: [:]][place] = fault
                refusals.append(RateRefusal(ticker: ticker, source: origin.name, fault: fault))
                continue
            }
            refused[ticker]?[place] = nil
            let said = price.said(noLaterThan: now)
            // What is known from the future is from before a clock was set back: it has to go.
            if let known = prices[ticker]?[place], known.time > said.time, known.time <= now {
                continue
            }
            prices[ticker, default: [:]][place] = said
        }
        return refusals
    }

    /// Keeps what was agreed on, to judge by it whoever stands alone later.
    mutating func remember(_ price: AssetPrice) { agreed[price.ticker] = price }

    private func fault(of price: AssetPrice, from place: Int, at now: Instant) -> RateFault? {
        if price.dollars.isZero { return .noPrice }
        guard price.dollars.numerator / price.dollars.denominator < Self.limit(Self.wholeDigitsMax),
            price.dollars.denominator / price.dollars.numerator <= Self.limit(Self.decimalsMax)
        else { return .beyondReason }
        if price.time > now.advanced(bySeconds: Self.aheadSecondsMax) { return .fromFuture }
        return isUnconfirmedJump(price, from: place, at: now) ? .jump : nil
    }

    private static func limit(_ digits: Int) -> UInt128 {
        (0..<digits).reduce(UInt128(1)) { power, _ in power * 10 }
    }

    /// Whether a price is far from what was known a moment ago, and no other source is there to
    /// compare it with.
    private func isUnconfirmedJump(
        _ price: AssetPrice,
        from place: Int,
        at now: Instant
    ) -> Bool {
        guard let origin = origins[place], let last = agreed[price.ticker],
            now <= last.time.advanced(bySeconds: origin.ageSecondsMax),
            let dollars = dollars(of: price, at: now).price?.dollars
        else { return false }
        let others = (prices[price.ticker] ?? [:]).filter { other, told in
            other != place && origins[other]?.isOverride == false
                && isFresh(told, from: other, at: now)
        }
        guard others.isEmpty else { return false }
        let (low, high) = dollars < last.dollars ? (dollars, last.dollars) : (last.dollars, dollars)
        // |high − low| ÷ low < 1 where high is less than twice low.
        let limit = Ratio(whole: Self.jumpMax.numerator - 1)
        return Ratio.movement(from: low, to: high, against: limit) != .less
    }

    /// Whether a price of a source may still be used.
    func isFresh(_ price: AssetPrice, from place: Int, at now: Instant) -> Bool {
        guard let origin = origins[place] else { return false }
        return price.time <= now.advanced(bySeconds: Self.aheadSecondsMax)
            && now <= price.time.advanced(bySeconds: origin.ageSecondsMax)
    }
}
