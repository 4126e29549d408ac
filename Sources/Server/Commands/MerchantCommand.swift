import ArgumentParser
import Gateway
import Payments
import Storage

/// `florin merchant`: who gets paid.
struct MerchantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merchant",
        abstract: "Create, list and change merchants.",
        subcommands: [Create.self, List.self, Show.self, Set.self]
    )

    /// `{"merchant":{"id","name"},"okipays":{"token","secret"},"onchainpay":{…}}`.
    struct Created: Encodable {
        struct Who: Encodable {
            let id: String
            let name: String
        }
        struct OkiPaysKey: Encodable {
            let token: String
            let secret: String
        }
        struct OnchainPayKey: Encodable {
            let publicKey: String
            let privateKey: String
        }
        let merchant: Who
        var okipays: OkiPaysKey?
        var onchainpay: OnchainPayKey?
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a merchant and print its keys, once."
        )

        @Option(help: "What people call it.")
        var name: String

        @Option(help: "Where OkiPays notifications go.")
        var resultURL: String?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                try MerchantFields.check(name: name, resultURL: resultURL)
                let (merchant, keys) = try await MerchantDesk(workspace.gateway).create(
                    name: name,
                    resultURL: resultURL,
                    by: .commandLine
                )
                var created = Created(
                    merchant: .init(id: merchant.id.text, name: merchant.name)
                )
                for key in keys { created.add(key) }
                if common.json { return try Output.json(created) }
                Output.say("Merchant \(merchant.name): \(merchant.id.text)")
                for key in keys { KeyCommand.say(key) }
                Output.say("The secrets are shown only now.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the merchants.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let merchants = try await workspace.gateway.store.read { try $0.merchants() }
                if common.json {
                    return try Output.json(["merchants": merchants.map(PrintedMerchant.init)])
                }
                for merchant in merchants { Output.say("\(merchant.id.text)  \(merchant.name)") }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a merchant's settings.")

        @Argument(help: "The merchant's id, or its name.")
        var merchant: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                try MerchantCommand.show(
                    try await workspace.merchant(merchant),
                    asJSON: common.json
                )
            }
        }
    }

    static func show(_ merchant: Merchant, asJSON: Bool) throws {
        let printed = PrintedMerchant(merchant)
        if asJSON { return try Output.json(["merchant": printed]) }
        for line in printed.lines { Output.say(line) }
    }
}

extension MerchantCommand.Created {
    mutating func add(_ key: FreshKey) {
        let secret = key.secret.revealed()
        switch key.dialect {
        case .okipays: okipays = OkiPaysKey(token: key.id.text, secret: secret)
        case .onchainpay: onchainpay = OnchainPayKey(publicKey: key.id.text, privateKey: secret)
        }
    }
}
