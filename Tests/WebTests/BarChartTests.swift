import FoundationXML
import Foundation
import Payments
import Testing

@testable import Web

struct BarChartTests {
    private static func kinds(_ names: [String]) -> [BarChart.Series] {
        names.enumerated().map { BarChart.Series(name: $0.element, pattern: $0.offset) }
    }

    private static func chart(
        _ values: [[UInt128]],
        labels: [String]? = nil,
        series: [String] = ["Paid", "Not paid"],
        stepMin: UInt128 = 1,
        labelsMax: Int = 5
    ) -> BarChart {
        BarChart(
            id: "c",
            title: "Title",
            summary: "Summary",
            series: Self.kinds(series),
            bars: values.enumerated().map { place, values in
                BarChart.Bar(
                    label: labels?[place] ?? "\(place)",
                    title: "bar \(place)",
                    values: values
                )
            },
            stepMin: stepMin,
            labelsMax: labelsMax,
            tickText: NumberText.short
        )
    }

    /// The heights of the drawn parts in pixels, in order.
    private static func heights(_ chart: BarChart) -> [String] {
        let drawn = /<rect (?:class="plot-\d"|fill="[^"]*") x="[^"]*" [^>]*height="([^"]*)"/
        return chart.markup.matches(of: drawn).map { String($0.output.1) }
    }

    @Test(
        arguments: [
            (0, 1, [0, 1]), (1, 1, [0, 1]), (4, 1, [0, 1, 2, 3, 4]), (5, 1, [0, 2, 4, 6]),
            (9, 1, [0, 5, 10]), (21, 1, [0, 10, 20, 30]), (100, 1, [0, 50, 100]),
            (401, 1, [0, 200, 400, 600]), (0, 100, [0, 100]), (50, 100, [0, 100]),
            (401, 100, [0, 200, 400, 600]),
        ] as [(UInt128, UInt128, [UInt128])]
    )
    func `an axis has few round numbers`(
        value: UInt128,
        smallest: UInt128,
        ticks: [UInt128]
    ) {
        #expect(AxisScale(reaching: value, smallest: smallest).ticks == ticks)
    }

    @Test func `an axis reaches whatever there is, in few round steps`() {
        var values: [UInt128] = [.max, .max - 1, .max / 2]
        var power: UInt128 = 1
        for _ in 0..<38 {
            power *= 10
            values += [power, power - 1, power + 1, power / 10 * 3]
        }
        for value in values {
            for smallest: UInt128 in [1, 100] {
                let scale = AxisScale(reaching: value, smallest: smallest)
                #expect(scale.top >= value)
                #expect((2...5).contains(scale.ticks.count), "\(value)")
                #expect(scale.ticks.last == scale.top)
                #expect(scale.height(of: scale.top, in: 1_800) == 1_800)
                #expect(scale.height(of: value, in: 1_800) <= 1_800)
            }
        }
    }

    @Test func `parts stand on each other in proportion`() {
        // The axis goes to 40 in 180 pixels.
        #expect(Self.heights(Self.chart([[10, 30], [20, 0], [0, 0]])) == ["45", "135", "90"])
    }

    @Test func `a little is seen beside one huge value, and nothing is nothing`() {
        let heights = Self.heights(Self.chart([[.max, 0], [1, 0], [0, 2], [0, 0]]))
        #expect(heights.count == 3)
        #expect(heights.dropFirst() == ["1.5", "1.5"])
        // Two values whose sum 128 bits do not hold.
        #expect(Self.heights(Self.chart([[.max, .max]])).count == 1)
    }

    @Test func `a plot of nothing has an axis and no bars`() {
        let empty = Self.chart([[0, 0], [0, 0]])
        #expect(Self.heights(empty).isEmpty)
        #expect(empty.markup.contains(">1</text>"))
        #expect(Self.chart([]).markup.contains("plot-base"))
    }

    @Test func `every text is escaped and the drawing is well-formed`() throws {
        let evil = "<b a=\"x\" b='y'>&"
        let chart = BarChart(
            id: evil,
            title: evil,
            summary: evil,
            series: Self.kinds([evil, evil, evil]),
            bars: [BarChart.Bar(label: evil, title: evil, values: [1, 2, 3])],
            stepMin: 1,
            labelsMax: 5,
            tickText: { _ in evil }
        )
        #expect(!chart.markup.contains("<b "))
        #expect(!chart.markup.contains("style="))
        let parser = XMLParser(data: Data(chart.markup.utf8))
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    }

    @Test func `labels are few, and the last one is always there`() {
        for count in [1, 2, 6, 7, 30, 90] {
            let labels = (0..<count).map { "day-\($0)" }
            let chart = Self.chart(labels.map { _ in [1, 1] }, labels: labels)
            let shown = labels.filter { chart.markup.contains(">\($0)</text>") }
            #expect((1...5).contains(shown.count))
            #expect(shown.last == labels.last)
        }
    }

    @Test func `parts are told apart by pattern and named in a legend`() {
        let series = (0..<6).map { "coin \($0)" }
        let chart = Self.chart([Array(repeating: 5, count: 6)], series: series)
        for (number, name) in series.enumerated() {
            #expect(chart.markup.contains("</svg>\(name)</li>"))
            let isPattern = chart.markup.contains("<pattern id=\"c-\(number)\"")
            #expect(isPattern == (number > 0))
        }
        #expect(chart.markup.contains("role=\"img\""))
        #expect(chart.markup.contains("aria-labelledby=\"c-title c-text\""))
        // One part needs no legend.
        #expect(!Self.chart([[1]], series: ["Paid"]).markup.contains("plot-legend"))
    }

    @Test(
        arguments: [
            (0, "0"), (500, "500"), (1_000, "1k"), (2_500, "2.5k"), (20_000, "20k"),
            (1_500_000, "1.5M"), (5_000_000_000, "5B"), (2_000_000_000_000, "2T"),
            (2_000_000_000_000_000_000, "2.0e18"), (1_234_567, "1.2e6"), (1_250, "1250"),
        ] as [(UInt128, String)]
    )
    func `an axis writes its numbers short`(number: UInt128, text: String) {
        #expect(NumberText.short(number) == text)
    }

    @Test func `numbers are grouped and shares are never said too large`() {
        #expect(NumberText.grouped("1234567.8901") == "1,234,567.8901")
        #expect(NumberText.grouped("123") == "123")
        #expect(NumberText.grouped("0.5") == "0.5")
        #expect(NumberText.share(199, of: 200) == "99 %")
        #expect(NumberText.share(0, of: 0) == "–")
        #expect(NumberText.count(1, "invoice") == "1 invoice")
        #expect(NumberText.count(1_200, "invoice") == "1,200 invoices")
    }

    @Test func `days are written shortly and in full`() {
        let day = Day(of: Instant(seconds: 1_700_000_000))
        #expect(DayText.short(day) == "14 Nov")
        #expect(DayText.iso(day) == "2023-11-14")
    }
}
