import ArgumentParser

extension SandboxCommand {
    /// `florin sandbox deposit`: money that comes without an invoice that asks for it.
    struct Deposit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pay an address that was issued, and mine what confirmations need.",
            discussion: """
                A customer's static address takes deposits; to the address of an invoice any coin \
                of its network can be paid.
                """
        )

        @Argument(help: "The address.")
        var address: String

        @Option(help: "How much, in the coin.")
        var amount: String

        @Option(help: "The network, where several have the address.")
        var network: String?

        @Option(help: "The coin, where it is not the one the address is for.")
        var currency: String?

        @Flag(help: "Leave the payment unconfirmed.")
        var unconfirmed = false

        @OptionGroup var common: CommonOptions

        func run() async throws {
            var order = Order(command: "deposit")
            order.address = address
            order.amount = amount
            order.network = network
            order.currency = currency
            order.unconfirmed = unconfirmed
            try await SandboxCommand.send(order, common) { answer in
                "Paid \(answer["amount"] ?? "") \(answer["currency"] ?? "") on "
                    + "\(answer["network"] ?? "") to \(answer["address"] ?? "") in "
                    + "\(answer["txid"] ?? "")"
            }
        }
    }
}
