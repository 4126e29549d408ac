package import Payments
import Storage

/// What became of a key that was to be made.
package enum KeyMaking: Sendable {
    /// It was made; its secret is told this once.
    case made(FreshKey)
    /// The same form had made this key before; its secret cannot be told again.
    case madeBefore(KeySummary)
}

/// An API key without its secret.
package struct KeySummary: Sendable, Hashable {
    /// The public part.
    package let id: APIKeyID
    /// The API it is for.
    package let dialect: Dialect
    /// What it is called, and where and for what it is accepted.
    package let terms: KeyTerms
    /// When it was made.
    package let createdAt: Instant
    /// Since when it is no longer accepted; nil while it is.
    package let revokedAt: Instant?

    init(_ record: APIKeyRecord) {
        id = record.id
        dialect = record.dialect
        terms = record.terms
        createdAt = record.createdAt
        revokedAt = record.revokedAt
    }
}

extension MerchantDesk {
    /// A merchant's keys, the newest first, revoked ones too.
    package func keys(of merchant: MerchantID) async throws -> [KeySummary] {
        try await gateway.store.read { try $0.apiKeys(of: merchant) }.reversed()
            .map(KeySummary.init)
    }

    /// Makes a key on terms, unless its form has made one.
    ///
    /// `form`: What names the form; nil makes a key each time.
    package func makeKey(
        for dialect: Dialect,
        to merchant: MerchantID,
        by actor: Actor,
        as terms: KeyTerms,
        form: String?
    ) async throws -> KeyMaking {
        let now = gateway.time.now()
        let key = freshKey(for: dialect)
        let record = try record(key, of: merchant, at: now, as: terms, form: form)
        return try await gateway.store.write { transaction in
            if let form, let before = try transaction.apiKey(madeWith: form, of: merchant) {
                return .madeBefore(KeySummary(before))
            }
            try transaction.add(record)
            try transaction.record(
                AuditEntry(
                    merchant: merchant,
                    actor: actor,
                    happenedAt: now,
                    subject: record.logSubject,
                    before: nil,
                    after: record.logText
                )
            )
            return .made(key)
        }
    }

    /// Changes what a merchant's key is called, and where and for what it is accepted.
    ///
    /// - Returns: Whether there is such a key that is not revoked.
    package func restrictKey(
        _ id: APIKeyID,
        of merchant: MerchantID,
        to terms: KeyTerms,
        by actor: Actor
    ) async throws -> Bool {
        let now = gateway.time.now()
        return try await gateway.store.write { transaction in
            guard let before = try transaction.apiKey(id), before.merchant == merchant,
                try transaction.set(terms, of: id, of: merchant),
                let after = try transaction.apiKey(id)
            else { return false }
            if before.terms == after.terms { return true }
            try transaction.record(
                AuditEntry(
                    merchant: merchant,
                    actor: actor,
                    happenedAt: now,
                    subject: before.logSubject,
                    before: before.logText,
                    after: after.logText
                )
            )
            return true
        }
    }

    /// Somebody in the cabinet as the caller of an invoice that the shop's software knows nothing
    /// of, or nil where the merchant has no key at all.
    ///
    /// It is OnchainPay's: an invoice of that API without a URL of its own is told to nobody.
    func silentCaller(of merchant: MerchantID) async throws -> Caller? {
        let found = try await gateway.store.read { transaction in
            let keys = try transaction.apiKeys(of: merchant).filter { $0.dialect == .onchainpay }
            guard let key = keys.last(where: { $0.revokedAt == nil }) ?? keys.last,
                let merchant = try transaction.merchant(merchant)
            else { return nil as (APIKeyRecord, Merchant, [WalletRecord])? }
            return (key, merchant, try transaction.wallets(of: merchant.id))
        }
        guard let (record, merchant, wallets) = found else { return nil }
        let inUse = wallets.filter(\.isInUse).map { ($0.network, $0) }
        return Caller(
            key: record.id,
            dialect: record.dialect,
            secret: try gateway.vault.open(record.sealedSecret, of: record.id),
            terms: record.terms,
            merchant: merchant,
            wallets: Dictionary(inUse) { first, _ in first }
        )
    }
}

extension APIKeyRecord {
    /// What the audit log calls it.
    var logSubject: String { "key \(id.text.prefix(8))… (\(dialect.rawValue))" }

    /// Its terms in a line.
    var logText: String {
        let places = terms.allowedAddresses.map(\.text).joined(separator: ", ")
        let permission =
            switch terms.permission {
            case .everything: "everything"
            case .createAndRead: "create and read"
            case .readOnly: "read only"
            }
        return [
            terms.name ?? "no name", permission,
            places.isEmpty ? "from anywhere" : "from \(places)",
        ].joined(separator: "; ")
    }
}
