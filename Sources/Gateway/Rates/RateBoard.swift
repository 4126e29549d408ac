package import Chains
package import Payments
import Synchronization

/// The prices known now, in memory: a quote never waits for a network call.
///
/// A price is the median of what several sources say. One that is too old is not used and not
/// replaced by a guess: nothing is quoted.
package final class RateBoard: Sendable {
    /// What a source answered.
    package struct Answer: Sendable {
        /// Its place among the sources.
        package let place: Int
        /// The prices it told.
        package let prices: [AssetPrice]

        /// Describes an answer.
        package init(place: Int, prices: [AssetPrice]) {
            self.place = place
            self.prices = prices
        }
    }

    private struct State {
        var market: RateMarket
        /// Verdicts that stay what they are for a while, with the moment from which they do.
        var verdicts: [String: (since: Instant, verdict: RateVerdict)] = [:]
        /// The last price of each ticker that could be quoted.
        var known: [String: AssetPrice] = [:]
        var faults: [Int: String] = [:]
        var changes = 0
    }

    /// How old a price may be, in seconds, before it is refused; a source may have its own limit.
    package let ageSecondsMax: Int64

    private let state: Mutex<State>

    /// Makes an empty board.
    package init(ageSecondsMax: Int64 = 600) {
        self.ageSecondsMax = ageSecondsMax
        state = Mutex(State(market: RateMarket(ageSecondsMax: ageSecondsMax)))
    }

    /// Says which sources there are, by their places; a later one that overrides weighs more.
    package func expect(_ sources: [any RateSource]) {
        state.withLock { state in
            for (place, source) in sources.enumerated() {
                state.market.origins[place] = RateOrigin(
                    name: source.name,
                    isOverride: source.isOverride,
                    ageSecondsMax: source.ageSecondsMax ?? ageSecondsMax
                )
            }
        }
    }

    /// Takes newer prices that no source is asked about; an older one never replaces a newer one.
    package func take(_ newer: [AssetPrice]) {
        guard let now = newer.map(\.time).max() else { return }
        state.withLock { state in
            state.market.take(handedIn: newer)
            Self.notice(&state, at: now)
        }
    }

    /// Takes what sources answered, all at once; tells what of it was refused.
    package func take(_ answers: [Answer], at now: Instant) -> [RateRefusal] {
        state.withLock { state in
            var refusals: [RateRefusal] = []
            for answer in answers {
                refusals += state.market.take(answer.prices, from: answer.place, at: now)
                state.faults[answer.place] = nil
            }
            Self.notice(&state, at: now)
            return refusals
        }
    }

    /// Notes that a source could not be asked; its prices grow old.
    package func note(fault: String, of place: Int) {
        state.withLock { $0.faults[place] = fault }
    }

    /// Grows whenever a price changes.
    package var revision: Int { state.withLock { $0.changes } }

    /// What one whole unit of an asset costs in another, or nil where a fresh price is missing.
    package func rate(of ticker: String, in priceTicker: String, at now: Instant) -> Rate? {
        if ticker == priceTicker { return Rate(price: .one, time: now, source: "par") }
        let (coin, base) = state.withLock { state in
            (
                Self.verdict(on: ticker, at: now, &state).price,
                Self.verdict(on: priceTicker, at: now, &state).price
            )
        }
        guard let coin, let base, let price = try? coin.dollars.divided(by: base.dollars) else {
            return nil
        }
        // What costs a dollar because it is one needs nobody to say so.
        let sources = [coin, base].filter { $0.source != "par" }.map(\.source)
        let isOne = Set(sources).count == 1
        return Rate(
            price: price,
            time: min(coin.time, base.time),
            source: isOne ? sources[0] : sources.joined(separator: "+")
        )
    }

    /// The price of an asset in dollars and whether it is fresh, or nil when it was never known.
    package func price(of ticker: String, at now: Instant) -> (price: AssetPrice, isFresh: Bool)? {
        state.withLock { state in
            if let price = Self.verdict(on: ticker, at: now, &state).price { return (price, true) }
            return state.known[ticker].map { ($0, false) }
        }
    }

    /// The price of an asset in dollars that was known last, or nil when it was never known.
    package func dollars(of ticker: String) -> Ratio? {
        state.withLock { $0.known[ticker]?.dollars }
    }

    /// How the price of an asset comes about.
    package func report(on ticker: String, at now: Instant) -> RateReport {
        state.withLock { Self.report(on: ticker, at: now, &$0) }
    }

    /// How the price of every asset comes about that a source ever told one of.
    package func report(at now: Instant) -> [RateReport] {
        state.withLock { state in
            state.market.tickers.sorted().map { Self.report(on: $0, at: now, &state) }
        }
    }

    /// Whether each source answered when it was last asked.
    package var sources: [RateSourceReport] {
        state.withLock { state in
            state.market.origins.sorted { $0.key < $1.key }
                .filter { $0.key != RateMarket.handedIn }
                .map { RateSourceReport(name: $0.value.name, fault: state.faults[$0.key]) }
        }
    }

    private static func report(
        on ticker: String,
        at now: Instant,
        _ state: inout State
    ) -> RateReport {
        let verdict = verdict(on: ticker, at: now, &state)
        let isAlone = state.market.comparedCount > 1 && verdict.used.count < 2
        return RateReport(
            ticker: ticker,
            dollars: verdict.price?.dollars,
            used: verdict.used,
            dropped: verdict.dropped,
            ageSeconds: verdict.price.map { now.seconds - $0.time.seconds },
            isWeak: verdict.price == nil || (isAlone && !verdict.isOverride)
        )
    }

    /// What the sources say of an asset, from memory where nothing can have changed since.
    private static func verdict(
        on ticker: String,
        at now: Instant,
        _ state: inout State
    ) -> RateVerdict {
        if let kept = state.verdicts[ticker], kept.since <= now, now <= kept.verdict.until {
            return kept.verdict
        }
        let verdict = state.market.verdict(on: ticker, at: now)
        state.verdicts[ticker] = (now, verdict)
        if let price = verdict.price {
            state.known[ticker] = price
            if !verdict.isOverride { state.market.remember(price) }
        }
        return verdict
    }

    /// Works out every price anew and counts those that changed.
    private static func notice(_ state: inout State, at now: Instant) {
        state.verdicts = [:]
        for ticker in state.market.tickers {
            let before = state.known[ticker]?.dollars
            let after = verdict(on: ticker, at: now, &state).price?.dollars
            if let after, after != before { state.changes += 1 }
        }
    }
}
