import Gateway
import Payments

/// Puts an overview in the words of its page.
struct OverviewPresenter {
    /// The periods that can be chosen, in days.
    static let periods = [7, 30, 90]
    static let periodDefault = 30

    let overview: Overview
    let showcase: Showcase
    /// Such as `/cabinet/m/m_…/`.
    let base: String

    /// The period that a query asks for.
    static func days(asked: String?) -> Int {
        guard let days = asked.flatMap({ Int($0) }), periods.contains(days) else {
            return periodDefault
        }
        return days
    }

    var model: OverviewPageModel {
        let isNew = overview.missing.contains(.invoice)
        return OverviewPageModel(
            periodText: "\(DayText.short(overview.days.lowerBound)) to "
                + "\(DayText.short(overview.days.upperBound)), days in UTC",
            periods: Self.periods.map { days in
                OverviewPageModel.Period(
                    label: "\(days) days",
                    url: "\(base)overview?days=\(days)",
                    isCurrent: days == overview.days.count
                )
            },
            isNew: isNew,
            hasSteps: !overview.missing.isEmpty,
            steps: steps,
            sums: isNew ? nil : sums,
            health: [networkHealth, rateHealth],
            nowText: UTCText.plain(overview.now)
        )
    }

    private var steps: [OverviewPageModel.Step] {
        if overview.missing.isEmpty { return [] }
        return Overview.Step.allCases.map { step in
            let (label, why, path) =
                switch step {
                case .wallet:
                    (
                        "Add a wallet",
                        "It says where your money goes. A public key is enough: nobody can spend "
                            + "with it, so payments go straight to you.",
                        "wallets"
                    )
                case .key:
                    (
                        "Make a key",
                        "Your shop signs its requests with it.",
                        "keys"
                    )
                case .invoice:
                    (
                        "Open a first invoice",
                        "By hand or from your shop. What it brings is shown here.",
                        "invoices"
                    )
                }
            return OverviewPageModel.Step(
                label: label,
                why: why,
                url: base + path,
                isDone: !overview.missing.contains(step)
            )
        }
    }

    private var sums: OverviewPageModel.Sums {
        OverviewPageModel.Sums(
            figures: [receivedFigure, paidFigure, delayFigure, openFigure],
            received: received,
            conversion: conversion,
            delays: delays,
            hasOpen: !overview.open.isEmpty,
            open: overview.open.map { sum in
                OverviewPageModel.OpenRow(
                    ticker: sum.amount.asset.ticker,
                    amount: NumberText.price(sum.amount),
                    invoices: NumberText.grouped(sum.invoices),
                    worth: worthText(sum.worth)
                )
            }
        )
    }

    func worthText(_ worth: Amount?) -> String {
        worth.map { "≈ \(NumberText.price($0))" } ?? "no fresh price"
    }

    /// What several things are worth together; nil where nothing has a known price.
    static func sum(of worths: [Amount?]) -> Amount? {
        let known = worths.compactMap { $0 }
        if known.isEmpty { return nil }
        return known.reduce(Amount.zero(Overview.dollars)) { sum, worth in
            (try? sum.adding(worth)) ?? Amount(units: .max, of: Overview.dollars)
        }
    }
}

extension OverviewPresenter {
    private var receivedFigure: OverviewPageModel.Figure {
        let priceless = overview.coins.count { $0.worth == nil }
        let total = Self.sum(of: overview.coins.map(\.worth))
        let value = total ?? (priceless == 0 ? Amount.zero(Overview.dollars) : nil)
        let more = priceless > 0 ? ", and \(NumberText.count(priceless, "coin")) without one" : ""
        return OverviewPageModel.Figure(
            label: "Received",
            value: value.map { ($0.isZero ? "" : "≈ ") + NumberText.price($0) } ?? "–",
            note: "at today's rates\(more)"
        )
    }

