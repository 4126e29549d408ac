import Chains
package import Payments
import Storage

/// Opens invoices, answers about them, and takes the payer's choice of coin.
package struct InvoiceDesk: Sendable {
    /// How often a new code is tried when one is taken.
    private static let codeAttemptsMax = 5
    /// How often a payer may choose anew; each choice takes an address for good.
    package static let choicesMax = 10

    let gateway: Gateway
    let quoter: Quoter

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) {
        self.gateway = gateway
        quoter = Quoter(gateway)
    }

    /// Opens an invoice, or says why not; the request's proof is used up either way.
    ///
    /// Everything happens in one transaction: proof, uniqueness, invoice, address where a single
    /// coin is offered, first standing, first event.
    package func open(
        _ new: NewInvoice,
        by caller: Caller,
        with proof: RequestProof
    ) async throws -> OpenOutcome {
        let now = new.askedAt
        let offering: Offering
        do {
            offering = try self.offering(of: new, for: caller, at: now)
        } catch {
            let outcome = error.outcome
            return try await gateway.store.write { transaction in
                if let refusal = try take(proof, by: caller.key, in: transaction) {
                    return .refused(refusal)
                }
                // What was opened before is answered although it could not be opened now.
                return try earlier(new, of: caller, in: transaction) ?? outcome
            }
        }
        for _ in 0..<Self.codeAttemptsMax {
            do {
                let outcome = try await gateway.store.write { transaction in
                    try store(
                        new,
                        offering: offering,
                        by: caller,
                        with: proof,
                        at: now,
                        in: transaction
                    )
                }
                if case .opened(let stored) = outcome { gateway.announce([stored.invoice.id]) }
                return outcome
            } catch StorageError.constraint {
                // One of 36⁸ codes was taken; nothing was stored, so another one is tried.
                continue
            }
        }
        throw GatewayError.noFreeCode
    }

    private func store(
        _ new: NewInvoice,
        offering: Offering,
        by caller: Caller,
        with proof: RequestProof,
        at now: Instant,
        in transaction: Transaction
    ) throws -> OpenOutcome {
        if let refusal = try take(proof, by: caller.key, in: transaction) {
            return .refused(refusal)
        }
        if let outcome = try earlier(new, of: caller, in: transaction) { return outcome }
        let customer = try new.payerReference.map { reference in
            try gateway.customer(
                reference,
                of: caller.merchant.id,
                email: new.payerEmail,
                at: now,
                in: transaction
            ).id
        }
        let invoice = invoice(
            new,
            offering: offering,
            of: caller,
            customer: customer,
            at: now
        )
        guard try transaction.add(invoice) else {
            return try earlier(new, of: caller, in: transaction) ?? .duplicate
        }
        if let actor = new.openedBy {
            let price = "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)"
            try transaction.record(
                Self.entry(invoice, by: actor, at: now, nil, "opened by hand for \(price)")
            )
        }
        var choice: Choice?
        if let quote = offering.quote {
            choice = try issue(quote, for: invoice, chooser: .shop, at: now, in: transaction)
        }
        return .opened(try transaction.begin(invoice, with: choice, at: now))
    }

    /// What the merchant's earlier invoice of the same external id makes of a new one, or nil where
    /// there is none: the same invoice, where the same was asked for.
    private func earlier(
        _ new: NewInvoice,
        of caller: Caller,
        in transaction: Transaction
    ) throws -> OpenOutcome? {
        guard let externalID = new.externalID else { return nil }
        let reference = InvoiceReference.external(
            externalID,
            of: caller.merchant.id,
            in: caller.dialect
        )
        guard let id = try transaction.invoiceID(of: reference),
            let stored = try transaction.invoice(id)
        else { return nil }
        let isSame = stored.invoice.contentDigest == new.contentDigest
        return isSame && caller.dialect == .onchainpay ? .repeated(stored) : .duplicate
    }

    /// Uses up a request's proof alone; answers why it was not taken, or nil.
    package func claim(
        _ proof: RequestProof,
        by caller: Caller
    ) async throws -> RequestRefusal? {
        let key = caller.key
        return try await gateway.store.write { try take(proof, by: key, in: $0) }
    }

    private func take(
        _ proof: RequestProof,
        by key: APIKeyID,
        in transaction: Transaction
    ) throws -> RequestRefusal? {
        switch proof {
        case .nonce(let nonce):
            let now = gateway.time.now()
            return try transaction.claim(nonce: nonce, by: key, at: now) ? nil : .nonceUsed
        case .numbered(let requestID, let signature):
            let claim = try transaction.claim(
                requestID: requestID,
                signature: signature,
                by: key
            )
            return switch claim {
            case .taken: nil
            case .notLarger: .notLarger
            case .signatureUsed: .signatureUsed
            }
        }
    }

    /// The invoice that a reference names, or nil.
    package func invoice(_ reference: InvoiceReference) async throws -> InvoiceRecord? {
        try await gateway.store.read { transaction in
            try transaction.invoiceID(of: reference).flatMap { try transaction.invoice($0) }
        }
    }

    /// Takes the payer's choice of a coin.
    package func choose(
        _ coin: Coin,
        for id: InvoiceID
    ) async throws -> ChooseOutcome {
        let now = gateway.time.now()
        guard let stored = try await invoice(.id(id)) else { return .invoiceNotFound }
        guard stored.invoice.coins.contains(coin) else { return .coinNotAvailable }
        guard
            let quote = try? quoter.quote(
                price: stored.invoice.price,
                in: coin,
                on: stored.invoice.terms,
                at: now
            )
        else { return .rateNotAvailable }
        let outcome = try await gateway.store.write { transaction in
            try choose(quote, for: id, at: now, in: transaction)
        }
        if case .chosen = outcome { gateway.announce([id]) }
        return outcome
    }

    private func choose(
        _ quote: Quote,
        for id: InvoiceID,
        at now: Instant,
        in transaction: Transaction
    ) throws -> ChooseOutcome {
        guard let stored = try transaction.invoice(id) else { return .invoiceNotFound }
        if stored.standing.decision != nil || stored.standing.confirmed >= .paid { return .closed }
        // A new choice is refused once something was seen (API contract D, OkiPays 20), and after
        // the deadline.
        if !stored.standing.receipts.isEmpty || now > stored.invoice.deadline { return .closed }
        if let current = stored.facts.choices.last, current.quote.coin == quote.coin {
            return .chosen(stored)
        }
        if stored.facts.choices.count >= Self.choicesMax { return .tooManyChoices }
        _ = try issue(quote, for: stored.invoice, chooser: .payer, at: now, in: transaction)
        try transaction.settle(id, at: now)
        guard let after = try transaction.invoice(id) else { return .invoiceNotFound }
        return .chosen(after)
    }

    private func issue(
        _ quote: Quote,
        for invoice: Invoice,
        chooser: Choice.Chooser,
        at now: Instant,
        in transaction: Transaction
    ) throws -> Choice {
        let network = quote.coin.network
        guard let wallet = try transaction.wallet(of: invoice.merchant, on: network),
            let merchant = try transaction.merchant(invoice.merchant),
            let served = gateway.networks[network]?.description
        else { throw GatewayError.networkNotServed(network) }
        let needed = gateway.confirmations(
            of: invoice,
            for: merchant,
            on: network,
            otherwise: served.confirmations,
            at: now
        )
        let id = ChoiceID(gateway.random.uuid())
        let shared = try invoice.payer.customer.map { customer in
            try gateway.staticAddress(
                for: customer,
                of: invoice.merchant,
                by: invoice.key,
                in: quote.coin,
                at: now,
                in: transaction
            )
        }
        let address =
            try shared?.address
            ?? transaction.issueAddress(
                from: wallet,
                for: .choice(id, of: invoice.id),
                derive: gateway.addresses.address(of:at:)
            ).text
        let choice = Choice(
            id: id,
            address: address,
            quote: quote,
            confirmations: needed,
            finality: max(served.finality, needed),
            chooser: chooser,
            chosenAt: now
        )
        try transaction.add(choice, to: invoice.id, at: shared?.id)
        return choice
    }

    /// What the coins offered come to now, for the payer to choose from; coins without a fresh
    /// price are left out.
    package func quotes(for stored: InvoiceRecord) -> [Quote] {
        let now = gateway.time.now()
        return stored.invoice.coins.compactMap { coin in
            try? quoter.quote(
                price: stored.invoice.price,
                in: coin,
                on: stored.invoice.terms,
                at: now
            )
        }
    }
}
