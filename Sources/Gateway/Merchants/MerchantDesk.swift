import Chains
package import Keys
package import Payments
package import Storage

/// A key just made, with its secret in the clear: shown to its owner once.
package struct FreshKey: Sendable {
    /// The public part.
    package let id: APIKeyID
    /// The secret part.
    package let secret: SecretText
    /// The API it is for.
    package let dialect: Dialect
}

/// Looks after merchants, their keys and their wallets.
package struct MerchantDesk: Sendable {
    /// Without letters that look like digits.
    private static let idAlphabet = "abcdefghijkmnpqrstuvwxyz23456789"

    /// How many addresses of a new key are shown, for its owner to compare.
    static let addressesShown: UInt32 = 5

    let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Creates a merchant with one key for each API; in a sandbox also a test wallet on every
    /// simulated network.
    package func create(
        name: String,
        resultURL: String?,
        by actor: Actor
    ) async throws -> (merchant: Merchant, keys: [FreshKey]) {
        let now = gateway.time.now()
        let merchant = Merchant(
            id: MerchantID(
                "m_" + gateway.random.text(16, from: "abcdefghijkmnpqrstuvwxyz23456789")
            ),
            name: name,
            resultURL: resultURL,
            tolerance: Ratio(whole: 0),
            insurance: Ratio(whole: 0),
            lateTerms: Self.lateTermsDefault,
            createdAt: now
        )
        let keys = Dialect.allCases.map(freshKey(for:))
        let records = try keys.map { try record($0, of: merchant.id, at: now) }
        let wallets = try testWallets()
        try await gateway.store.write { transaction in
            try transaction.add(merchant)
            try Self.record("merchant", after: name, of: merchant.id, actor, now, in: transaction)
            for record in records {
                try transaction.add(record)
                try Self.record(
                    record.logSubject,
                    after: "created",
                    of: merchant.id,
                    actor,
                    now,
                    in: transaction
                )
            }
            for wallet in wallets {
                _ = try transaction.useWallet(wallet, by: merchant.id, at: now)
            }
            // Owners see in the log of the whole installation who made merchants.
            try transaction.record(
                AuditEntry(
                    merchant: nil,
                    actor: actor,
                    happenedAt: now,
                    subject: "merchant \(name)",
                    before: nil,
                    after: "created"
                )
            )
        }
        return (merchant, keys)
    }

    /// Late money counts at the old rate for a day while the rate moved by less than one percent.
    package static let lateTermsDefault = Invoice.LateTerms(
        windowSeconds: 86_400,
        tolerance: (try? Ratio(percent: "1")) ?? Ratio(whole: 0)
    )

    /// Keys nobody can spend from, since no private key ever existed.
    private func testWallets() throws -> [NewWallet] {
        try gateway.networks.values.filter(\.isSimulated).map { network in
            let text = AccountKey.unspendableText(
                format: network.addressFormat,
                entropy: gateway.random.bytes(ExtendedPublicKey.unspendableEntropyBytes)
            )
            let key = try gateway.addresses.accountKey(text, scriptKind: nil, on: network)
            return try newWallet(key, on: network)
        }
    }

    /// Gives every merchant of a sandbox a test wallet on each network where there is none.
    package func completeTestWallets() async throws {
        let now = gateway.time.now()
        for merchant in try await gateway.store.read({ try $0.merchants() }) {
            let wallets = try testWallets()
            try await gateway.store.write { transaction in
                for wallet in wallets
                where try transaction.wallet(of: merchant.id, on: wallet.network) == nil {
                    _ = try transaction.useWallet(wallet, by: merchant.id, at: now)
                }
            }
        }
    }

    /// Makes another key for a merchant on terms, and writes it down.
    package func addKey(
        for dialect: Dialect,
        to merchant: MerchantID,
        by actor: Actor,
        as terms: KeyTerms = KeyTerms()
    ) async throws -> FreshKey {
        let made = try await makeKey(for: dialect, to: merchant, by: actor, as: terms, form: nil)
        guard case .made(let key) = made else {
            preconditionFailure("a key without a form was made before")
        }
        return key
    }

    /// Revokes a merchant's key, and writes it down; answers whether it was in use until now.
    package func revokeKey(
        _ key: APIKeyID,
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> Bool {
        let now = gateway.time.now()
        return try await gateway.store.write { transaction in
            guard let record = try transaction.apiKey(key),
                try transaction.revoke(key, of: merchant, at: now)
            else { return false }
            try transaction.record(
                AuditEntry(
                    merchant: merchant,
                    actor: actor,
                    happenedAt: now,
                    subject: record.logSubject,
                    before: record.logText,
                    after: "revoked"
                )
            )
            return true
        }
    }

    private static func record(
        _ subject: String,
        before: String? = nil,
        after: String,
        of merchant: MerchantID,
        _ actor: Actor,
        _ now: Instant,
        in transaction: Transaction
    ) throws {
        try transaction.record(
            AuditEntry(
                merchant: merchant,
                actor: actor,
                happenedAt: now,
                subject: subject,
                before: before,
                after: after
            )
        )
    }

    /// OkiPays tokens and secrets are hexadecimal; OnchainPay's are 64 bytes in Base64 (API
    /// contract A1).
    func freshKey(for dialect: Dialect) -> FreshKey {
        switch dialect {
        case .okipays:
            FreshKey(
                id: APIKeyID(gateway.random.hexadecimal(bytes: 32)),
                secret: SecretText(gateway.random.hexadecimal(bytes: 32)),
                dialect: dialect
            )
        case .onchainpay:
            FreshKey(
                id: APIKeyID(gateway.random.base64(bytes: 64)),
                secret: SecretText(gateway.random.base64(bytes: 64)),
                dialect: dialect
            )
        }
    }

    func record(
        _ key: FreshKey,
        of merchant: MerchantID,
        at now: Instant,
        as terms: KeyTerms = KeyTerms(),
        form: String? = nil
    ) throws -> APIKeyRecord {
        APIKeyRecord(
            id: key.id,
            merchant: merchant,
            dialect: key.dialect,
            sealedSecret: try gateway.vault.seal(key.secret, for: key.id),
            createdAt: now,
            terms: terms,
            form: form
        )
    }

    /// Makes a merchant's key the source of addresses on a network, writes it down, and shows the
    /// first five.
    package func addWallet(
        _ text: String,
        scriptKind: ScriptKind?,
        on network: WatchedNetwork,
        to merchant: MerchantID,
        by actor: Actor
    ) async throws -> (addition: WalletAddition, addresses: [String]) {
        let key = try gateway.addresses.accountKey(text, scriptKind: scriptKind, on: network)
        let addresses = try firstAddresses(of: key)
        let now = gateway.time.now()
        let wallet = try newWallet(key, on: network)
        let addition = try await gateway.store.write { transaction in
            try transaction.use(wallet, by: merchant, at: now, writtenDownFor: actor)
        }
        return (addition, addresses)
    }

    func newWallet(
        _ key: AccountKey,
        on network: WatchedNetwork
    ) throws(KeyError) -> NewWallet {
        NewWallet(
            network: network.description.id,
            accountKey: key.canonicalText,
            scriptKind: key.scriptKind.rawValue,
            firstAddress: try key.address(at: 0).text
        )
    }

    /// The first five addresses of a key, for its owner to compare with his own wallet.
    package func firstAddresses(of key: AccountKey) throws(KeyError) -> [String] {
        var addresses: [String] = []
        for index in 0..<Self.addressesShown { addresses.append(try key.address(at: index).text) }
        return addresses
    }

    /// Whoever holds a key that is not revoked, or nil.
    package func caller(
        with key: APIKeyID,
        in dialect: Dialect
    ) async throws -> Caller? {
        let found = try await gateway.store.read { transaction in
            guard let record = try transaction.apiKey(key), record.revokedAt == nil,
                record.dialect == dialect,
                let merchant = try transaction.merchant(record.merchant)
            else { return nil as (APIKeyRecord, Merchant, [WalletRecord])? }
            return (record, merchant, try transaction.wallets(of: merchant.id))
        }
        guard let (record, merchant, wallets) = found else { return nil }
        let inUse = wallets.filter(\.isInUse).map { ($0.network, $0) }
        return Caller(
            key: key,
            dialect: dialect,
            secret: try gateway.vault.open(record.sealedSecret, of: key),
            terms: record.terms,
            merchant: merchant,
            wallets: Dictionary(inUse) { first, _ in first }
        )
    }
}
