package import Payments

/// Prices of the sandbox: they wander within two percent of the catalogue's reference prices.
///
/// A price is a function of the seed and the minute, so that every process and every test with the
/// same clock sees the same market. Fiat money and stable coins keep their reference price.
package struct SandboxWalk: RateSource {
    /// What quotes made of these prices are marked with.
    package let name = "sandbox"
    private let assets: [AssetDescription]
    private let seed: UInt64

    /// How long a price stands.
    package static let stepSeconds: Int64 = 60
    /// How many leading digits a price has at most, so that ratios made of prices stay small.
    package static let significantDigitsMax = 8

    /// Steps from one turning point to the next.
    private static let stepsPerLeg: Int64 = 30
    /// Offsets are counted in hundred thousandths of the reference price.
    private static let offsetScale: Int64 = 100_000
    /// The farthest turning point, and how far a step may stray from the line between two.
    private static let turningPointMax: Int64 = 1_600
    private static let strayMax: Int64 = 400

    /// Prices every asset of a catalogue.
    package init(catalogue: Catalogue, seed: UInt64) {
        assets = catalogue.assets
        self.seed = seed
    }

    /// The price of every asset in the minute of a moment.
    package func prices(at now: Instant) async throws -> [AssetPrice] {
        try assets.map { asset in
            let dollars =
                asset.isStable ? asset.referencePrice : try price(of: asset, at: now.seconds)
            return AssetPrice(ticker: asset.ticker, dollars: dollars, time: now, source: name)
        }
    }

    private func price(of asset: AssetDescription, at seconds: Int64) throws -> Ratio {
        let step = Self.floored(seconds, by: Self.stepSeconds)
        let scaled = Self.offsetScale + offset(of: asset.ticker, at: step)
        let factor = try Ratio(UInt128(scaled), over: UInt128(Self.offsetScale))
        let exact = try asset.referencePrice.multiplied(by: factor)
        return try Ratio(decimal: exact.decimal(places: Self.places(for: exact)))
    }

    /// A straight line between two turning points, and a little beside it.
    private func offset(of ticker: String, at step: Int64) -> Int64 {
        let leg = Self.floored(step, by: Self.stepsPerLeg)
        let along = step - leg * Self.stepsPerLeg
        let from = draw(ticker, "turn", leg, within: Self.turningPointMax)
        let to = draw(ticker, "turn", leg + 1, within: Self.turningPointMax)
        let line = from + (to - from) * along / Self.stepsPerLeg
        return line + draw(ticker, "stray", step, within: Self.strayMax)
    }

    /// An even draw from -limit...limit that depends on nothing but its arguments and the seed.
    private func draw(_ ticker: String, _ what: String, _ index: Int64, within limit: Int64)
        -> Int64
    {
        var state = seed
        for byte in Array("\(ticker)/\(what)/\(index)".utf8) {
            state = Self.mixed(state &+ UInt64(byte) &+ 0x9E37_79B9_7F4A_7C15)
        }
        return Int64(state % UInt64(2 * limit + 1)) - limit
    }

    /// The finaliser of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// How many decimals show the leading digits, counted from the first that is not zero.
    private static func places(for price: Ratio) -> Int {
        var whole = price.numerator / price.denominator
        var places = significantDigitsMax
        while whole > 0, places > 0 {
            whole /= 10
            places -= 1
        }
        guard places == significantDigitsMax else { return places }
        var scaled = price.numerator
        while scaled < price.denominator / 10, places < Asset.decimalsMax {
            scaled *= 10
            places += 1
        }
        return places
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
