import Gateway
import Payments

/// What the pages for adding a wallet show: the form, and the addresses to compare.
struct WalletFormModel: Sendable {
    struct Option: Sendable {
        let value: String
        let optionText: String
        let isSelected: Bool
    }

    struct Entry: Sendable {
        let path: String
        let address: String
    }

    /// The addresses of a key that is not stored yet.
    struct Comparison: Sendable {
        let networkTitles: String
        let kindText: String
        let fingerprint: String
        let digest: String
        let entries: [Entry]
    }

    let networks: [Option]
    let kinds: [Option]
    let hasKinds: Bool
    /// The other networks that the same key can serve; nil where there is none.
    let siblingTitles: String?
    let isForSiblings: Bool
    let network: String
    let kind: String
    let key: String
    /// Whether something was given that nobody else may ever see.
    let isPrivate: Bool
    let comparison: Comparison?
    let walletsURL: String

    init(
        _ wish: WalletWish,
        at request: CabinetRequest,
        gateway: Gateway,
        showcase: Showcase,
        refusal: WalletRefusal? = nil,
        preview: WalletPreview? = nil
    ) {
        let titles = showcase.networkTitles
        func title(_ network: NetworkID) -> String {
            titles.first { $0.network == network }?.title ?? network.name
        }
        networks = titles.map { entry in
            Option(
                value: entry.network.name,
                optionText: entry.title,
                isSelected: entry.network == wish.network
            )
        }
        kinds = WalletDesk(gateway).kinds(on: wish.network).map { kind in
            Option(
                value: kind,
                optionText: WalletKindText.text(of: kind),
                isSelected: kind == wish.kind
            )
        }
        hasKinds = !kinds.isEmpty
        let siblings = gateway.siblings(of: wish.network)
        siblingTitles = siblings.isEmpty ? nil : siblings.map(title).joined(separator: ", ")
        isForSiblings = wish.isForSiblings
        network = wish.network.name
        kind = wish.kind ?? ""
        key = refusal?.mayBeShown ?? true ? wish.text : ""
        isPrivate = refusal?.isPrivate ?? false
        comparison = preview.map { preview in
            Comparison(
                networkTitles: preview.networks.map(title).joined(separator: ", "),
                kindText: WalletKindText.text(of: preview.kind),
                fingerprint: preview.fingerprint,
                digest: preview.digest,
                entries: preview.entries.map {
                    Entry(
                        path: $0.path.hasPrefix("m/") ? $0.path : "…/\($0.path)",
                        address: $0.address
                    )
                }
            )
        }
        walletsURL = request.path("wallets")
    }
}

extension Showcase {
    /// Every served network with its name, in the catalogue's order.
    var networkTitles: [(network: NetworkID, title: String)] {
        var found: [(network: NetworkID, title: String)] = []
        for listing in coins where !found.contains(where: { $0.network == listing.coin.network }) {
            found.append((listing.coin.network, listing.networkTitle))
        }
        return found
    }
}
