import Chains
package import Payments
import Storage

/// Why an invoice cannot be offered in any coin it was asked for.
enum OfferRefusal: Error {
    case coinNotAvailable
    case rateNotAvailable
    case amountTooLarge

    var outcome: OpenOutcome {
        switch self {
        case .coinNotAvailable: .coinNotAvailable
        case .rateNotAvailable: .rateNotAvailable
        case .amountTooLarge: .amountTooLarge
        }
    }
}

extension InvoiceDesk {
    /// The gateway's present moment.
    package var now: Instant { gateway.time.now() }

    /// The coins a caller can be paid in: served networks for which there is a wallet.
    package func available(to caller: Caller) -> [Coin] {
        gateway.catalogue.coins.map(\.coin).filter { coin in
            gateway.networks[coin.network] != nil && caller.wallets[coin.network] != nil
        }
    }

    /// The coins an invoice is offered in, and the quote where there is a single one.
    ///
    /// Several coins are quoted when the payer chooses; one is quoted now, or refused.
    func terms(
        of new: NewInvoice,
        for caller: Caller,
        at now: Instant
    ) throws(OfferRefusal) -> (coins: [Coin], quote: Quote?) {
        let available = available(to: caller)
        let coins: [Coin]
        switch new.offer {
        case .everything: coins = available
        case .only(let wanted):
            guard wanted.allSatisfy(available.contains) else { throw .coinNotAvailable }
            coins = wanted
        }
        guard let first = coins.first else { throw .coinNotAvailable }
        guard coins.count == 1 else { return (coins, nil) }
        let ticker = first.asset.ticker
        guard gateway.board.rate(of: ticker, in: new.price.asset.ticker, at: now) != nil else {
            throw .rateNotAvailable
        }
        guard
            let quote = quoter.quote(
                price: new.price,
                in: first,
                feeTerms: new.feeTerms,
                insurance: caller.merchant.insurance,
                at: now
            )
        else { throw .amountTooLarge }
        return (coins, quote)
    }

    /// The invoice as it will be stored, with fresh identities.
    func invoice(
        _ new: NewInvoice,
        coins: [Coin],
        of caller: Caller,
        in dialect: Dialect,
        at now: Instant
    ) -> Invoice {
        Invoice(
            id: InvoiceID(gateway.random.uuid()),
            code: gateway.random.invoiceCode(),
            merchant: caller.merchant.id,
            dialect: dialect,
            key: caller.key,
            externalID: new.externalID,
            isExternalIDNumeric: new.isExternalIDNumeric,
            price: new.price,
            coins: coins,
            feeTerms: new.feeTerms,
            insurance: caller.merchant.insurance,
            tolerance: caller.merchant.tolerance,
            lateTerms: caller.merchant.lateTerms,
            details: new.details,
            returnURL: new.returnURL,
            openedAt: now,
            deadline: new.deadline
        )
    }
}

extension InvoiceDesk {
    /// An invoice and the name of its merchant, for a page; nil where there is none.
    package func page(
        _ reference: InvoiceReference
    ) async throws -> (stored: InvoiceRecord, merchantName: String)? {
        try await gateway.store.read { transaction in
            guard let id = try transaction.invoiceID(of: reference),
                let stored = try transaction.invoice(id)
            else { return nil }
            let merchant = try transaction.merchant(stored.invoice.merchant)
            return (stored, merchant?.name ?? "")
        }
    }

    /// The newest invoices with their merchants' names.
    package func newest(
        limit: Int
    ) async throws -> [(stored: InvoiceRecord, merchantName: String)] {
        try await gateway.store.read { transaction in
            let names = Dictionary(
                uniqueKeysWithValues: try transaction.merchants().map { ($0.id, $0.name) }
            )
            return try transaction.newestInvoices(limit: limit).map { stored in
                (stored, names[stored.invoice.merchant] ?? "")
            }
        }
    }

    /// The invoice that a person's text means: its code, its UUID, or a merchant's own id.
    ///
    /// - Returns: Nil where none fits, or where a merchant's own id fits several.
    package func find(_ text: String) async throws -> InvoiceID? {
        try await gateway.store.read { transaction in
            let own = try transaction.invoiceIDs(externalID: text)
            return try transaction.invoiceID(of: .code(InvoiceCode(text.uppercased())))
                ?? transaction.invoiceID(of: .id(InvoiceID(text.lowercased())))
                ?? (own.count == 1 ? own[0] : nil)
        }
    }
}
