package import Payments
import Storage

/// What became of an invoice that somebody wanted to open by hand.
package enum ByHandOutcome: Sendable {
    /// It is open.
    case opened(InvoiceRecord)
    /// The same form opened this one before.
    case repeated(InvoiceRecord)
    /// The merchant has another invoice with this reference.
    case duplicate(InvoiceRecord)
    /// The form was sent before and no invoice came of it.
    case formUsed
    /// The merchant has no key that is not revoked; a key signs what is told about an invoice.
    case noKey
    /// The merchant has no wallet on any served network.
    case noWallet
    /// Why the desk did not open it.
    case refused(OpenOutcome)
}

extension Invoice {
    /// What the own id of an invoice begins with that was opened by hand without a reference.
    package static let byHandPrefix = "by-hand-"
}

extension InvoiceDesk {
    /// What names a form that opens one invoice, however often it is sent.
    package func formID() -> String { gateway.random.hexadecimal(bytes: 16) }

    /// The coins a merchant can be paid in by an invoice opened by hand; empty where there is no
    /// wallet, nil where there is no key.
    package func coinsByHand(of merchant: MerchantID) async throws -> [Coin]? {
        guard let caller = try await MerchantDesk(gateway).ownCaller(of: merchant) else {
            return nil
        }
        return available(to: caller)
    }

    /// Opens an invoice that somebody typed in, once for each form.
    ///
    /// A form's name is used up like a request's nonce and, where no reference was given, is the
    /// invoice's own id, so that neither a second press nor a second tab opens another one.
    package func openByHand(
        _ asked: NewInvoice,
        form: String,
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> ByHandOutcome {
        guard let caller = try await MerchantDesk(gateway).ownCaller(of: merchant) else {
            return .noKey
        }
        if available(to: caller).isEmpty { return .noWallet }
        var new = asked
        new.openedBy = actor
        let isNamed = asked.externalID != nil
        let externalID = asked.externalID ?? Invoice.byHandPrefix + form
        new.externalID = externalID
        let outcome = try await open(new, by: caller, with: .nonce("form-\(form)"))
        if case .opened(let stored) = outcome { return .opened(stored) }
        let earlier = try await invoice(.external(externalID, of: merchant, in: caller.dialect))
        switch outcome {
        case .opened(let stored): return .opened(stored)
        case .refused:
            let isSame =
                earlier?.invoice.openedBy != nil
                && earlier?.invoice.contentDigest == new.contentDigest
            if let earlier, isSame || !isNamed { return .repeated(earlier) }
            return .formUsed
        case .duplicate, .repeated:
            guard let earlier else { return .formUsed }
            return isNamed ? .duplicate(earlier) : .repeated(earlier)
        case .coinNotAvailable, .tariffNotAvailable, .rateNotAvailable, .amountTooLarge:
            return .refused(outcome)
        }
    }
}
