import Gateway
import Payments

/// What the page of a merchant's settings shows: what is stored, or what was typed and refused.
struct SettingsModel: Sendable {
    /// The longest e-mail address or id of a payer.
    static let payerBytesMax = 320

    struct Rule: Sendable {
        let networkTitle: String
        let threshold: String
        let blocks: String
        let isInstant: Bool
        /// What removes it; nil for the network's own number.
        let removal: Removal?

        struct Removal: Sendable {
            let network: String
            let dollars: String
            /// What a screen reader says of the button.
            let label: String
        }
    }

    struct Option: Sendable {
        let value: String
        let title: String
        let isSelected: Bool
    }

    struct Fee: Sendable {
        let feeName: String
        let terms: String
    }

    /// A colour, and how well it can be seen.
    struct Colour: Sendable {
        let back: String
        let front: String
        let note: String
        let warning: String?
    }

    let mayChange: Bool
    let settingsURL: String
    /// The fault by the form it is in, and the field by its name there.
    let faults: [String: String]
    let bad: [String: String]
    let name: String
    let tolerance: String
    let surcharge: String
    let lateWindow: String
    let lateTolerance: String
    let policies: [Option]
    let rules: [Rule]
    let networks: [Option]
    let fromDollars: String
    let confirmations: String
    let fees: [Fee]
    let hasFees: Bool
    let tariffName: String
    let tariffFee: String
    let tariffRules: [Option]
    let tariffLeast: String
    let tariffMost: String
    let isTariffInternal: Bool
    let colour: String
    let preview: Colour?
    let origins: String
    let logoURL: String?
    let csrfQuery: String
    let payerDataDays: String
    let payer: String
    let payerNames: [Option]

    init(
        _ merchant: Merchant,
        fault: SettingsFault?,
        typed: FormText?,
        listings: [CoinListing],
        request: CabinetRequest
    ) {
        let token = request.signedIn?.formToken.revealed() ?? ""
        mayChange = request.mayChange
        settingsURL = request.path("settings")
        faults = fault.map { [$0.section.replacing("-", with: "_"): $0.text] } ?? [:]
        bad = fault.map { [$0.input: "true"] } ?? [:]
        name = typed?["name"] ?? merchant.name
        tolerance = typed?["tolerance"] ?? merchant.tolerance.percentText
        surcharge = typed?["surcharge"] ?? merchant.insurance.percentText
        lateWindow =
            typed?["late_window"] ?? DurationText.text(of: merchant.lateTerms.windowSeconds)
        lateTolerance = typed?["late_tolerance"] ?? merchant.lateTerms.tolerance.percentText
        policies = Self.policies(selected: merchant.foreignPolicy)
        rules = Self.rules(merchant.confirmationRules, listings)
        networks = Self.networks(listings, selected: typed?["network"])
        fromDollars = typed?["from_dollars"] ?? ""
        confirmations = typed?["confirmations"] ?? ""
        fees = merchant.tariffs.map { Fee(feeName: $0.name, terms: Self.terms(of: $0)) }
        hasFees = !merchant.tariffs.isEmpty
        tariffName = typed?["tariff_name"] ?? ""
        tariffFee = typed?["tariff_fee"] ?? ""
        tariffRules = Self.options(
            [("percent", "% of the price"), ("fixed", "US dollars")],
            selected: typed?["tariff_rule"] ?? "percent"
        )
        tariffLeast = typed?["tariff_least"] ?? ""
        tariffMost = typed?["tariff_most"] ?? ""
        isTariffInternal = typed?["tariff_internal"] != nil
        colour = typed?["colour"] ?? merchant.branding.colour ?? ""
        preview = (try? BrandColour(colour)).map(Colour.init)
        origins = typed?["origins"] ?? merchant.branding.embedOrigins.joined(separator: "\n")
        logoURL = merchant.branding.logo.map { request.path("logo?v=\($0.text.prefix(12))") }
        csrfQuery = "?csrf=\(token)"
        payerDataDays =
            typed?["payer_data_days"] ?? merchant.payerDataDays.map(String.init) ?? ""
        payer = typed?["payer"] ?? ""
        payerNames = Self.options(
            [("email", "the e-mail address"), ("reference", "the shop's own id of the payer")],
            selected: typed?["payer_by"] ?? "email"
        )
    }
}

extension SettingsModel {
    private static func options(
        _ all: [(value: String, title: String)],
        selected: String?
    ) -> [Option] {
        all.map { Option(value: $0.value, title: $0.title, isSelected: $0.value == selected) }
    }

    private static func policies(selected: ForeignPolicy) -> [Option] {
        ForeignPolicy.allCases.map { policy in
            let title =
                switch policy {
                case .accept: "Accept: it counts at the rate of its arrival"
                case .hold: "Hold: it is shown, and counts once you accept it"
                case .ignore: "Ignore: it is shown, and never counts"
                }
            return Option(value: policy.rawValue, title: title, isSelected: policy == selected)
        }
    }

