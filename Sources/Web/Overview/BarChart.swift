/// Bars side by side, each of parts on top of each other, drawn as SVG by the server.
///
/// Widths are percentages and heights pixels, so that the plot takes the width there is while its
/// text keeps its size. Colours and patterns are classes of the style sheet; parts differ by
/// pattern as well, so that nobody has to tell colours apart. Every text is escaped here.
struct BarChart: Sendable {
    /// What the parts of one kind are called, and how they look.
    struct Series: Sendable {
        let name: String
        /// One of the patterns, by its number.
        let pattern: Int
    }

    /// One bar.
    struct Bar: Sendable {
        /// What stands below it.
        let label: String
        /// What is said of it where a pointer rests on it.
        let title: String
        /// Its parts from the bottom up, in the order of the series.
        let values: [UInt128]
    }

    /// Tells the plots of a page apart.
    let id: String
    /// What is plotted.
    let title: String
    /// What it shows, in a sentence or two: for whom cannot see it.
    let summary: String
    /// The kinds of parts, at most as many as there are patterns.
    let series: [Series]
    let bars: [Bar]
    /// The smallest step of the axis.
    let stepMin: UInt128
    /// The most labels below the bars.
    let labelsMax: Int
    /// How a number is written at the axis.
    let tickText: @Sendable (UInt128) -> String

    /// How many parts can be told apart.
    static let patternsMax = 6

    private static let plotHeight = 180
    private static let plotTop = 12
    private static let height = 222
    private static let labelBaseline = 212
    /// Tenths of a pixel.
    private static let tenths = 10
    /// So that a day of little money is seen beside one of much.
    private static let barHeightMin = 15
    /// Thousandths of a percent.
    private static let wholeWidth = 100_000

    /// With more bars than this a narrow screen shows the last ones and scrolls to the others.
    private static let barsMax = 45

    private var isWide: Bool { bars.count > Self.barsMax }

    private var scale: AxisScale {
        AxisScale(reaching: bars.map(Self.sum).max() ?? 0, smallest: stepMin)
    }

    private static func sum(of bar: Bar) -> UInt128 {
        bar.values.reduce(0) { sum, value in
            let (total, isTooLarge) = sum.addingReportingOverflow(value)
            return isTooLarge ? .max : total
        }
    }

    /// The figure: axis, bars and legend.
    var markup: String {
        let scale = scale
        return """
            <figure class="plot"><div class="plot-frame">\(axis(scale))\
            \(isWide ? "<div class=\"plot-wide\" tabindex=\"0\">" : "<div>")\
            <svg class="plot-bars" width="100%" height="\(Self.height)" role="img" \
            aria-labelledby="\(escaped(id))-title \(escaped(id))-text">\
            <title id="\(escaped(id))-title">\(escaped(title))</title>\
            <desc id="\(escaped(id))-text">\(escaped(summary))</desc>\
            \(patterns)\(lines(scale))\(drawnBars(scale))\(labels)</svg></div></div>\
            \(legend)</figure>
            """
    }

    private func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    /// Where a value stands, in tenths of a pixel from the top.
    private func level(_ value: UInt128, _ scale: AxisScale) -> Int {
        let parts = Self.plotHeight * Self.tenths
        return Self.plotTop * Self.tenths + parts - scale.height(of: value, in: parts)
    }

    private static func pixels(_ tenths: Int) -> String {
        tenths % Self.tenths == 0
            ? "\(tenths / Self.tenths)" : "\(tenths / Self.tenths).\(tenths % Self.tenths)"
    }

    private static func percent(_ thousandths: Int) -> String {
        let rest = String(thousandths % 1_000)
        return "\(thousandths / 1_000)."
            + String(repeating: "0", count: 3 - rest.count) + rest + "%"
    }

    private func axis(_ scale: AxisScale) -> String {
        let texts = scale.ticks.map { tick in
            "<text x=\"100%\" dx=\"-8\" y=\"\(Self.pixels(level(tick, scale)))\" dy=\"4\" "
                + "text-anchor=\"end\">\(escaped(tickText(tick)))</text>"
        }
        return "<svg class=\"plot-axis\" width=\"54\" height=\"\(Self.height)\" "
            + "aria-hidden=\"true\">\(texts.joined())</svg>"
    }

