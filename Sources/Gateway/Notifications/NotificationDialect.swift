package import Payments
import Storage

/// What a shop's answer to a notification means.
package enum ShopAnswer: Sendable, Hashable {
    /// It heard, and may have decided something.
    case acknowledged(Mark?)
    /// Not what the dialect documents as an acknowledgement.
    case other
}

/// A header of a notification.
package struct NotificationHeader: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The value.
    package let value: String

    /// Describes a header.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// An event with everything a dialect needs to tell about it.
package struct Notice: Sendable {
    /// What changed, with the thing as it is now.
    package enum Subject: Sendable {
        /// An invoice.
        case invoice(InvoiceChange, InvoiceRecord)
        /// A deposit, and whose it is; nobody's where it came to the merchant's own address.
        case deposit(DepositChange, Deposit, Customer?)
    }

    /// What changed.
    package let subject: Subject
    /// When it happened.
    package let happenedAt: Instant
    /// What names the notification.
    package let webhook: WebhookID
    /// Whose event it is.
    package let merchant: Merchant

    /// Describes something to tell.
    package init(
        subject: Subject,
        happenedAt: Instant,
        webhook: WebhookID,
        merchant: Merchant
    ) {
        self.subject = subject
        self.happenedAt = happenedAt
        self.webhook = webhook
        self.merchant = merchant
    }
}

/// How one of the two APIs tells a shop about events.
package protocol NotificationDialect: Sendable {
    /// The API.
    var dialect: Dialect { get }

    /// Where a notice goes, or nil where the shop did not ask to hear it.
    func url(for notice: Notice) -> String?

    /// The exact bytes that tell a notice, or nil where there is nothing to tell.
    func body(telling notice: Notice, at now: Instant) -> [UInt8]?

    /// The headers that sign a body.
    func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader]

    /// Reads a shop's answer to the notification of a change.
    func reading(status: Int, body: [UInt8], to change: EventRecord.Change) -> ShopAnswer
}

extension NotificationDialect {
    /// Every header of a notification: the dialect's own, and the event's number in the merchant's
    /// sequence.
    func headers(
        for body: [UInt8],
        of event: EventRecord,
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader] {
        headers(for: body, key: key, secret: secret)
            + [NotificationHeader("X-Florin-Event", String(event.number))]
    }
}
