import Payments

/// Whose a stored transfer is: an invoice's, or a deposit.
enum TransferOwner: Sendable, Hashable {
    case invoice(InvoiceID)
    case deposit(DepositID)

    var invoice: InvoiceID? {
        guard case .invoice(let id) = self else { return nil }
        return id
    }
}

extension ChainStepOutcome {
    mutating func touch(_ owner: TransferOwner) {
        switch owner {
        case .invoice(let id): touched.insert(id)
        case .deposit(let id): touchedDeposits.insert(id)
        }
    }
}

extension DepositID {
    /// A deposit is one transfer, so it is named by it.
    init(_ id: Transfer.ID) { self.init("\(id.network.name):\(id.txid):\(id.index)") }
}
