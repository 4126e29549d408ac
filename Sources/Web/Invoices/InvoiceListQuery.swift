import Hummingbird
import Payments

/// What the address of a list of invoices asks for.
///
///     /cabinet/m/m_…/invoices?state=paid&state=overpaid&from=2026-01-01&to=2026-01-31
struct InvoiceListQuery: Sendable {
    /// The longest text that is searched for.
    static let searchLengthMax = 256

    /// What the search box holds.
    let search: String
    /// The groups that are ticked; none for all.
    let groups: [PhaseGroup]
    /// The first day, as it was typed.
    let from: String
    /// The last day, as it was typed.
    let to: String
    let stretch: InvoiceStretch
    /// What cannot be read, named by its field.
    let fault: String?

    init(_ request: CabinetRequest) {
        // Browsers write a blank as a plus, which a path may hold as itself.
        let typed = FormText(Array((request.request.uri.query ?? "").utf8))
        search = String((typed["q"] ?? "").prefix(Self.searchLengthMax))
        let words = request.request.uri.queryParameters.getAll("state").map { String($0) }
        groups = PhaseGroup.allCases.filter { words.contains($0.rawValue) }
        from = String((request.query("from") ?? "").prefix(20))
        to = String((request.query("to") ?? "").prefix(20))
        if let place = request.query("newer").flatMap(Self.place) {
            stretch = .newer(than: place)
        } else {
            stretch = .older(than: request.query("older").flatMap(Self.place))
        }
        fault = Self.fault(from: from, to: to)
    }

    private static func fault(from: String, to: String) -> String? {
        for (name, text) in [("Opened from", from), ("Opened until", to)]
        where !text.isEmpty && UTCDate.start(of: text) == nil {
            return "\(name): write a day like 2026-01-31."
        }
        if let first = UTCDate.start(of: from), let last = UTCDate.start(of: to), last < first {
            return "Opened until: must not be before the first day."
        }
        return nil
    }

    /// What is listed; everything where a field cannot be read.
    var filter: InvoiceFilter {
        let phases = groups.reduce(into: Set<Phase>()) { $0.formUnion($1.phases) }
        return InvoiceFilter(
            phases: groups.isEmpty ? nil : phases,
            from: UTCDate.start(of: from),
            until: UTCDate.start(of: to)?.advanced(bySeconds: UTCDate.secondsPerDay)
        )
    }

    var isFiltered: Bool { !groups.isEmpty || !from.isEmpty || !to.isEmpty }

    /// The same filters as a query, with a place to go on from.
    func link(_ more: (name: String, place: InvoicePlace)? = nil) -> String {
        var fields = groups.map { ("state", $0.rawValue) }
        if !from.isEmpty { fields.append(("from", from)) }
        if !to.isEmpty { fields.append(("to", to)) }
        if let more { fields.append((more.name, Self.text(of: more.place))) }
        let query = fields.map { "\($0.0)=\(PercentText.encoded($0.1))" }.joined(separator: "&")
        return query.isEmpty ? "" : "?" + query
    }

    /// `1700000000000000.0b6e…`: the moment in microseconds and the invoice's id.
    private static func text(of place: InvoicePlace) -> String {
        "\(place.openedAt.microseconds).\(place.id.text)"
    }

    private static func place(of text: String) -> InvoicePlace? {
        let halves = text.split(separator: ".", maxSplits: 1)
        guard halves.count == 2, let moment = Int64(halves[0]), halves[1].utf8.count <= 64 else {
            return nil
        }
        return InvoicePlace(
            openedAt: Instant(microseconds: moment),
            id: InvoiceID(String(halves[1]))
        )
    }
}
