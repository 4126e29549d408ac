import Chains
import Crypto
import Keys
package import Payments
import Storage

/// A wallet with what its owner has to know of it.
package struct WalletState: Sendable {
    /// The extended public key or descriptor as it was given.
    package let accountKey: String
    /// The kind of its addresses, as text.
    package let kind: String
    /// The index the next address gets.
    package let nextIndex: UInt32
    /// Whether new addresses come from it.
    package let isInUse: Bool
    /// What tells the key from others at a glance; nil where it cannot be read any more.
    package let fingerprint: String?
    /// How far the addresses given out are ahead of the money.
    package let gap: WalletGap
}

/// A served network and a merchant's wallets on it.
package struct NetworkWallets: Sendable {
    /// The network.
    package let network: NetworkID
    /// Its name: Litecoin.
    package let title: String
    /// Whether it has accounts and not outputs, as Ethereum and Tron have.
    package let hasAccounts: Bool
    /// The wallet that gives addresses; nil where there is none.
    package let inUse: WalletState?
    /// Those that gave addresses before, which stay watched.
    package let retired: [WalletState]
}

/// A key that somebody wants to take for a merchant's wallet.
package struct WalletWish: Sendable, Hashable {
    /// The extended public key or descriptor as it was given.
    package let text: String
    /// The kind of address that was asked for, as text; nil for the key's own.
    package let kind: String?
    /// The network.
    package let network: NetworkID
    /// Whether it is to be used on every sibling network, too.
    package let isForSiblings: Bool

    /// Describes a wish.
    package init(text: String, kind: String?, network: NetworkID, isForSiblings: Bool) {
        self.text = text
        self.kind = kind
        self.network = network
        self.isForSiblings = isForSiblings
    }
}

/// What a key would give, for its owner to compare before it is used.
package struct WalletPreview: Sendable, Hashable {
    /// An address with its path in the wallet.
    package struct Entry: Sendable, Hashable {
        /// The path from the key on.
        package let path: String
        /// The address.
        package let address: String
    }

    /// The networks it would be used on, the asked one first.
    package let networks: [NetworkID]
    /// The kind of address, as text.
    package let kind: String
    /// What tells the key from others at a glance.
    package let fingerprint: String
    /// The first addresses.
    package let entries: [Entry]
    /// What stands for networks, kind and addresses: what was confirmed is what was shown.
    package let digest: String
}

/// Why a key is not taken.
package struct WalletRefusal: Error, Sendable, Hashable {
    /// What a person reads.
    package let message: String
    /// Whether it looks like something that must stay secret.
    package let isPrivate: Bool
    /// Whether the text is surely public and may stand on a page again.
    package let mayBeShown: Bool
}

/// What became of a confirmed wish.
package enum WalletUse: Sendable {
    /// The key gives the addresses from now on.
    case used(WalletPreview)
    /// It gives other addresses than those that were confirmed.
    case changed(WalletPreview)
}

