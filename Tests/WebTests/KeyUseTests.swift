import Chains
import Gateway
import Logging
import Payments
import Storage
import Testing

@testable import Web

/// Whether every call of both APIs says what it does, and says it right.
struct KeyUseTests {
    /// Written down a second time on purpose: a method that is moved from one list to another gives
    /// keys more than their owners meant.
    private static let creating: Set = [
        "make-invoice", "make-order", "personal-addresses/create-user",
        "personal-addresses/get-user-address", "business-address",
        "advanced-balance-deposit-address",
    ]
    private static let changing: Set = [
        "addresses/set-meta", "track-addresses/add-address", "address-book/add",
        "address-book/update", "address-book/remove", "personal-addresses/add-trusted-address",
        "personal-addresses/del-trusted-address",
    ]
    private static let reading: Set = [
        "advanced-balances", "advanced-balance", "available-currencies", "price-rate",
        "utils/validate-address", "get-invoice", "get-invoices", "order", "orders",
        "personal-addresses/get-user", "personal-addresses/get-user-addresses",
        "personal_addresses/get-user-addresses", "webhooks/get", "webhooks/get-verbose",
        "find-tx", "get-transaction-history", "account-addresses", "business-addresses",
        "recurrent-addresses", "payout-balances", "payout-addresses", "addresses/find-by-id",
        "addresses/find-by-address", "addresses/transactions", "addresses/address-transactions",
        "addresses/last-transaction", "orphan-deposits/get-deposit",
        "orphan-deposits/get-deposits", "address-book/get",
        "personal-addresses/get-trusted-addresses",
    ]

    @Test func `every method of OnchainPay is known by what it does`() throws {
        let gateway = Gateway(
            store: try Store(sqlitePath: FileFolder().path + "/florin.db"),
            catalogue: .standard,
            networks: [],
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 0, count: 32)),
            time: TimeSource(now: { Instant(seconds: 1_700_000_000) }),
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let routes = OnchainPayRoutes(
            gateway,
            showcase: Showcase(gateway),
            publicURL: "https://pay.example"
        )
        let methods = routes.methods.merging(routes.opening) { first, _ in first }
        func names(_ use: KeyUse) -> Set<String> {
            Set(methods.filter { $0.value.use == use }.keys)
        }
        #expect(names(.creating) == Self.creating)
        #expect(names(.changing) == Self.changing)
        #expect(names(.reading) == Self.reading)
    }

    @Test func `every signed call of OkiPays is known by what it does`() {
        let uses = OkiPaysOperation.allCases.map { ($0.rawValue, $0.use) }
        #expect(
            Dictionary(uniqueKeysWithValues: uses)
                == ["order/create": .creating, "order/get": .reading]
        )
    }
}