    private var paidFigure: OverviewPageModel.Figure {
        let opened = overview.opened.values.reduce(0, +)
        let paid = overview.paid.values.reduce(0, +)
        return OverviewPageModel.Figure(
            label: "Paid of those opened",
            value: NumberText.share(paid, of: opened),
            note: "\(NumberText.grouped(paid)) of \(NumberText.count(opened, "invoice"))"
        )
    }

    private var delayFigure: OverviewPageModel.Figure {
        let total = overview.delays.values.reduce(0, +)
        var passed = 0
        let median = PaymentDelay.allCases.first { delay in
            passed += overview.delays[delay] ?? 0
            return total > 0 && passed * 2 >= total
        }
        return OverviewPageModel.Figure(
            label: "Half are paid",
            value: median.map(Self.sentence) ?? "–",
            note: "from opening to confirmed"
        )
    }

    private var openFigure: OverviewPageModel.Figure {
        let invoices = overview.open.reduce(0) { $0 + $1.invoices }
        let value: String
        if overview.open.isEmpty {
            value = "0"
        } else if overview.open.count == 1 {
            value = NumberText.price(overview.open[0].amount)
        } else {
            value = worthText(Self.sum(of: overview.open.map(\.worth)))
        }
        return OverviewPageModel.Figure(
            label: "Open now",
            value: value,
            note: invoices == 0
                ? "no invoice waits for money" : "in \(NumberText.count(invoices, "invoice"))"
        )
    }

    static func sentence(_ delay: PaymentDelay) -> String {
        switch delay {
        case .minute: "within a minute"
        case .fiveMinutes: "within 5 minutes"
        case .quarter: "within 15 minutes"
        case .hour: "within an hour"
        case .day: "within a day"
        case .longer: "after more than a day"
        }
    }

    private var networkHealth: OverviewPageModel.HealthLine {
        let titles = Dictionary(showcase.coins.map { ($0.coin.network, $0.networkTitle) }) {
            first,
            _ in
            first
        }
        func title(_ network: NetworkID) -> String { titles[network] ?? network.name }
        let serious = overview.networkConcerns.compactMap { concern -> String? in
            switch concern {
            case .networkUnread(let network): "\(title(network)) is not read yet"
            case .networkFailing(let network, _): "\(title(network)) cannot be read now"
            case .networkBehind(let network, let blocks):
                "\(title(network)) is \(NumberText.count(Int(clamping: blocks), "block")) behind"
            case .serverDown, .databaseUnreadable, .rate: nil
            }
        }
        if !serious.isEmpty {
            return OverviewPageModel.HealthLine(
                label: "Networks",
                word: "Late",
                style: "bad",
                text: "\(serious.joined(separator: ", ")): payments there show later. None is lost."
            )
        }
        let names = overview.networks.map(title)
        return OverviewPageModel.HealthLine(
            label: "Networks",
            word: names.isEmpty ? "None" : "Fine",
            style: names.isEmpty ? "" : "good",
            text: names.isEmpty
                ? "You have no wallet yet."
                : "Read to the newest block: \(names.joined(separator: ", "))."
        )
    }

    private var rateHealth: OverviewPageModel.HealthLine {
        let reports = overview.rateConcerns.compactMap(\.rate)
        let missing = reports.filter { $0.dollars == nil }.map(\.ticker)
        let alone = reports.filter { $0.dollars != nil }.map(\.ticker)
        if !missing.isEmpty {
            return OverviewPageModel.HealthLine(
                label: "Rates",
                word: "Missing",
                style: "bad",
                text: "No fresh price of \(missing.joined(separator: ", ")): "
                    + "payers cannot choose it now."
            )
        }
        if !alone.isEmpty {
            return OverviewPageModel.HealthLine(
                label: "Rates",
                word: "Fine",
                style: "good",
                text: "Fresh. One source alone tells the price of \(alone.joined(separator: ", "))."
            )
        }
        return OverviewPageModel.HealthLine(
            label: "Rates",
            word: "Fine",
            style: "good",
            text: "Every coin you take has a fresh price."
        )
    }
}