    /// Every network once, with its name and its own number of blocks.
    private static func served(
        _ listings: [CoinListing]
    ) -> [(id: NetworkID, title: String, own: Int)] {
        var seen: Set<NetworkID> = []
        return listings.filter { seen.insert($0.coin.network).inserted }
            .map { ($0.coin.network, $0.networkTitle, $0.confirmations) }
    }

    private static func networks(_ listings: [CoinListing], selected: String?) -> [Option] {
        options(served(listings).map { ($0.id.name, $0.title) }, selected: selected)
    }

    /// What counts on each network: its own number first, then the merchant's rules by worth.
    private static func rules(
        _ rules: [ConfirmationRule],
        _ listings: [CoinListing]
    ) -> [Rule] {
        let served = served(listings)
        let known = Set(served.map(\.id))
        let others = Set(rules.map(\.network)).subtracting(known).sorted()
        let networks =
            served.map { ($0.id, $0.title, Optional($0.own)) }
            + others.map { ($0, "\($0.name) (not served)", nil) }
        return networks.flatMap { id, title, own -> [Rule] in
            let standard = own.map { own in
                Rule(
                    networkTitle: title,
                    threshold: "any worth, unless a rule says otherwise",
                    blocks: String(own),
                    isInstant: own == 0,
                    removal: nil
                )
            }
            let fitting = rules.filter { $0.network == id }
                .sorted { $0.fromDollars.units < $1.fromDollars.units }
            return [standard].compactMap(\.self) + fitting.map { rule(of: $0, title: title) }
        }
    }

    private static func rule(of rule: ConfirmationRule, title: String) -> Rule {
        let dollars = rule.fromDollars.fullDecimal
        return Rule(
            networkTitle: title,
            threshold: rule.fromDollars.isZero ? "any worth" : "\(dollars) USD and more",
            blocks: String(rule.confirmations),
            isInstant: rule.confirmations == 0,
            removal: Rule.Removal(
                network: rule.network.name,
                dollars: dollars,
                label: "Remove the rule for \(title) from \(dollars) USD"
            )
        )
    }

    private static func terms(of tariff: Tariff) -> String {
        let fee =
            switch tariff.rule {
            case .percent(let share): "\(share.percentText) % of the price"
            case .fixed(let amount): "\(amount.fullDecimal) \(amount.asset.ticker)"
            }
        func bound(_ words: String, _ amount: Amount?) -> String {
            amount.map { ", \(words) \($0.fullDecimal) \($0.asset.ticker)" } ?? ""
        }
        return fee + bound("at least", tariff.minimum) + bound("at most", tariff.maximum)
            + (tariff.addsToInvoices ? "" : " (invoices cannot name it)")
    }
}

extension SettingsModel.Colour {
    /// The checkout's card in the light and in the dark.
    private static let cards: [(words: String, colour: String)] = [
        ("light", "#ffffff"), ("dark", "#171b22"),
    ]

    init(_ colour: BrandColour) {
        back = colour.text
        front = colour.buttonText
        note =
            "Text on it is \(colour.isTextWhite ? "white" : "black"), chosen for contrast: "
            + "\(Self.text(colour.textContrast)) to 1."
        let faint = Self.cards.filter { card in
            guard let edge = try? BrandColour(card.colour) else { return false }
            return colour.contrast(with: edge) < BrandColour.edgeContrastMin
        }
        warning =
            faint.isEmpty
            ? nil
            : "On the \(faint.map(\.words).joined(separator: " and the ")) checkout the button "
                + "hardly stands out from the page; its text can be read all the same."
    }

    /// Cut to one decimal, so that nothing is promised that is not there.
    private static func text(_ contrast: Double) -> String {
        let tenths = Int(contrast * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension SettingsModel {
    /// What a link says of an erasure: numbers only.
    static func query(telling report: ErasureReport) -> String {
        "?done=erased&invoices=\(report.invoices)&customers=\(report.customers)"
            + "&waiting=\(report.waiting)"
    }

    /// What the page says once after an erasure, or nil.
    static func erasureNotice(_ request: CabinetRequest) -> String? {
        guard request.query("done") == CabinetNotice.erased.rawValue,
            let invoices = request.query("invoices").flatMap({ Int($0) }),
            let customers = request.query("customers").flatMap({ Int($0) })
        else { return nil }
        if invoices == 0, customers == 0 {
            return "Nothing is known of such a payer: nothing was erased."
        }
        let waiting = request.query("waiting").flatMap { Int($0) } ?? 0
        return "Erased from \(invoices) invoice\(invoices == 1 ? "" : "s") and "
            + "\(customers) customer\(customers == 1 ? "" : "s")."
            + (waiting > 0
                ? " \(waiting) of them wait to be told to the shop, and are erased from "
                    + "notifications after that." : "")
    }
}
