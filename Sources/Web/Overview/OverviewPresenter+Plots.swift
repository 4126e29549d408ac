import Gateway
import Payments

extension OverviewPresenter {
    private static let labelsMax = 4
    /// The pattern for what did not come.
    private static let quiet = 5
    private static let centsPerDollar: UInt128 = 100

    private var dayList: [Day] { Array(overview.days) }

    private func name(_ coin: Coin) -> String {
        "\(coin.asset.ticker) on \(showcase.listing(of: coin)?.networkTitle ?? coin.network.name)"
    }

    var received: OverviewPageModel.Received? {
        if overview.coins.isEmpty { return nil }
        let priceless = overview.coins.filter { $0.worth == nil }
        return OverviewPageModel.Received(
            chart: receivedChart?.markup,
            coins: overview.coins.map { receipt in
                let listing = showcase.listing(of: receipt.coin)
                return OverviewPageModel.CoinRow(
                    name: receipt.coin.asset.ticker,
                    network: listing?.networkTitle ?? receipt.coin.network.name,
                    amount: NumberText.grouped(receipt.amount.decimal),
                    transfers: NumberText.grouped(receipt.transfers),
                    worth: worthText(receipt.worth)
                )
            },
            days: dayRows,
            leftOut: priceless.isEmpty
                ? nil
                : "The plot leaves out what has no fresh price now: "
                    + priceless.map { name($0.coin) }.joined(separator: ", ") + "."
        )
    }

    private var dayRows: [OverviewPageModel.DayRow] {
        let all = overview.coins.flatMap { receipt in receipt.days.map { (receipt.coin, $0) } }
        let byDay = Dictionary(grouping: all) { $0.1.day }
        return byDay.keys.sorted(by: >).flatMap { day in
            (byDay[day] ?? []).map { coin, receipt in
                OverviewPageModel.DayRow(
                    day: DayText.iso(day),
                    coin: name(coin),
                    amount: NumberText.amount(receipt.amount),
                    transfers: NumberText.grouped(receipt.transfers),
                    worth: worthText(receipt.worth)
                )
            }
        }
    }

    /// Dollars at today's rates, since different coins cannot be added in any other way; the coins
    /// worth most by themselves and the rest together.
    private var receivedChart: BarChart? {
        let priced = overview.coins.filter { $0.worth != nil }
        if priced.isEmpty { return nil }
        let isCut = priced.count > BarChart.patternsMax
        let own = priced.prefix(isCut ? BarChart.patternsMax - 1 : BarChart.patternsMax)
        let rest = priced.dropFirst(own.count)
        let groups = own.map { [$0] } + (isCut ? [Array(rest)] : [])
        let byDay = groups.map { group in
            Dictionary(group.flatMap(\.days).map { ($0.day, [$0.worth]) }, uniquingKeysWith: +)
                .mapValues { Self.sum(of: $0)?.units ?? 0 }
        }
        let total = Self.sum(of: priced.map(\.worth)) ?? .zero(Overview.dollars)
        return BarChart(
            id: "received",
            title: "Received by day, in dollars at today's rates",
            summary: "\(NumberText.price(total)) in \(overview.days.count) days. "
                + "The tables below tell every amount.",
            series: (own.map { name($0.coin) } + (isCut ? ["Other coins"] : [])).enumerated()
                .map { BarChart.Series(name: $0.element, pattern: $0.offset) },
            bars: dayList.map { day in
                let values = byDay.map { $0[day] ?? 0 }
                let worth = Self.sum(of: values.map { Amount(units: $0, of: Overview.dollars) })
                return BarChart.Bar(
                    label: DayText.short(day),
                    title: "\(DayText.short(day)): \(worthText(worth))",
                    values: values
                )
            },
            stepMin: Self.centsPerDollar,
            labelsMax: Self.labelsMax,
            tickText: { "$\(NumberText.short($0 / Self.centsPerDollar))" }
        )
    }

    var conversion: OverviewPageModel.Conversion? {
        let opened = overview.opened.values.reduce(0, +)
        if opened == 0 { return nil }
        let paid = overview.paid.values.reduce(0, +)
        func numbers(_ day: Day) -> (opened: Int, paid: Int) {
            (overview.opened[day] ?? 0, overview.paid[day] ?? 0)
        }
        let chart = BarChart(
            id: "conversion",
            title: "Invoices opened by day, and how many of them were paid",
            summary: "\(NumberText.count(opened, "invoice")) opened, "
                + "\(NumberText.grouped(paid)) of them paid.",
            series: [
                BarChart.Series(name: "Paid", pattern: 0),
                BarChart.Series(name: "Not paid", pattern: Self.quiet),
            ],
            bars: dayList.map { day in
                let (opened, paid) = numbers(day)
                return BarChart.Bar(
                    label: DayText.short(day),
                    title: "\(DayText.short(day)): \(paid) of \(opened) paid",
                    values: [UInt128(paid), UInt128(max(opened - paid, 0))]
                )
            },
            stepMin: 1,
            labelsMax: Self.labelsMax,
            tickText: NumberText.short
        )
        return OverviewPageModel.Conversion(
            chart: chart.markup,
            days: dayList.reversed().compactMap { day in
                let (opened, paid) = numbers(day)
                if opened == 0 { return nil }
                return OverviewPageModel.ConversionRow(
                    day: DayText.iso(day),
                    opened: NumberText.grouped(opened),
                    paid: NumberText.grouped(paid),
                    share: NumberText.share(paid, of: opened)
                )
            }
        )
    }

    var delays: OverviewPageModel.Delays? {
        let total = overview.delays.values.reduce(0, +)
        if total == 0 { return nil }
        func count(_ delay: PaymentDelay) -> Int { overview.delays[delay] ?? 0 }
        let chart = BarChart(
            id: "delays",
            title: "Paid invoices by the time from opening to confirmed payment",
            summary: PaymentDelay.allCases
                .map { "\(Self.sentence($0)): \(NumberText.grouped(count($0)))" }
                .joined(separator: "; ") + ".",
            series: [BarChart.Series(name: "Paid", pattern: 0)],
            bars: PaymentDelay.allCases.map { delay in
                BarChart.Bar(
                    label: Self.label(delay),
                    title: "\(Self.sentence(delay)): \(NumberText.count(count(delay), "invoice"))",
                    values: [UInt128(count(delay))]
                )
            },
            stepMin: 1,
            labelsMax: PaymentDelay.allCases.count,
            tickText: NumberText.short
        )
        return OverviewPageModel.Delays(
            chart: chart.markup,
            delaySteps: PaymentDelay.allCases.map { delay in
                OverviewPageModel.DelayRow(
                    label: Self.sentence(delay),
                    paid: NumberText.grouped(count(delay)),
                    share: NumberText.share(count(delay), of: total)
                )
            }
        )
    }

    /// Short enough to stand below a bar on a phone.
    private static func label(_ delay: PaymentDelay) -> String {
        switch delay {
        case .minute: "1 min"
        case .fiveMinutes: "5 min"
        case .quarter: "15 min"
        case .hour: "1 h"
        case .day: "1 day"
        case .longer: "longer"
        }
    }
}
