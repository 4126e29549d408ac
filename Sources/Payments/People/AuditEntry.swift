/// Who did something that is written down.
package enum Actor: Sendable, Hashable {
    /// Somebody signed in to the cabinet.
    case user(UserID, name: String)
    /// Whoever may run `florin` on the server, with the name of his account there.
    case operatorNamed(String)
    /// The shop, by an API key.
    case shop(APIKeyID)
    /// Florin itself, such as when it erases what is old.
    case florin

    /// The name to show.
    package var name: String {
        switch self {
        case .user(_, let name): name
        case .operatorNamed(let name): "\(name) (command line)"
        case .shop(let key): "shop, key \(key.text.prefix(8))…"
        case .florin: "Florin"
        }
    }
}

/// One change that matters for money: who, when, of what, from what, to what.
///
/// Entries are only ever added. Secrets never stand in them.
package struct AuditEntry: Sendable, Hashable {
    /// Whose settings; nil for those of the whole installation.
    package let merchant: MerchantID?
    /// Who did it, by name.
    package let actor: String
    /// When.
    package let happenedAt: Instant
    /// What was changed, in a word or two: `tolerance`, `wallet litecoin`, `key 1f2e3d4c…`.
    package let subject: String
    /// What it was; nil where there was nothing.
    package let before: String?
    /// What it is; nil where there is nothing any more.
    package let after: String?

    /// Describes a change.
    package init(
        merchant: MerchantID?,
        actor: Actor,
        happenedAt: Instant,
        subject: String,
        before: String?,
        after: String?
    ) {
        self.init(
            merchant: merchant,
            actorName: actor.name,
            happenedAt: happenedAt,
            subject: subject,
            before: before,
            after: after
        )
    }

    /// Restores an entry that was stored.
    package init(
        merchant: MerchantID?,
        actorName: String,
        happenedAt: Instant,
        subject: String,
        before: String?,
        after: String?
    ) {
        self.merchant = merchant
        actor = actorName
        self.happenedAt = happenedAt
        self.subject = subject
        self.before = before
        self.after = after
    }
}
