package import Payments

/// Why a source's price is not used.
package enum RateFault: Sendable, Hashable {
    /// It is older than its source's prices may be.
    case stale
    /// It is farther from the median than is allowed.
    case outlier
    /// No more than half of the prices agree, so that nobody knows which are right.
    case disagreeing
    /// It is stated in a coin whose own price in dollars is not known.
    case withoutPriceOf(String)
    /// It is nothing, negative, no number, or a market without bid and ask.
    case noPrice
    /// It is beyond everything that is worth counting.
    case beyondReason
    /// It is many times the last known price, and nobody else confirms it.
    case jump
    /// It is from a moment that has not come yet.
    case fromFuture

    /// What an operator reads.
    package var message: String {
        switch self {
        case .stale: "too old"
        case .outlier: "too far from the others"
        case .disagreeing: "the sources disagree"
        case .withoutPriceOf(let ticker): "stated in \(ticker), whose own price is not known"
        case .noPrice: "not a price above zero"
        case .beyondReason: "beyond all reason"
        case .jump: "a jump that nobody confirms"
        case .fromFuture: "from the future"
        }
    }
}

/// A price that a source told and that was not taken.
package struct RateRefusal: Sendable, Hashable {
    /// The asset.
    package let ticker: String
    /// Who told it.
    package let source: String
    /// What is wrong with it.
    package let fault: RateFault

    /// What an operator reads.
    package var message: String { "\(ticker) from \(source): \(fault.message)" }
}

/// How the price of an asset comes about now.
package struct RateReport: Sendable, Hashable {
    /// The asset.
    package let ticker: String
    /// Dollars for one, or nil where nothing can be quoted.
    package let dollars: Ratio?
    /// The sources whose prices it is made of.
    package let used: [String]
    /// The other sources that told a price, with what is wrong with each.
    package let dropped: [RateRefusal]
    /// The age of the oldest price that is used.
    package let ageSeconds: Int64?
    /// Whether a person should look: nothing can be quoted, or one source stands alone where there
    /// should be several.
    package let isWeak: Bool

    /// What an operator reads: how the price comes about, and what is wrong with it.
    package var message: String {
        let faults = dropped.map { "\($0.source): \($0.fault.message)" }.joined(separator: ", ")
        let wrong = faults.isEmpty ? "" : " (\(faults))"
        guard dollars != nil else { return "no fresh price\(wrong)" }
        let sources = used.joined(separator: ", ")
        return (isWeak ? "from \(sources) only" : "from \(sources)") + wrong
    }
}

/// Whether a source of prices answered when it was last asked.
package struct RateSourceReport: Sendable, Hashable {
    /// The source.
    package let name: String
    /// What was wrong with the last answer, or nil.
    package let fault: String?

    /// Whether the last answer was one.
    package var isUp: Bool { fault == nil }
}
