package import Chains
package import Payments
import Synchronization

/// What a person wants done with the price of an asset in the sandbox.
package enum SandboxPriceChange: Sendable, Hashable {
    /// So many dollars for one, as decimal text.
    case dollars(String)
    /// So many percent more than now, as decimal text; with `-` in front, less.
    case percent(String)
    /// The simulated market's price again.
    case reset
}

/// Prices of the sandbox that were set by hand, which weigh more than the simulated market's.
///
///     try prices.change("LTC", by: .percent("-2.1"), from: present)
///
/// A price that was set stands still until it is set anew or given up.
package final class SandboxPrices: RateSource {
    /// What quotes made of these prices are marked with.
    package let name = "hand"
    /// A price that was set is not compared with the simulated market's.
    package let isOverride = true
    /// The setting that keeps the prices over a restart.
    package static let setting = "sandbox.prices"
    /// The asset that prices are stated in, which costs one of itself.
    package static let priceTicker = "USD"

    /// How many digits a price may have before its point: the quotient of two fits a ratio.
    package static let wholeDigitsMax = 12
    /// How many digits a price may have after its point.
    package static let decimalsMax = 18
    /// How many decimals a percentage may have.
    package static let percentDecimalsMax = 6

    private let prices: Mutex<[String: Ratio]>

    /// Takes up the prices that a former run left as `text`.
    package init(text: String = "") {
        var prices: [String: Ratio] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, let price = try? Self.price(words[1]) else { continue }
            prices[words[0]] = price
        }
        self.prices = Mutex(prices)
    }

    /// The prices as they are stored: `LTC 87.41`, one a line.
    package var text: String {
        prices.withLock { $0 }.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Self.text(of: $0.value))" }
            .joined(separator: "\n")
    }

    /// Every price that was set, as of now.
    package func prices(at now: Instant) async throws -> [AssetPrice] {
        prices.withLock { $0 }.map { ticker, dollars in
            AssetPrice(ticker: ticker, dollars: dollars, time: now, source: name)
        }
    }

    /// Sets, moves or gives up a price.
    ///
    /// `market`: The price that is moved where none was set yet.
    package func change(
        _ ticker: String,
        by change: SandboxPriceChange,
        from market: Ratio?
    ) throws(SandboxRefusal) {
        try prices.withLock { prices throws(SandboxRefusal) in
            switch change {
            case .dollars(let text): prices[ticker] = try Self.price(text)
            case .percent(let text):
                guard let present = prices[ticker] ?? market else { throw .rateNotAvailable }
                prices[ticker] = try Self.price(present, movedByPercent: text)
            case .reset: prices[ticker] = nil
            }
        }
    }

    /// A price as decimal text.
    package static func text(of price: Ratio) -> String { price.decimal(places: decimalsMax) }

    /// Reads a price: a plain decimal above zero.
    package static func price(_ text: String) throws(SandboxRefusal) -> Ratio {
        guard let decimal = try? DecimalText(text), decimal.decimals <= decimalsMax,
            let price = try? Ratio(decimal: text), isAllowed(price)
        else { throw .badPrice }
        return price
    }

    /// A price moved by a percentage: exactly, up to the last decimal that a price may have.
    package static func price(
        _ present: Ratio,
        movedByPercent text: String
    ) throws(SandboxRefusal) -> Ratio {
        let isDown = text.hasPrefix("-")
        let digits = isDown || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let decimal = try? DecimalText(digits), decimal.decimals <= percentDecimalsMax,
            let percent = try? Ratio(decimal: digits)
        else { throw .badPercent }
        let whole = percent.denominator.multipliedReportingOverflow(by: 100)
        let (factor, isBeyond) =
            isDown
            ? whole.partialValue.subtractingReportingOverflow(percent.numerator)
            : whole.partialValue.addingReportingOverflow(percent.numerator)
        guard !whole.overflow, !isBeyond, factor > 0 else { throw .badPercent }
        guard let share = try? Ratio(factor, over: whole.partialValue),
            let exact = try? present.multiplied(by: share), isAllowed(exact),
            let moved = try? Ratio(decimal: exact.decimal(places: decimalsMax)), isAllowed(moved)
        else { throw .badPrice }
        return moved
    }

    private static func isAllowed(_ price: Ratio) -> Bool {
        guard let limit = try? Ratio(decimal: "1" + String(repeating: "0", count: wholeDigitsMax))
        else { return false }
        return !price.isZero && price < limit
    }
}
