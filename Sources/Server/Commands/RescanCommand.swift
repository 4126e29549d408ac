import ArgumentParser
import Chains
import Gateway
import Storage

/// `florin rescan`: has a network read again from a height.
struct RescanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan",
        abstract: "Read a network again from a height; a running server does it at once.",
        discussion: "What was found before is not counted twice."
    )

    @Option(help: "The network.")
    var network: String

    @Option(help: "The first height to read again.")
    var from: UInt64

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            let id = try workspace.network(named: network).description.id
            let height = from
            let isKnown = try await workspace.gateway.store.write { transaction in
                try transaction.requestRescan(of: id, from: height)
            }
            guard isKnown else {
                throw Failure(
                    .badInput,
                    "\(network) was not read that far here, so there is nothing to read again"
                )
            }
            if common.json { return try Output.json(Requested(network: network, from: height)) }
            Output.say("\(network) will be read again from block \(height).")
        }
    }

    private struct Requested: Encodable {
        let network: String
        let from: UInt64
    }
}
