import Gateway
import Payments

/// One choice of a list.
struct ChoiceText: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
}

/// The page of everybody who may sign in.
struct UsersContent: Sendable {
    struct Person: Sendable {
        let name: String
        let url: String
        let standing: String
        let hasSecondFactor: Bool
        let seen: String
        let isYou: Bool
    }

    let people: [Person]
    let merchants: [ChoiceText]
    let roles: [ChoiceText]
    let hasMerchants: Bool

    init(_ accounts: [Account], _ merchants: [Merchant], asker: User, typed: FormText) {
        let names = Dictionary(merchants.map { ($0.id, $0.name) }) { first, _ in first }
        people = accounts.map { account in
            let user = account.user
            let roles = user.roles.sorted { $0.key.text < $1.key.text }
                .map { "\($0.value.rawValue) of \(names[$0.key] ?? $0.key.text)" }
            return Person(
                name: user.name,
                url: "/cabinet/users/\(user.id.text)",
                standing: user.isOwner
                    ? "owner" : roles.isEmpty ? "nothing yet" : roles.joined(separator: ", "),
                hasSecondFactor: account.hasSecondFactor,
                seen: account.seenAt.map(UTCText.plain) ?? "not signed in",
                isYou: user.id == asker.id
            )
        }
        self.merchants = Self.choices(merchants, chosen: typed["merchant"])
        roles = Self.roleChoices(chosen: typed["role"])
        hasMerchants = !merchants.isEmpty
    }

    static func choices(_ merchants: [Merchant], chosen: String?) -> [ChoiceText] {
        merchants.map {
            ChoiceText(value: $0.id.text, label: $0.name, isChosen: $0.id.text == chosen)
        }
    }

    static func roleChoices(chosen: String?) -> [ChoiceText] {
        [
            (Role.viewer, "Viewer: sees the merchant"),
            (Role.manager, "Manager: sees and changes the merchant"),
        ].map {
            ChoiceText(value: $0.0.rawValue, label: $0.1, isChosen: $0.0.rawValue == chosen)
        }
    }
}

/// The page of one account.
struct UserContent: Sendable {
    struct Held: Sendable {
        let merchant: String
        let merchantID: String
        let role: String
    }

    let name: String
    let path: String
    let isOwner: Bool
    let isYou: Bool
    let since: String
    let seen: String
    let hasSecondFactor: Bool
    let held: [Held]
    let hasRoles: Bool
    let merchants: [ChoiceText]
    let roles: [ChoiceText]
    let hasMerchants: Bool

    init(_ account: Account, _ merchants: [Merchant], asker: User) {
        let user = account.user
        name = user.name
        path = "/cabinet/users/\(user.id.text)"
        isOwner = user.isOwner
        isYou = user.id == asker.id
        since = UTCText.plain(user.createdAt)
        seen = account.seenAt.map(UTCText.plain) ?? "not signed in"
        hasSecondFactor = account.hasSecondFactor
        held = merchants.compactMap { merchant in
            user.roles[merchant.id].map {
                Held(merchant: merchant.name, merchantID: merchant.id.text, role: $0.rawValue)
            }
        }
        hasRoles = !held.isEmpty
        self.merchants = UsersContent.choices(merchants, chosen: nil)
        roles = UsersContent.roleChoices(chosen: nil)
        hasMerchants = !merchants.isEmpty
    }
}

/// A link that is shown once.
struct UserLinkContent: Sendable {
    let url: String
    let until: String
    /// What it is for, such as `a new account: manager of Shop`.
    let purpose: String
    let next: String
}
