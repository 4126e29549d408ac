import Payments

/// What the tests ask of an event about an invoice; nil for one about a deposit.
extension EventRecord {
    var invoiceEvent: InvoiceEvent? {
        guard case .invoice(let change) = change else { return nil }
        return change.event
    }
}
