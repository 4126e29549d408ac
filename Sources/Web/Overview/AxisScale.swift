/// The round numbers along the side of a plot: 0, 200, 400, 600.
///
/// Steps are 1, 2 or 5 times a power of ten, so few that they can be read and enough to reach what
/// is plotted.
struct AxisScale: Sendable, Hashable {
    /// The most steps above zero.
    static let stepsMax: UInt128 = 4

    /// From one number to the next.
    let step: UInt128
    /// The number at the top; never zero.
    let top: UInt128

    /// Reaches a value.
    ///
    /// `smallest`: No step is smaller; a power of ten, such as 100 where cents are plotted and
    /// whole dollars are written.
    init(reaching value: UInt128, smallest: UInt128 = 1) {
        // The largest power of ten in 128 bits is more than a fourth of the largest number, so the
        // search ends before it.
        var power = smallest
        var step = smallest
        while Self.steps(of: step, reaching: value) > Self.stepsMax {
            if step == power {
                step = power * 2
            } else if step == power * 2 {
                step = power * 5
            } else {
                power *= 10
                step = power
            }
        }
        self.step = step
        let (top, isTooLarge) = step.multipliedReportingOverflow(
            by: max(Self.steps(of: step, reaching: value), 1)
        )
        self.top = isTooLarge ? .max : top
    }

    private static func steps(of step: UInt128, reaching value: UInt128) -> UInt128 {
        value / step + (value.isMultiple(of: step) ? 0 : 1)
    }

    /// The numbers from zero up.
    var ticks: [UInt128] {
        var ticks: [UInt128] = [0]
        while let last = ticks.last, last < top {
            let (next, isTooLarge) = last.addingReportingOverflow(step)
            ticks.append(isTooLarge ? top : min(next, top))
        }
        return ticks
    }

    /// How high a value stands in a plot of so many parts, rounded down.
    func height(of value: UInt128, in parts: Int) -> Int {
        let product = min(value, top).multipliedFullWidth(by: UInt128(parts))
        return Int(top.dividingFullWidth((product.high, product.low)).quotient)
    }
}
