import Payments

/// What the tests ask of an event about an invoice; nil for one about a deposit.
extension EventRecord {
    private var invoiceChange: InvoiceChange? {
        guard case .invoice(let change) = change else { return nil }
        return change
    }

    var invoiceEvent: InvoiceEvent? { invoiceChange?.event }
    var before: Standing? { invoiceChange?.before }
    var standing: Standing? { invoiceChange?.standing }
    var depositState: Deposit.State? {
        guard case .deposit(let change) = change else { return nil }
        return change.state
    }
}
