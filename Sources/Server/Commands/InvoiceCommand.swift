import ArgumentParser
import Gateway
import Payments
import Storage

/// `florin invoice`: what an invoice stands at, and why.
struct InvoiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice",
        abstract: "Explain, cancel or delete an invoice, or take a payment in another coin.",
        subcommands: [
            Show.self, Held.self, Accept.self, Cancel.self, Delete.self,
        ]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the facts that put an invoice where it is."
        )

        @Argument(help: "Any id of the invoice.")
        var invoice: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let stored = try await InvoiceCommand.find(invoice, in: workspace)
                let desk = InvoiceDesk(workspace.gateway)
                guard let story = try await desk.story(of: stored.invoice.id) else {
                    throw Failure(.badInput, "there is no invoice \"\(invoice)\"")
                }
                let told = InvoiceExplanation(story)
                if common.json { return try Output.json(told) }
                for line in told.lines { Output.say(line) }
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Cancel an open invoice.")

        @Argument(help: "Any id of the invoice.")
        var invoice: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await InvoiceCommand.decide(.cancelled, on: invoice, common)
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an invoice; what was paid to it stays recorded."
        )

        @Argument(help: "Any id of the invoice.")
        var invoice: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await InvoiceCommand.decide(.deleted, on: invoice, common)
        }
    }

    static func find(_ text: String, in workspace: Workspace) async throws -> InvoiceRecord {
        let desk = InvoiceDesk(workspace.gateway)
        guard let id = try await desk.find(text), let stored = try await desk.invoice(.id(id))
        else {
            throw Failure(.badInput, "there is no invoice \"\(text)\"")
        }
        return stored
    }

    private static func decide(
        _ mark: Mark,
        on text: String,
        _ common: CommonOptions
    ) async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            let id = try await find(text, in: workspace).invoice.id
            let isDone = try await InvoiceDesk(workspace.gateway)
                .decide(mark, on: id, by: .commandLine)
            guard isDone else {
                throw Failure(
                    .badInput,
                    "the invoice is over; it can no longer be \(mark.rawValue)"
                )
            }
            if common.json { return try Output.json(["invoice": id.text, "mark": mark.rawValue]) }
            Output.say("The invoice is \(mark.rawValue).")
        }
    }
}
