import Gateway
import Payments
import Storage

/// A dialect with plain words: the body is `subject event seconds`, `done` accepts, `ok`
/// acknowledges.
struct RecordingDialect: NotificationDialect {
    var dialect = Dialect.okipays

    func url(for notice: Notice) -> String? {
        switch notice.subject {
        case .invoice(_, let stored): stored.invoice.webhooks.all ?? notice.merchant.resultURL
        case .deposit(_, _, let customer): customer?.depositURL
        }
    }

    func body(telling notice: Notice, at now: Instant) -> [UInt8]? {
        switch notice.subject {
        case .invoice(let change, _) where change.event == .chosen: return nil
        case .invoice(let change, let stored):
            let name = stored.invoice.externalID ?? "-"
            return Array("\(name) \(change.event.rawValue) \(now.seconds)".utf8)
        case .deposit(let change, let deposit, let customer):
            let name = customer?.reference ?? "-"
            let amount = deposit.transfer.amount.decimal
            return Array("\(name) \(change.state.rawValue) \(amount)".utf8)
        }
    }

    func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader] {
        [NotificationHeader("X-Key", key.text), NotificationHeader("X-Secret", secret.revealed())]
    }

    func reading(status: Int, body: [UInt8], to change: EventRecord.Change) -> ShopAnswer {
        switch String(decoding: body, as: UTF8.self) {
        case "done" where status == 200: .acknowledged(.accepted)
        case "ok" where status == 200: .acknowledged(nil)
        default: .other
        }
    }
}
