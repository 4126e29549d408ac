import ArgumentParser
import Gateway
import Payments
import Storage

extension InvoiceCommand {
    struct Held: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List payments in another coin that wait for a word, the newest first."
        )

        /// How many are listed.
        private static let listedMax = 1_000

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let held = try await workspace.gateway.store.read { transaction in
                    try transaction.heldTransfers(limit: Self.listedMax)
                }
                let printed = held.map(Printed.init)
                if common.json { return try Output.json(["held": printed]) }
                if printed.isEmpty { Output.say("Nothing waits.") }
                for payment in printed {
                    Output.say(
                        "\(payment.invoice ?? ""): \(payment.amount) \(payment.coin) on "
                            + "\(payment.network), \(payment.confirmations) confirmations, "
                            + payment.txid
                    )
                }
            }
        }

        private struct Printed: Encodable {
            let invoice: String?
            let amount: String
            let coin: String
            let network: String
            let txid: String
            let confirmations: UInt64
            let arrivedAt: Int64

            init(_ record: TransferRecord) {
                invoice = record.invoice?.text
                amount = record.transfer.amount.decimal
                coin = record.transfer.amount.asset.ticker
                network = record.transfer.id.network.name
                txid = record.transfer.id.txid
                confirmations = record.confirmations
                arrivedAt = record.arrivedAt.seconds
            }
        }
    }
}
