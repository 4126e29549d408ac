import Gateway
import Payments

/// What the page of a merchant's wallets shows.
struct WalletsModel: Sendable {
    struct Row: Sendable {
        let networkTitle: String
        let isInUse: Bool
        let retiredText: String?
        let key: Key?
        let newURL: String
        let testURL: String?
    }

    /// A key in short, and whole for those who may change it.
    struct Key: Sendable {
        let keyShort: String
        let keyWhole: String?
        let kindText: String
        let fingerprint: String?
        let nextIndex: String
        let gapText: String
        let isWide: Bool
    }

    struct Warning: Sendable {
        let warningTitle: String
        let warningText: String
    }

    struct Retired: Sendable {
        let retiredTitle: String
        let former: Key
    }

    let rows: [Row]
    let warnings: [Warning]
    let retired: [Retired]
    let hasNone: Bool
    let mayChange: Bool

    init(_ networks: [NetworkWallets], for request: CabinetRequest) {
        let mayChange = request.mayChange
        self.mayChange = mayChange
        rows = networks.map { entry in
            Row(
                networkTitle: entry.title,
                isInUse: entry.inUse != nil,
                retiredText: entry.retired.isEmpty ? nil : "\(entry.retired.count) retired",
                key: entry.inUse.map { Key($0, isWhole: mayChange) },
                newURL: request.path("wallets/new?network=\(entry.network.name)"),
                testURL: entry.inUse.map { _ in
                    request.path("wallets/test?network=\(entry.network.name)")
                }
            )
        }
        warnings = networks.flatMap { entry in
            ([entry.inUse].compactMap { $0 } + entry.retired).compactMap { state in
                Self.warning(of: state, on: entry)
            }
        }
        retired = networks.flatMap { entry in
            entry.retired.map { state in
                Retired(retiredTitle: entry.title, former: Key(state, isWhole: mayChange))
            }
        }
        hasNone = networks.allSatisfy { $0.inUse == nil }
    }

    /// What to do where a wallet with the usual gap limit may miss money.
    private static func warning(of state: WalletState, on entry: NetworkWallets) -> Warning? {
        let gap = state.gap
        guard gap.exceedsUsual, let last = state.nextIndex.minusOne else { return nil }
        let count = "\(gap.isAtLeast ? "At least " : "")\(gap.unpaid) addresses in a row"
        let advice =
            entry.hasAccounts
            ? "Your wallet may show only the accounts that you added to it: add them up to "
                + "number \(last) (counted from 0) to see a payment there."
            : "Your wallet may not show payments to addresses beyond number "
                + "\(gap.lastIndexSeen) (counted from 0); raise its gap limit to "
                + "\(gap.advisedLimit)."
        return Warning(
            warningTitle: entry.title + (state.isInUse ? "" : ", a retired key"),
            warningText: "\(count) were given to payers and nothing came to them. \(advice) "
                + "The money is safe either way, and Florin sees it."
        )
    }
}

extension WalletsModel.Key {
    init(_ state: WalletState, isWhole: Bool) {
        keyShort = Self.short(state.accountKey)
        keyWhole = isWhole ? state.accountKey : nil
        kindText = WalletKindText.text(of: state.kind)
        fingerprint = state.fingerprint
        nextIndex = "\(state.nextIndex)"
        isWide = state.gap.exceedsUsual
        gapText = "\(state.gap.isAtLeast ? "≥ " : "")\(state.gap.unpaid)"
    }

    /// The first and the last characters of a key.
    static func short(_ text: String) -> String {
        text.count > 24 ? "\(text.prefix(12))…\(text.suffix(6))" : text
    }
}

/// The kinds of address in the words of wallets.
enum WalletKindText {
    static func text(of kind: String) -> String {
        switch kind {
        case "p2wpkh": "Native SegWit (p2wpkh)"
        case "p2sh-p2wpkh": "Wrapped SegWit (p2sh-p2wpkh)"
        case "p2pkh": "Legacy (p2pkh)"
        case "account": "Accounts"
        default: kind
        }
    }
}

extension UInt32 {
    fileprivate var minusOne: UInt32? { self == 0 ? nil : self - 1 }
}
