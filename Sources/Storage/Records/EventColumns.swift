import Payments

/// What an event's change is in the columns of the outbox.
struct EventColumns {
    let subject: String
    let invoice: InvoiceID?
    let deposit: DepositID?
    let event: String
    let before: String?
    let standing: String?
    let state: EventRecord.State

    init(of change: EventRecord.Change) {
        switch change {
        case .invoice(let change):
            subject = change.invoice.text
            invoice = change.invoice
            deposit = nil
            event = change.event.rawValue
            before = change.before.map(StandingText.text(of:))
            standing = StandingText.text(of: change.standing)
            // A shop knows of an invoice it just opened; everything else is told.
            state = change.event == .opened ? .quiet : .waiting
        case .deposit(let change):
            subject = change.deposit.text
            invoice = nil
            deposit = change.deposit
            event = change.state.rawValue
            before = nil
            standing = nil
            state = .waiting
        }
    }
}
