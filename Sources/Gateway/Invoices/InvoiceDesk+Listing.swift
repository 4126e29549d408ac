import Chains
import Keys
package import Payments
import Storage

/// A page of a merchant's invoices, the newest first, and where its neighbours begin.
package struct InvoicePage: Sendable {
    /// The invoices.
    package let invoices: [InvoiceRecord]
    /// The place before which newer ones go; nil on the first page.
    package let newer: InvoicePlace?
    /// The place after which older ones follow; nil on the last page.
    package let older: InvoicePlace?

    /// A page with nothing on it.
    package static let empty = InvoicePage(invoices: [], newer: nil, older: nil)
}

extension InvoiceDesk {
    /// A page of a merchant's invoices from a place on.
    ///
    /// There are at most `limit` on it. A page of newer ones that would be short, since the list
    /// begins there, is the first page.
    package func page(
        of merchant: MerchantID,
        fitting filter: InvoiceFilter,
        in stretch: InvoiceStretch,
        limit: Int
    ) async throws -> InvoicePage {
        try await gateway.store.read { transaction in
            func places(_ stretch: InvoiceStretch) throws -> [InvoicePlace] {
                // One more than is shown tells whether there are more.
                try transaction.places(
                    of: merchant,
                    fitting: filter,
                    in: stretch,
                    limit: limit + 1
                )
            }
            var found = try places(stretch)
            var isFirst = stretch == .older(than: nil)
            var hasOlder = found.count > limit
            if case .newer = stretch {
                hasOlder = true
                if found.count > limit {
                    found.removeFirst()
                } else {
                    isFirst = true
                    found = try places(.older(than: nil))
                    hasOlder = found.count > limit
                }
            }
            let shown = found.prefix(limit)
            return InvoicePage(
                invoices: try shown.compactMap { try transaction.invoice($0.id) },
                newer: isFirst ? nil : shown.first,
                older: hasOlder ? shown.last : nil
            )
        }
    }

    /// The invoices of a merchant that a text names exactly, the newest first: by any id, the
    /// label, an address, a transaction hash with or without `0x`, or the payer.
    package func search(
        _ text: String,
        of merchant: MerchantID,
        limit: Int
    ) async throws -> [InvoiceRecord] {
        let text = text.trimmed
        guard !text.isEmpty else { return [] }
        let lower = text.lowercased()
        let bare = lower.hasPrefix("0x") ? String(lower.dropFirst(2)) : lower
        let isHash = bare.utf8.count == 64 && bare.allSatisfy(\.isHexDigit)
        let search = InvoiceSearch(
            text: text,
            addresses: AddressSpelling.spellings(of: text),
            txids: isHash ? [bare, "0x" + bare] : [text]
        )
        return try await gateway.store.read { transaction in
            try transaction.invoices(of: merchant, named: search, limit: limit)
                .compactMap { try transaction.invoice($0.id) }
        }
    }

    /// The story of a merchant's invoice, or nil where it has none of that code.
    package func story(
        of code: InvoiceCode,
        merchant: MerchantID
    ) async throws -> InvoiceStory? {
        guard let stored = try await invoice(.code(code)), stored.invoice.merchant == merchant
        else { return nil }
        return try await story(of: stored.invoice.id)
    }

    /// The story of an invoice, or nil where there is none.
    package func story(of id: InvoiceID) async throws -> InvoiceStory? {
        guard let trail = try await gateway.store.read({ try $0.trail(of: id) }) else {
            return nil
        }
        let networks = gateway.catalogue.networks.map { network in
            (network.id, gateway.networks[network.id]?.description ?? network)
        }
        return InvoiceStory(
            trail,
            networks: Dictionary(networks) { first, _ in first },
            at: gateway.time.now()
        )
    }
}

extension String {
    /// Without blanks and line ends around it.
    var trimmed: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        let start = drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}
