import Gateway
import Payments
import Storage

/// A dialect with plain words: the body is `number event`, `done` accepts, `ok` acknowledges.
struct RecordingDialect: NotificationDialect {
    let dialect = Dialect.okipays

    func body(about event: EventRecord, of stored: InvoiceRecord, at now: Instant) -> [UInt8]? {
        if event.event == .chosen { return nil }
        return Array("\(stored.invoice.externalID) \(event.event.rawValue) \(now.seconds)".utf8)
    }

    func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader] {
        [NotificationHeader("X-Key", key.text), NotificationHeader("X-Secret", secret.revealed())]
    }

    func reading(status: Int, body: [UInt8], about event: EventRecord) -> ShopAnswer {
        switch String(decoding: body, as: UTF8.self) {
        case "done" where status == 200: .acknowledged(.accepted)
        case "ok" where status == 200: .acknowledged(nil)
        default: .other
        }
    }
}
