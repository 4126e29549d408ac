import ArgumentParser
import Gateway
import Payments
import Storage

extension ForeignPolicy: ExpressibleByArgument {}

extension MerchantCommand {
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change a merchant's settings.")

        @Argument(help: "The merchant's id, or its name.")
        var merchant: String

        @Option(help: "What people call it.")
        var name: String?

        @Option(help: "Where OkiPays notifications go; empty for nowhere.")
        var resultURL: String?

        @Option(help: "The accepted underpayment in percent, below 100.")
        var tolerancePercent: String?

        @Option(help: "What is added to every price in percent, at most 100.")
        var insurancePercent: String?

        @Option(help: "How long after the deadline the old rate may count: 90s, 15m, 2h, 3d.")
        var lateWindow: String?

        @Option(help: "The percentage the rate must have moved less than for that, below 100.")
        var lateTolerancePercent: String?

        @Option(help: "What becomes of payments in another coin: accept, hold or ignore.")
        var foreign: ForeignPolicy?

        @Option(
            help: ArgumentHelp(
                "A fee that invoices may add: NAME=1.5% or NAME=2.50 (dollars). May be repeated.",
                discussion: """
                    A percentage may have bounds in dollars: NAME=1.5%,min=0.50,max=5. With \
                    ,internal at the end invoices may not name it. NAME= removes it.
                    """,
                valueName: "name=rule"
            )
        )
        var tariff: [String] = []

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let id = try await workspace.merchant(merchant).id
                let change = try change()
                let changed = try await MerchantDesk(workspace.gateway).change(
                    id,
                    by: .commandLine
                ) { $0 = try change.applied(to: $0) }
                guard let changed else {
                    throw Failure(.badInput, "there is no merchant \(id.text)")
                }
                try MerchantCommand.show(changed, asJSON: common.json)
            }
        }

        private func change() throws -> MerchantChange {
            try MerchantFields.check(name: name, resultURL: resultURL)
            return MerchantChange(
                name: name,
                resultURL: resultURL,
                tolerance: try tolerancePercent.map { percent in
                    try MerchantFields.checked { () throws(TermsFault) in
                        try MerchantTerms.tolerance(percent: percent)
                    }
                },
                insurance: try insurancePercent.map { percent in
                    try MerchantFields.checked { () throws(TermsFault) in
                        try MerchantTerms.surcharge(percent: percent)
                    }
                },
                lateWindowSeconds: try lateWindow.map { window in
                    try MerchantFields.checked { () throws(TermsFault) in
                        try MerchantTerms.lateWindow(window)
                    }
                },
                lateTolerance: try lateTolerancePercent.map { percent in
                    try MerchantFields.checked { () throws(TermsFault) in
                        try MerchantTerms.lateTolerance(percent: percent)
                    }
                },
                foreignPolicy: foreign,
                tariffs: try tariff.map(TariffOption.init)
            )
        }
    }
}
