import Chains
package import Keys
import Payments
package import Storage
import Synchronization

/// Makes the addresses of wallets, keeping each account key parsed.
package final class AddressBook: Sendable {
    private let networks: [NetworkID: WatchedNetwork]
    private let keys = Mutex([Int64: AccountKey]())

    /// Takes the networks whose addresses can be made.
    package init(networks: [WatchedNetwork]) {
        self.networks = Dictionary(uniqueKeysWithValues: networks.map { ($0.description.id, $0) })
    }

    /// Reads a merchant's key for a network.
    package func accountKey(
        _ text: String,
        scriptKind: ScriptKind?,
        on network: WatchedNetwork
    ) throws(KeyError) -> AccountKey {
        try AccountKey(
            parsing: text,
            format: network.addressFormat,
            scriptKind: scriptKind,
            acceptsAnyChain: network.isSimulated
        )
    }

    /// The address of a wallet at an index, or nil where the index has no valid key (BIP32).
    package func address(of wallet: WalletRecord, at index: UInt32) throws -> IssuedAddress? {
        let key = try parsedKey(of: wallet)
        do {
            let derived = try key.address(at: index)
            return IssuedAddress(text: derived.text, matchBytes: derived.matchBytes)
        } catch .noKeyAtIndex {
            return nil
        }
    }

    private func parsedKey(of wallet: WalletRecord) throws -> AccountKey {
        if let key = keys.withLock({ $0[wallet.id] }) { return key }
        guard let network = networks[wallet.network] else {
            throw GatewayError.networkNotServed(wallet.network)
        }
        let key = try accountKey(
            wallet.accountKey,
            scriptKind: ScriptKind(rawValue: wallet.scriptKind),
            on: network
        )
        keys.withLock { $0[wallet.id] = key }
        return key
    }
}
