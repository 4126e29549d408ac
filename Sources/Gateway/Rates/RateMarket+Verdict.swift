import Chains
import Payments

/// What the sources' prices of an asset come to at a moment.
struct RateVerdict: Sendable {
    /// The price in dollars, its oldest part's time, and who said so; nil where none is quoted.
    var price: AssetPrice?
    var used: [String] = []
    var dropped: [RateRefusal] = []
    /// Whether the price is a decision and no comparison.
    var isOverride = false
    /// Until when it stays what it is, unless a source says something new.
    var until: Instant
}

extension RateMarket {
    /// How many leading digits the price of several sources has.
    ///
    /// An exact mean of long prices has many more, and they would be carried into every quote.
    static let significantDigitsMax = 12

    /// How many leading digits one source's price has.
    private static let toldDigitsMax = 18

    private static let everlasting = Instant(microseconds: .max)

    /// One source's price in dollars.
    private struct Candidate {
        let price: AssetPrice
        let source: String
    }

    /// What the sources say of an asset at a moment.
    func verdict(on ticker: String, at now: Instant) -> RateVerdict {
        verdict(on: ticker, from: prices[ticker] ?? [:], at: now)
    }

    private func verdict(
        on ticker: String,
        from told: [Int: AssetPrice],
        at now: Instant
    ) -> RateVerdict {
        if told.isEmpty, ticker == AssetPrice.dollarTicker { return Self.par(at: now) }
        let decisive = told.keys.filter { origins[$0]?.isOverride == true }.max()
        if let decisive, let price = told[decisive] {
            return decided(by: price, from: decisive, at: now)
        }
        var verdict = RateVerdict(until: Self.everlasting)
        var candidates: [Candidate] = []
        for (place, price) in told.sorted(by: { $0.key < $1.key }) {
            guard let origin = origins[place] else { continue }
            func drop(_ fault: RateFault) {
                verdict.dropped.append(
                    RateRefusal(ticker: ticker, source: origin.name, fault: fault)
                )
            }
            guard isFresh(price, from: place, at: now) else {
                drop(.stale)
                continue
            }
            let (dollars, until) = dollars(of: price, at: now)
            let end = price.time.advanced(bySeconds: origin.ageSecondsMax)
            verdict.until = min(verdict.until, end, until)
            if let dollars {
                candidates.append(Candidate(price: dollars, source: origin.name))
            } else {
                drop(.withoutPriceOf(price.quoteTicker))
            }
        }
        compare(candidates, of: ticker, in: &verdict)
        let faults = (refused[ticker] ?? [:]).sorted { $0.key < $1.key }
        for (place, fault) in faults where told[place] == nil {
            let name = origins[place]?.name ?? ""
            verdict.dropped.append(RateRefusal(ticker: ticker, source: name, fault: fault))
        }
        return verdict
    }

    /// A dollar costs a dollar where nobody says otherwise.
    private static func par(at now: Instant) -> RateVerdict {
        let price = AssetPrice(
            ticker: AssetPrice.dollarTicker,
            dollars: .one,
            time: now,
            source: "par"
        )
        return RateVerdict(price: price, used: ["par"], isOverride: true, until: now)
    }

    private func decided(by price: AssetPrice, from place: Int, at now: Instant) -> RateVerdict {
        guard isFresh(price, from: place, at: now) else {
            let refusal = RateRefusal(ticker: price.ticker, source: price.source, fault: .stale)
            return RateVerdict(dropped: [refusal], isOverride: true, until: Self.everlasting)
        }
        let age = origins[place]?.ageSecondsMax ?? 0
        return RateVerdict(
            price: price,
            used: [price.source],
            isOverride: true,
            until: price.time.advanced(bySeconds: age)
        )
    }

    /// A price in dollars, as old as the older of what it is made of, and until when it is so.
    func dollars(of price: AssetPrice, at now: Instant) -> (price: AssetPrice?, until: Instant) {
        let base = price.quoteTicker
        if base == AssetPrice.dollarTicker { return (price, Self.everlasting) }
        // Only prices in dollars count for what others are stated in, or they would go in circles.
        let told = (prices[base] ?? [:]).filter { $0.value.quoteTicker == AssetPrice.dollarTicker }
        let verdict = verdict(on: base, from: told, at: now)
        guard base != price.ticker, let basePrice = verdict.price,
            let exact = try? price.dollars.multiplied(by: basePrice.dollars)
        else { return (nil, verdict.until) }
        let dollars = AssetPrice(
            ticker: price.ticker,
            dollars: exact.cut(toDigits: Self.toldDigitsMax),
            time: min(price.time, basePrice.time),
            source: price.source
        )
        return (dollars, verdict.until)
    }

    private func compare(
        _ candidates: [Candidate],
        of ticker: String,
        in verdict: inout RateVerdict
    ) {
        func drop(_ candidate: Candidate, _ fault: RateFault) {
            verdict.dropped.append(
                RateRefusal(ticker: ticker, source: candidate.source, fault: fault)
            )
        }
        if candidates.isEmpty { return }
        switch RateMedian(candidates.map(\.price.dollars)) {
        case .disagreed(let near):
            for (place, candidate) in candidates.enumerated() {
                let isFar = candidates.count > 2 && !near.contains(place)
                drop(candidate, isFar ? .outlier : .disagreeing)
            }
        case .agreed(let median, let kept):
            for (place, candidate) in candidates.enumerated() where !kept.contains(place) {
                drop(candidate, .outlier)
            }
            let used = candidates.enumerated().filter { kept.contains($0.offset) }.map(\.element)
            guard let oldest = used.map(\.price.time).min() else { return }
            verdict.used = used.map(\.source).sorted()
            let names = verdict.used.joined(separator: ",")
            verdict.price = AssetPrice(
                ticker: ticker,
                dollars: median.cut(toDigits: Self.significantDigitsMax),
                time: oldest,
                source: used.count == 1 ? names : "median(\(names))"
            )
        }
    }
}
