import Payments

/// What stands around every page of the cabinet.
struct CabinetFrame: Sendable {
    struct Link: Sendable {
        let label: String
        let url: String
        let isCurrent: Bool
    }

    let userName: String?
    let merchantName: String?
    /// The merchants to change to, where there are several.
    let merchants: [Link]
    let isSwitching: Bool
    /// The merchant's pages; empty where the page is about none.
    let links: [Link]
    let hasMenu: Bool
    /// The pages that are about no merchant.
    let ownLinks: [Link]
    /// What every form posts as `csrf`.
    let csrf: String
    let isOwner: Bool
    let isSandbox: Bool
    /// Said on top once: something was saved.
    let notice: String?
    /// Said on top once: something was not taken, and why.
    let fault: String?

    /// The pages of a merchant, in the order of the menu.
    static let sections: [(label: String, path: String)] = [
        ("Overview", "overview"), ("Invoices", "invoices"), ("Wallets", "wallets"),
        ("Keys", "keys"), ("Notifications", "notifications"), ("Settings", "settings"),
        ("Audit log", "audit"),
    ]

    /// The pages about no merchant, in the order of the menu; the person's own is the last.
    static func ownSections(of user: User?) -> [(label: String, path: String)] {
        guard let user else { return [] }
        let owners = user.isOwner ? [("Users", "users"), ("Log", "audit")] : []
        return [("Merchants", "merchants")] + owners + [(user.name, "account")]
    }
}

/// A page of the cabinet: its frame and what it is about.
struct CabinetPageModel<Content: Sendable>: Sendable {
    let assets: PageAssets
    let title: String
    let frame: CabinetFrame
    let content: Content
}
