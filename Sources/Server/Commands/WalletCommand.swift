import ArgumentParser
import Gateway
import Keys
import Payments
import Storage

extension ScriptKind: ExpressibleByArgument {}

/// `florin wallet`: where the money goes.
struct WalletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wallet",
        abstract: "Set and list a merchant's extended public keys.",
        subcommands: [Add.self, List.self]
    )

    /// A wallet as these commands print it.
    struct Printed: Encodable {
        let network: String
        let xpub: String
        let script: String
        let nextIndex: UInt32
        let inUse: Bool
        let addresses: [String]
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a merchant a public key for a network; shows its first addresses.",
            discussion: """
                Takes an extended public key (xpub, ypub, zpub, Ltub, …) or an output descriptor \
                such as wpkh(xpub…/0/*). Compare the addresses with those of your own wallet. \
                Never give a private key or a recovery phrase: it is refused.
                """
        )

        @Option(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "The network, such as litecoin.")
        var network: String

        @Option(help: "The extended public key or output descriptor.")
        var xpub: String

        @Option(help: "The kind of address: p2pkh, p2sh-p2wpkh or p2wpkh (default: the key's).")
        var script: ScriptKind?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let merchant = try await workspace.merchant(merchant)
                let desk = MerchantDesk(workspace.gateway)
                let result: (addition: WalletAddition, addresses: [String])
                do {
                    result = try await desk.addWallet(
                        xpub,
                        scriptKind: script,
                        on: workspace.network(named: network),
                        to: merchant.id,
                        by: .commandLine
                    )
                } catch let error as KeyError {
                    throw Failure(.badInput, error.message)
                }
                guard case .added(let wallet) = result.addition else {
                    throw Failure(
                        .badInput,
                        "another merchant uses this key on \(network); every merchant needs its own"
                    )
                }
                try WalletCommand.show(
                    [(wallet, result.addresses)],
                    asJSON: common.json,
                    single: true
                )
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a merchant's wallets with their first addresses."
        )

        @Option(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "Only that of one network.")
        var network: String?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let id = try await workspace.merchant(merchant).id
                let wallets = try await workspace.gateway.store.read { try $0.wallets(of: id) }
                var shown: [(WalletRecord, [String])] = []
                for wallet in wallets where network == nil || wallet.network.name == network {
                    let served = try workspace.network(named: wallet.network.name)
                    let key = try AccountKey(
                        parsing: wallet.accountKey,
                        format: served.addressFormat,
                        scriptKind: ScriptKind(rawValue: wallet.scriptKind),
                        acceptsAnyChain: true
                    )
                    let addresses = try MerchantDesk(workspace.gateway).firstAddresses(of: key)
                    shown.append((wallet, addresses))
                }
                try WalletCommand.show(shown, asJSON: common.json, single: false)
            }
        }
    }

    static func show(
        _ wallets: [(WalletRecord, [String])],
        asJSON: Bool,
        single: Bool
    ) throws {
        let printed = wallets.map { wallet, addresses in
            Printed(
                network: wallet.network.name,
                xpub: wallet.accountKey,
                script: wallet.scriptKind,
                nextIndex: wallet.nextIndex,
                inUse: wallet.isInUse,
                addresses: addresses
            )
        }
        if asJSON {
            if single { return try Output.json(["wallet": printed[0]]) }
            return try Output.json(["wallets": printed])
        }
        for wallet in printed {
            Output.say("\(wallet.network) (\(wallet.script))\(wallet.inUse ? "" : ", retired")")
            for (index, address) in wallet.addresses.enumerated() {
                Output.say("  \(index)  \(address)")
            }
        }
    }
}
