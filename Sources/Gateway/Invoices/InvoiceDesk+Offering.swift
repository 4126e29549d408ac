import Chains
package import Payments
import Storage

/// Why an invoice cannot be offered in any coin it was asked for.
enum OfferRefusal: Error {
    case coinNotAvailable
    case rateNotAvailable
    case amountTooLarge
    case tariffNotAvailable(String)

    var outcome: OpenOutcome {
        switch self {
        case .tariffNotAvailable(let name): .tariffNotAvailable(name)
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

    /// What an invoice is offered in and on which terms, and the quote where there is one coin.
    struct Offering {
        let coins: [Coin]
        let terms: Quote.Terms
        let quote: Quote?
    }

    /// The coins an invoice is offered in, and the quote where there is a single one.
    ///
    /// Several coins are quoted when the payer chooses; one is quoted now, or refused.
    func offering(
        of new: NewInvoice,
        for caller: Caller,
        at now: Instant
    ) throws(OfferRefusal) -> Offering {
        let available = available(to: caller)
        let coins: [Coin]
        switch new.offer {
        case .everything: coins = available
        case .only(let wanted):
            guard wanted.allSatisfy(available.contains) else { throw .coinNotAvailable }
            coins = wanted
        }
        guard let first = coins.first else { throw .coinNotAvailable }
        let terms = Quote.Terms(
            feeTerms: new.feeTerms,
            insurance: new.insurance ?? caller.merchant.insurance,
            tariffs: try Self.tariffs(new.tariffs, of: caller.merchant)
        )
        var quote: Quote?
        if coins.count == 1 {
            quote = try quoter.quote(price: new.price, in: first, on: terms, at: now)
        }
        return Offering(coins: coins, terms: terms, quote: quote)
    }

    private static func tariffs(
        _ names: [String],
        of merchant: Merchant
    ) throws(OfferRefusal) -> [Tariff] {
        var tariffs: [Tariff] = []
        for name in names {
            let tariff = merchant.tariffs.first { $0.name == name && $0.addsToInvoices }
            guard let tariff else { throw .tariffNotAvailable(name) }
            if !tariffs.contains(tariff) { tariffs.append(tariff) }
        }
        return tariffs
    }

    /// The invoice as it will be stored, with fresh identities.
    func invoice(
        _ new: NewInvoice,
        offering: Offering,
        of caller: Caller,
        customer: CustomerID?,
        at now: Instant
    ) -> Invoice {
        Invoice(
            id: InvoiceID(gateway.random.uuid()),
            code: gateway.random.invoiceCode(),
            merchant: caller.merchant.id,
            dialect: caller.dialect,
            kind: new.kind,
            key: caller.key,
            externalID: new.externalID,
            isExternalIDNumeric: new.isExternalIDNumeric,
            contentDigest: new.externalID == nil ? nil : new.contentDigest,
            price: new.price,
            coins: offering.coins,
            terms: offering.terms,
            tolerance: new.tolerance ?? caller.merchant.tolerance,
            slippage: new.slippage,
            lateTerms: caller.merchant.lateTerms,
            label: new.label,
            details: new.details,
            payer: Invoice.Payer(
                reference: new.payerReference,
                email: new.payerEmail,
                customer: customer
            ),
            returnURL: new.returnURL,
            webhooks: new.webhooks,
            openedBy: new.openedBy?.name,
            openedAt: now,
            deadline: new.deadline
        )
    }
}

extension InvoiceDesk {
    /// An invoice and its merchant, for a page; nil where there is none.
    package func page(
        _ reference: InvoiceReference
    ) async throws -> (stored: InvoiceRecord, merchant: Merchant)? {
        try await gateway.store.read { transaction in
            guard let id = try transaction.invoiceID(of: reference),
                let stored = try transaction.invoice(id),
                let merchant = try transaction.merchant(stored.invoice.merchant)
            else { return nil }
            return (stored, merchant)
        }
    }

    /// A page of a caller's invoices in some phases, the newest first, and how many there are.
    package func list(
        of caller: Caller,
        kind: Invoice.Kind,
        phases: Set<Phase>?,
        limit: Int,
        offset: Int
    ) async throws -> (invoices: [InvoiceRecord], total: Int) {
        let (merchant, dialect) = (caller.merchant.id, caller.dialect)
        return try await gateway.store.read { transaction in
            let found = try transaction.invoices(
                of: merchant,
                in: dialect,
                kind: kind,
                phases: phases,
                limit: limit,
                offset: offset
            )
            let total = try transaction.countInvoices(
                of: merchant,
                in: dialect,
                kind: kind,
                phases: phases
            )
            return (found, total)
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
                ?? transaction.invoiceID(of: .choice(ChoiceID(text.lowercased())))
                ?? (own.count == 1 ? own[0] : nil)
        }
    }
}
