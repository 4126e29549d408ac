import ArgumentParser

extension SandboxCommand {
    /// `florin sandbox rate`: what an asset costs, instead of what the simulated market says.
    struct Rate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set or move the price of an asset.",
            discussion: """
                The price stands still from then on, over restarts too, until it is set anew or \
                given back to the simulated market by --reset.
                """
        )

        @Argument(help: "The asset, such as LTC.")
        var ticker: String

        @Argument(help: "Dollars for one.")
        var dollars: String?

        @Option(
            parsing: .unconditional,
            help: "By how many percent the price moves: 2.1, or -2.1 for less."
        )
        var percent: String?

        @Flag(help: "Go back to the simulated market's price.")
        var reset = false

        @OptionGroup var common: CommonOptions

        func validate() throws {
            let given = [dollars != nil, percent != nil, reset].count { $0 }
            guard given == 1 else {
                throw ValidationError("Give one of DOLLARS, --percent and --reset.")
            }
        }

        func run() async throws {
            var order = Order(command: "rate")
            order.ticker = ticker
            order.dollars = dollars
            order.percent = percent
            order.reset = reset
            try await SandboxCommand.send(order, common) { answer in
                "1 \(answer["ticker"] ?? "") costs \(answer["dollars"] ?? "") USD"
            }
        }
    }
}
