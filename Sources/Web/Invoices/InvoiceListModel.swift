import Gateway
import Payments

/// A list of invoices as its page shows it.
struct InvoiceListModel: Sendable {
    struct State: Sendable {
        let stateValue: String
        let stateLabel: String
        let isOn: Bool
    }

    struct Row: Sendable {
        let code: String
        let url: String
        let opened: String
        let price: String
        let statusText: String
        let statusStyle: String
        /// What came, with its coin; nil where nothing did.
        let received: String?
        let reference: String?
        let payer: String?
    }

    let listURL: String
    let newURL: String?
    let csvURL: String
    let search: String
    let from: String
    let to: String
    let states: [State]
    let rows: [Row]
    let hasRows: Bool
    /// Said in place of an empty list.
    let emptyText: String
    /// Said above what a search found.
    let foundText: String?
    let newerURL: String?
    let olderURL: String?
    let isFiltered: Bool

    init(
        _ query: InvoiceListQuery,
        for request: CabinetRequest,
        page: InvoicePage,
        found: [InvoiceRecord]? = nil
    ) {
        let list = request.path("invoices")
        listURL = list
        newURL = request.mayChange ? request.path("invoices/new") : nil
        csvURL = request.path("invoices.csv") + query.link()
        search = query.search
        from = query.from
        to = query.to
        states = PhaseGroup.allCases.map { group in
            State(
                stateValue: group.rawValue,
                stateLabel: group.title,
                isOn: query.groups.contains(group)
            )
        }
        rows = (found ?? page.invoices).map { Row($0, at: request.path("invoices/")) }
        hasRows = !rows.isEmpty
        isFiltered = query.isFiltered
        newerURL = page.newer.map { list + query.link(("newer", $0)) }
        olderURL = page.older.map { list + query.link(("older", $0)) }
        foundText = found.map { "\($0.count) invoices fit “\(query.search)”." }
        emptyText =
            if found != nil {
                "No invoice fits “\(query.search)”. The search takes a whole id, label, address, "
                    + "transaction hash, e-mail or reference, not a part of one."
            } else if query.isFiltered {
                "No invoice fits these filters."
            } else {
                "There is no invoice yet. Your shop opens them through the API, or you by hand."
            }
    }
}

extension InvoiceListModel.Row {
    init(_ stored: InvoiceRecord, at base: String) {
        let invoice = stored.invoice
        let group = PhaseGroup(invoice.phase(at: stored.standing))
        let choice = stored.facts.activeChoice(at: stored.standing)
        let seen = choice.map(stored.seen(by:))
        self.init(
            code: invoice.code.text,
            url: base + invoice.code.text,
            opened: UTCText.plain(invoice.openedAt),
            price: "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)",
            statusText: group.title,
            statusStyle: group.style,
            received: seen.flatMap { $0.isZero ? nil : "\($0.decimal) \($0.asset.ticker)" },
            reference: invoice.label ?? invoice.ownReference,
            payer: invoice.payer.email ?? invoice.payer.reference
        )
    }
}

extension PhaseGroup {
    /// The class of its pill.
    var style: String {
        switch self {
        case .paid, .overpaid: "good"
        case .underway, .short: "open"
        case .failed: "bad"
        case .waiting, .expired, .cancelled, .deleted: ""
        }
    }
}

extension Invoice {
    /// The shop's own id, unless there was none and a form's name stands in for it.
    var ownReference: String? {
        externalID.flatMap { $0.hasPrefix(Self.byHandPrefix) ? nil : $0 }
    }
}
