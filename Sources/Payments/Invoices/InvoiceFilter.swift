/// Which of a merchant's invoices are listed.
package struct InvoiceFilter: Sendable, Hashable {
    /// In one of these phases; nil for all.
    package var phases: Set<Phase>?
    /// Opened then or later.
    package var from: Instant?
    /// Opened before then.
    package var until: Instant?

    /// Describes a filter; nothing given lists everything.
    package init(phases: Set<Phase>? = nil, from: Instant? = nil, until: Instant? = nil) {
        self.phases = phases
        self.from = from
        self.until = until
    }
}

/// The place of an invoice in a list by age: invoices of one moment are told apart by their ids.
package struct InvoicePlace: Sendable, Hashable, Comparable {
    /// When it was opened.
    package let openedAt: Instant
    /// The invoice.
    package let id: InvoiceID

    /// Names a place.
    package init(openedAt: Instant, id: InvoiceID) {
        self.openedAt = openedAt
        self.id = id
    }

    package static func < (left: InvoicePlace, right: InvoicePlace) -> Bool {
        (left.openedAt.microseconds, left.id.text) < (right.openedAt.microseconds, right.id.text)
    }
}

/// A part of a list of invoices, the newest first, seen from one of its places.
package enum InvoiceStretch: Sendable, Hashable {
    /// Those that follow a place; the first ones for nil.
    case older(than: InvoicePlace?)
    /// Those that go right before it.
    case newer(than: InvoicePlace)
}

/// What may be written in a search box for an invoice, in every spelling it may be stored in.
package struct InvoiceSearch: Sendable, Hashable {
    /// As it was typed, without blanks around it.
    package let text: String
    /// The addresses it may be.
    package let addresses: [String]
    /// The transaction hashes it may be.
    package let txids: [String]

    /// Describes a search.
    package init(text: String, addresses: [String], txids: [String]) {
        self.text = text
        self.addresses = addresses
        self.txids = txids
    }
}
