/// Times work and prints figures next to a baseline of the same run.
enum Measurement {
    /// How often each thing is measured; the median counts.
    static let rounds = 3

    /// How many times a second a body does its work, the median of some rounds.
    static func perSecond(count: Int, _ body: () throws -> Void) rethrows -> Double {
        var figures: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            try body()
            figures.append(Double(count) / seconds(since: start))
        }
        return figures.sorted()[rounds / 2]
    }

    static func seconds(since start: ContinuousClock.Instant) -> Double {
        let duration = ContinuousClock.now - start
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    static func line(_ name: String, _ value: Double, _ unit: String, ratio: Double? = nil) {
        let figure = value >= 100 ? grouped(Int(value)) : String(Int(value * 100 + 0.5)).padded
        let share = ratio.map { "   \(Int($0 * 100 + 0.5)) % of the baseline" } ?? ""
        print("  \(name): \(figure) \(unit)\(share)")
    }

    private static func grouped(_ value: Int) -> String {
        var text = ""
        for (place, digit) in String(value).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}

extension String {
    /// Hundredths as a decimal: 5 is `0.05`.
    fileprivate var padded: String {
        let digits = count < 3 ? String(repeating: "0", count: 3 - count) + self : self
        return "\(digits.dropLast(2)).\(digits.suffix(2))"
    }
}
