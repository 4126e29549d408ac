import ArgumentParser
import Gateway
import Payments
import Storage

extension Dialect: ExpressibleByArgument {}

/// `florin key`: what shops sign with.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Create, list and revoke a merchant's API keys.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    static func say(_ key: FreshKey) {
        switch key.dialect {
        case .okipays:
            Output.say("OkiPays token:          \(key.id.text)")
            Output.say("OkiPays secret:         \(key.secret.revealed())")
        case .onchainpay:
            Output.say("OnchainPay public key:  \(key.id.text)")
            Output.say("OnchainPay private key: \(key.secret.revealed())")
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a key and print it, once."
        )

        @Option(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "okipays or onchainpay.")
        var dialect: Dialect

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let merchant = try await workspace.merchant(merchant)
                let key = try await MerchantDesk(workspace.gateway)
                    .addKey(for: dialect, to: merchant.id, by: .commandLine)
                if common.json {
                    var created = MerchantCommand.Created(
                        merchant: .init(id: merchant.id.text, name: merchant.name)
                    )
                    created.add(key)
                    return try Output.json(created)
                }
                KeyCommand.say(key)
                Output.say("The secret is shown only now.")
            }
        }
    }

    /// A key as `key list` prints it: never its secret.
    struct Printed: Encodable {
        let id: String
        let dialect: String
        let createdAt: Int64
        let revokedAt: Int64?
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a merchant's keys.")

        @Option(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "Only those of okipays or onchainpay.")
        var dialect: Dialect?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let id = try await workspace.merchant(merchant).id
                let keys = try await workspace.gateway.store.read { try $0.apiKeys(of: id) }
                    .filter { dialect == nil || $0.dialect == dialect }
                    .map { key in
                        Printed(
                            id: key.id.text,
                            dialect: key.dialect.rawValue,
                            createdAt: key.createdAt.seconds,
                            revokedAt: key.revokedAt?.seconds
                        )
                    }
                if common.json { return try Output.json(["keys": keys]) }
                for key in keys {
                    Output.say(
                        "\(key.dialect)  \(key.id)\(key.revokedAt == nil ? "" : "  revoked")"
                    )
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key; requests signed with it are refused at once."
        )

        @Argument(help: "The token or public key.")
        var key: String

        @Option(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "okipays or onchainpay.")
        var dialect: Dialect?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let id = try await workspace.merchant(merchant).id
                let key = APIKeyID(key)
                let isRevoked = try await MerchantDesk(workspace.gateway)
                    .revokeKey(key, of: id, by: .commandLine)
                guard isRevoked else {
                    throw Failure(.badInput, "the merchant has no such key in use")
                }
                if common.json { return try Output.json(["revoked": key.text]) }
                Output.say("Revoked.")
            }
        }
    }
}
