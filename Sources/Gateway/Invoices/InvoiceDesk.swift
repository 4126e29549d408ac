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
        let now = gateway.time.now()
        let terms: (coins: [Coin], quote: Quote?)
        do {
            terms = try self.terms(of: new, for: caller, at: now)
        } catch {
            if let refusal = try await claim(proof, by: caller) { return .refused(refusal) }
            return error.outcome
        }
        for _ in 0..<Self.codeAttemptsMax {
            let invoice = invoice(
                new,
                coins: terms.coins,
                of: caller,
                in: caller.dialect,
                at: now
            )
            do {
                let outcome = try await gateway.store.write { transaction in
                    try store(
                        invoice,
                        quote: terms.quote,
                        by: caller,
                        with: proof,
                        at: now,
                        in: transaction
                    )
                }
                if case .opened = outcome { gateway.announce([invoice.id]) }
                return outcome
            } catch StorageError.constraint {
                // One of 36⁸ codes was taken; nothing was stored, so another one is tried.
                continue
            }
        }
        throw GatewayError.noFreeCode
    }

    private func store(
        _ invoice: Invoice,
        quote: Quote?,
        by caller: Caller,
        with proof: RequestProof,
        at now: Instant,
        in transaction: Transaction
    ) throws -> OpenOutcome {
        switch try transaction.claim(
            requestID: proof.requestID,
            signature: proof.signature,
            by: caller.key
        ) {
        case .taken: break
        case .notLarger: return .refused(.notLarger)
        case .signatureUsed: return .refused(.signatureUsed)
        }
        guard try transaction.add(invoice) else { return .duplicate }
        var choice: Choice?
        if let quote {
            choice = try issue(quote, for: invoice, chooser: .shop, at: now, in: transaction)
        }
        return .opened(try transaction.begin(invoice, with: choice, at: now))
    }

    /// Uses up a request's proof alone; answers why it was not taken, or nil.
    package func claim(
        _ proof: RequestProof,
        by caller: Caller
    ) async throws -> RequestRefusal? {
        let key = caller.key
        let claim = try await gateway.store.write { transaction in
            try transaction.claim(
                requestID: proof.requestID,
                signature: proof.signature,
                by: key
            )
        }
        return switch claim {
        case .taken: nil
        case .notLarger: .notLarger
        case .signatureUsed: .signatureUsed
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
            let quote = quoter.quote(
                price: stored.invoice.price,
                in: coin,
                feeTerms: stored.invoice.feeTerms,
                insurance: stored.invoice.insurance,
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
            let served = gateway.networks[network]?.description
        else { throw GatewayError.networkNotServed(network) }
        let id = ChoiceID(gateway.random.uuid())
        let address = try transaction.issueAddress(
            from: wallet,
            for: invoice.id,
            choice: id,
            derive: gateway.addresses.address(of:at:)
        )
        let choice = Choice(
            id: id,
            address: address.text,
            quote: quote,
            confirmations: served.confirmations,
            finality: served.finality,
            chooser: chooser,
            chosenAt: now
        )
        try transaction.add(choice, to: invoice.id)
        return choice
    }

    /// What the coins offered come to now, for the payer to choose from; coins without a fresh
    /// price are left out.
    package func quotes(for stored: InvoiceRecord) -> [Quote] {
        let now = gateway.time.now()
        return stored.invoice.coins.compactMap { coin in
            quoter.quote(
                price: stored.invoice.price,
                in: coin,
                feeTerms: stored.invoice.feeTerms,
                insurance: stored.invoice.insurance,
                at: now
            )
        }
    }
}
