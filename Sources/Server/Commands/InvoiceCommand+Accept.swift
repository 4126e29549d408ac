import ArgumentParser
import Gateway
import Payments

extension InvoiceCommand {
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take payments that came in another coin than was asked for.",
            discussion: """
                They count at the rate of the moment; a running server knows it and settles the \
                invoice at once.
                """
        )

        @Argument(help: "Any id of the invoice.")
        var invoice: String

        @Option(help: "Take the payment of one transaction only.")
        var txid: String?

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let id = try await InvoiceCommand.find(invoice, in: workspace).invoice.id
                let taken = try await InvoiceDesk(workspace.gateway)
                    .acceptForeign(of: id, txid: txid, by: .commandLine)
                guard !taken.isEmpty else {
                    throw Failure(.badInput, "no payment in another coin waits for a word")
                }
                if common.json {
                    return try Output.json(Taken(invoice: id.text, txids: taken.map(\.id.txid)))
                }
                for transfer in taken {
                    Output.say(
                        "Taken: \(transfer.amount.decimal) \(transfer.amount.asset.ticker) "
                            + "on \(transfer.id.network), \(transfer.id.txid)"
                    )
                }
            }
        }

        private struct Taken: Encodable {
            let invoice: String
            let txids: [String]
        }
    }
}