    private func lines(_ scale: AxisScale) -> String {
        scale.ticks.map { tick in
            let y = Self.pixels(level(tick, scale))
            let style = tick == 0 ? "plot-base" : "plot-line"
            return "<line class=\"\(style)\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
        }
        .joined()
    }

    private func drawnBars(_ scale: AxisScale) -> String {
        guard !bars.isEmpty else { return "" }
        let slot = Self.wholeWidth / bars.count
        let width = slot * 3 / 4
        let bottom = level(0, scale)
        return bars.enumerated().map { place, bar in
            let x = Self.percent(Self.wholeWidth * place / bars.count + (slot - width) / 2)
            let size = "x=\"\(x)\" width=\"\(Self.percent(width))\""
            var parts = ""
            var sum: UInt128 = 0
            var lower = bottom
            for (number, value) in bar.values.enumerated() where value > 0 {
                let (total, isTooLarge) = sum.addingReportingOverflow(value)
                sum = isTooLarge ? .max : total
                let upper = level(sum, scale)
                if upper < lower { parts += rectangle(number, size, from: upper, to: lower) }
                lower = upper
            }
            if sum > 0, bottom - lower < Self.barHeightMin,
                let largest = bar.values.indices.max(by: { bar.values[$0] < bar.values[$1] })
            {
                parts = rectangle(largest, size, from: bottom - Self.barHeightMin, to: bottom)
            }
            return "<g><title>\(escaped(bar.title))</title>\(parts)"
                + "<rect class=\"plot-slot\" \(size) y=\"\(Self.plotTop)\" "
                + "height=\"\(Self.plotHeight)\"/></g>"
        }
        .joined()
    }

    private func rectangle(_ number: Int, _ size: String, from upper: Int, to lower: Int) -> String
    {
        "<rect \(fill(number)) \(size) y=\"\(Self.pixels(upper))\" "
            + "height=\"\(Self.pixels(lower - upper))\"/>"
    }

    /// Labels below the bars, counted back from the last one, which is today.
    private var labels: String {
        guard !bars.isEmpty else { return "" }
        let stride = max((bars.count + labelsMax - 1) / max(labelsMax, 1), 1)
        return bars.enumerated().filter { (bars.count - 1 - $0.offset) % stride == 0 }
            .map { place, bar in
                let middle = Self.wholeWidth * (2 * place + 1) / (2 * bars.count)
                // A label at an edge would be cut off if it stood in the middle of its bar.
                let (x, anchor) =
                    if middle < Self.wholeWidth / 20 {
                        (0, "start")
                    } else if middle > Self.wholeWidth * 19 / 20 {
                        (Self.wholeWidth, "end")
                    } else {
                        (middle, "middle")
                    }
                return "<text x=\"\(Self.percent(x))\" y=\"\(Self.labelBaseline)\" "
                    + "text-anchor=\"\(anchor)\">\(escaped(bar.label))</text>"
            }
            .joined()
    }

    private var legend: String {
        guard series.count > 1 else { return "" }
        let entries = series.enumerated().map { number, kind in
            "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect \(fill(number)) "
                + "width=\"14\" height=\"14\" rx=\"3\"/></svg>\(escaped(kind.name))</li>"
        }
        return "<ul class=\"plot-legend\">\(entries.joined())</ul>"
    }
}

extension BarChart {
    /// The strokes of each pattern in a square of eight pixels; the first part is plain.
    private static let strokes = [
        "", "M-2 2l4 -4M0 8l8 -8M6 10l4 -4", "M0 4h8", "M4 0v8",
        "M-2 6l4 4M0 0l8 8M6 -2l4 4", "M0 4h8M4 0v8",
    ]

    private func fill(_ number: Int) -> String {
        let pattern = series[number].pattern
        return pattern == 0
            ? "class=\"plot-0\"" : "fill=\"url(#\(escaped(id))-\(pattern))\""
    }

    private var patterns: String {
        let used = series.map(\.pattern).filter { $0 > 0 }
        if used.isEmpty { return "" }
        let all = used.map { number in
            "<pattern id=\"\(escaped(id))-\(number)\" width=\"8\" height=\"8\" "
                + "patternUnits=\"userSpaceOnUse\"><rect class=\"plot-\(number)\" width=\"8\" "
                + "height=\"8\"/><path class=\"plot-stroke\" d=\"\(Self.strokes[number])\"/>"
                + "</pattern>"
        }
        return "<defs>\(all.joined())</defs>"
    }
}
