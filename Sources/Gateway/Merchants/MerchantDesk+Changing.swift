package import Payments
import Storage

extension MerchantDesk {
    /// The merchant of an id, or nil.
    package func merchant(_ id: MerchantID) async throws -> Merchant? {
        try await gateway.store.read { try $0.merchant(id) }
    }

    /// The merchants somebody was let in to, the oldest first; all of them for an owner.
    package func merchants(of user: User) async throws -> [Merchant] {
        try await gateway.store.read { try $0.merchants() }
            .filter { user.role(for: $0.id) != nil }
    }

    /// Changes what may change of a merchant, and writes down each setting that did.
    ///
    /// - Returns: The merchant as it is now, or nil where there is none.
    package func change(
        _ id: MerchantID,
        by actor: Actor,
        _ change: @escaping @Sendable (inout Merchant) throws -> Void
    ) async throws -> Merchant? {
        let now = gateway.time.now()
        return try await gateway.store.write { transaction in
            try Self.change(id, by: actor, at: now, in: transaction, change)
        }
    }

    /// The same inside a transaction that changes more.
    static func change(
        _ id: MerchantID,
        by actor: Actor,
        at now: Instant,
        in transaction: Transaction,
        _ change: (inout Merchant) throws -> Void
    ) throws -> Merchant? {
        guard let before = try transaction.merchant(id) else { return nil }
        var after = before
        try change(&after)
        guard before != after else { return before }
        _ = try transaction.update(after)
        for (old, new) in zip(before.settings, after.settings) where old.value != new.value {
            try transaction.record(
                AuditEntry(
                    merchant: id,
                    actor: actor,
                    happenedAt: now,
                    subject: new.name,
                    before: old.value,
                    after: new.value
                )
            )
        }
        return after
    }
}

extension Merchant {
    /// Every setting by name and as text, always in this order; nil where it is not set.
    var settings: [(name: String, value: String?)] {
        [
            ("name", name),
            ("Result URL", resultURL),
            ("tolerance", "\(tolerance.percentText) %"),
            ("surcharge", "\(insurance.percentText) %"),
            ("late window", "\(lateTerms.windowSeconds) s"),
            ("late tolerance", "\(lateTerms.tolerance.percentText) %"),
            ("payments in other coins", foreignPolicy.rawValue),
            ("tariffs", Self.listed(tariffs.map(\.settingText))),
            (
                "confirmations",
                Self.listed(
                    confirmationRules.map {
                        "\($0.network.name) from \($0.fromDollars.decimal) USD: \($0.confirmations)"
                    }
                )
            ),
            ("colour", branding.colour),
            ("logo", branding.logo.map { String($0.text.prefix(12)) }),
            ("sites that may frame the checkout", Self.listed(branding.embedOrigins)),
            ("days payer data is kept", payerDataDays.map(String.init)),
        ]
    }

    private static func listed(_ parts: [String]) -> String? {
        parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

extension Tariff {
    /// The fee in a line: `SEPA_WITHDRAWAL 1.5 %, at least 0.50 USD`.
    var settingText: String {
        func text(_ amount: Amount) -> String { "\(amount.decimal) \(amount.asset.ticker)" }
        let rule =
            switch rule {
            case .percent(let share): "\(share.percentText) %"
            case .fixed(let amount): text(amount)
            }
        return "\(name) \(rule)" + (minimum.map { ", at least \(text($0))" } ?? "")
            + (maximum.map { ", at most \(text($0))" } ?? "")
            + (addsToInvoices ? "" : ", internal")
    }
}
