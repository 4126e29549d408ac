package import Payments
import Storage
import Synchronization

/// What came of a test notification.
package enum NotificationTest: Sendable {
    /// It was posted with these headers, and this came back.
    case posted([NotificationHeader], CallbackResult)
    /// Another one of the merchant is under way.
    case busy
    /// The merchant has no key to sign with.
    case noKey
}

/// Posts a sample to a shop, once and at once, signed as real notifications are.
///
/// It keeps which merchants have one under way: one at a time, so that nobody can have this server
/// call another a hundred times at once.
package final class NotificationTester: Sendable {
    private let gateway: Gateway
    private let dialects: [Dialect: any NotificationDialect]
    private let client: CallbackClient
    private let underWay = Mutex(Set<MerchantID>())

    /// A tester that reaches shops the way the courier does.
    package init(
        _ gateway: Gateway,
        dialects: [any NotificationDialect],
        client: CallbackClient
    ) {
        self.gateway = gateway
        self.dialects = Dictionary(uniqueKeysWithValues: dialects.map { ($0.dialect, $0) })
        self.client = client
    }

    /// Posts a body to a URL in the name of a merchant.
    ///
    /// Its event number is 0, which no event has, and a header of its own says that it is a test.
    package func post(
        _ body: [UInt8],
        in dialect: Dialect,
        to url: CallbackURL,
        of merchant: MerchantID
    ) async throws -> NotificationTest {
        guard underWay.withLock({ $0.insert(merchant).inserted }) else { return .busy }
        defer { _ = underWay.withLock { $0.remove(merchant) } }
        let signer = try await gateway.store.read {
            try $0.signingKey(of: merchant, for: dialect)
        }
        guard let signer, let spoken = dialects[dialect] else { return .noKey }
        let secret = try gateway.vault.open(signer.sealedSecret, of: signer.id)
        let headers =
            spoken.headers(for: body, key: signer.id, secret: secret) + [
                NotificationHeader("X-Florin-Event", "0"),
                NotificationHeader("X-Florin-Test", "1"),
            ]
        return .posted(headers, await client.post(body, to: url, headers: headers))
    }
}
