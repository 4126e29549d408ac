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

/// How one of the two APIs tells a shop about events.
package protocol NotificationDialect: Sendable {
    /// The API.
    var dialect: Dialect { get }

    /// The exact bytes that tell about an event, or nil where there is nothing to tell.
    func body(about event: EventRecord, of stored: InvoiceRecord, at now: Instant) -> [UInt8]?

    /// The headers that sign a body.
    func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader]

    /// Reads a shop's answer to the notification of an event.
    func reading(status: Int, body: [UInt8], about event: EventRecord) -> ShopAnswer
}