/// Looks after the keys that a merchant's addresses come from.
package struct WalletDesk: Sendable {
    let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Every served network with a merchant's wallets on it, in the catalogue's order.
    package func overview(of merchant: MerchantID) async throws -> [NetworkWallets] {
        let found = try await gateway.store.read { transaction in
            try transaction.wallets(of: merchant).map { wallet in
                let paid = try transaction.newestPaidIndex(
                    of: wallet,
                    looksMax: WalletGap.looksMax
                )
                return (wallet, WalletGap(nextIndex: wallet.nextIndex, paidIndex: paid))
            }
        }
        return gateway.catalogue.networks.compactMap { gateway.networks[$0.id] }.map { served in
            let states = found.filter { $0.0.network == served.description.id }.map { wallet, gap in
                WalletState(
                    accountKey: wallet.accountKey,
                    kind: wallet.scriptKind,
                    nextIndex: wallet.nextIndex,
                    isInUse: wallet.isInUse,
                    fingerprint: try? key(of: wallet, on: served).fingerprint,
                    gap: gap
                )
            }
            return NetworkWallets(
                network: served.description.id,
                title: served.description.title,
                hasAccounts: served.description.family.hasAccounts,
                inUse: states.first(where: \.isInUse),
                retired: states.filter { !$0.isInUse }
            )
        }
    }

    private func key(of wallet: WalletRecord, on network: WatchedNetwork) throws -> AccountKey {
        try gateway.addresses.accountKey(
            wallet.accountKey,
            scriptKind: ScriptKind(rawValue: wallet.scriptKind),
            on: network
        )
    }

    /// The kinds of address that a key for a network may be asked to give, as text; empty where
    /// there is one only.
    package func kinds(on network: NetworkID) -> [String] {
        switch gateway.networks[network]?.description.family {
        case .bitcoin, .litecoin: [.p2wpkh, .p2shP2wpkh, .p2pkh].map(\ScriptKind.rawValue)
        case .dogecoin, .bitcoincash, .evm, .tron, nil: []
        }
    }

    /// What a key would give, or why it cannot be used; nil where the network is not served.
    package func preview(
        _ wish: WalletWish,
        for merchant: MerchantID
    ) async throws -> WalletPreview? {
        guard let read = try read(wish) else { return nil }
        let first = read.preview.entries[0].address
        let isTaken = try await gateway.store.read {
            try $0.isUsedByAnother(than: merchant, firstAddress: first)
        }
        if isTaken { throw WalletRefusal.usedByAnother }
        return read.preview
    }

    /// Uses a key whose addresses were confirmed, on all its networks or on none.
    ///
    /// `digest`: Of the preview that was confirmed.
    package func use(
        _ wish: WalletWish,
        confirming digest: String,
        for merchant: MerchantID,
        by actor: Actor
    ) async throws -> WalletUse? {
        guard let read = try read(wish) else { return nil }
        guard read.preview.digest == digest else { return .changed(read.preview) }
        let now = gateway.time.now()
        try await gateway.store.write { transaction in
            for wallet in read.wallets {
                guard
                    case .added = try transaction.use(
                        wallet,
                        by: merchant,
                        at: now,
                        writtenDownFor: actor
                    )
                else { throw WalletRefusal.usedByAnother }
            }
        }
        return .used(read.preview)
    }

    private func read(
        _ wish: WalletWish
    ) throws -> (preview: WalletPreview, wallets: [NewWallet])? {
        guard gateway.networks[wish.network] != nil else { return nil }
        let ids = [wish.network] + (wish.isForSiblings ? gateway.siblings(of: wish.network) : [])
        do {
            let kind = wish.kind.flatMap(ScriptKind.init)
            var wallets: [NewWallet] = []
            var keys: [AccountKey] = []
            for network in ids.compactMap({ gateway.networks[$0] }) {
                let key = try gateway.addresses.accountKey(
                    wish.text,
                    scriptKind: kind,
                    on: network
                )
                keys.append(key)
                wallets.append(try MerchantDesk(gateway).newWallet(key, on: network))
            }
            return (try Self.preview(of: keys[0], on: ids), wallets)
        } catch {
            throw WalletRefusal(error, of: wish.text)
        }
    }

    private static func preview(
        of key: AccountKey,
        on networks: [NetworkID]
    ) throws(KeyError) -> WalletPreview {
        var entries: [WalletPreview.Entry] = []
        for index in 0..<MerchantDesk.addressesShown {
            entries.append(
                WalletPreview.Entry(
                    path: key.path(at: index),
                    address: try key.address(at: index).text
                )
            )
        }
        let parts = networks.map(\.name) + [key.scriptKind.rawValue] + entries.map(\.address)
        let digest = SHA256.hash(data: Array(parts.joined(separator: "\n").utf8))
        return WalletPreview(
            networks: networks,
            kind: key.scriptKind.rawValue,
            fingerprint: key.fingerprint,
            entries: entries,
            digest: digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        )
    }
}

extension WalletRefusal {
    static let usedByAnother = WalletRefusal(
        message: "Another merchant of this server uses this key. Every merchant needs its own, or "
            + "their money would be mixed: make another account in your wallet and give its key.",
        isPrivate: false,
        mayBeShown: true
    )

    /// Says in a person's words why a key was refused.
    ///
    /// A text is shown again only where it is in one piece and names a public version: what is half
    /// a private key or a few words of a phrase is nothing for a page.
    init(_ error: KeyError, of text: String) {
        let isPrivate =
            switch error {
            case .privateKeyGiven, .mnemonicGiven: true
            default: false
            }
        let trimmed = text.split(whereSeparator: \.isWhitespace)
        let isPublic = ExtendedKeyVersion.all.contains { text.contains($0.name) }
        self.init(
            message: error.message,
            isPrivate: isPrivate,
            mayBeShown: !isPrivate && trimmed.count == 1 && isPublic
        )
    }
}

extension Transaction {
    /// Makes a key a merchant's wallet and writes it down, where that changes anything.
    func use(
        _ wallet: NewWallet,
        by merchant: MerchantID,
        at now: Instant,
        writtenDownFor actor: Actor
    ) throws(StorageError) -> WalletAddition {
        let before = try self.wallet(of: merchant, on: wallet.network)
        let addition = try useWallet(wallet, by: merchant, at: now)
        guard case .added(let after) = addition, after.id != before?.id else { return addition }
        try record(
            AuditEntry(
                merchant: merchant,
                actor: actor,
                happenedAt: now,
                subject: "wallet \(wallet.network.name)",
                before: before.map(\.logText),
                after: "\(after.logText), first address \(wallet.firstAddress)"
            )
        )
        return addition
    }
}

extension WalletRecord {
    /// The key in a few characters and the kind of its addresses.
    var logText: String {
        "\(accountKey.prefix(12))…\(accountKey.suffix(8)) (\(scriptKind))"
    }
}
