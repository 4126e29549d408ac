import ArgumentParser
import AsyncHTTPClient
import Foundation
import Gateway
import NIOCore
import NIOHTTP1

/// `florin sandbox`: plays payer, miner and time on a running sandbox.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Pay, mine, reorganise, set prices and move time in a running sandbox.",
        subcommands: [
            Pay.self, Deposit.self, Mine.self, Reorg.self, Replace.self, Rate.self, Clock.self,
        ]
    )

    /// One command as it is sent to the server.
    struct Order: Encodable {
        var command: String
        var invoice: String?
        var network: String?
        var currency: String?
        var percent: String?
        var amount: String?
        var instead: String?
        var late: Bool?
        var unconfirmed: Bool?
        var blocks: Int?
        var depth: Int?
        var txid: String?
        var seconds: Int64?
        var address: String?
        var ticker: String?
        var dollars: String?
        var reset: Bool?
    }

    struct Pay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pay an invoice, and mine what confirmations need."
        )

        @Argument(help: "Any id of the invoice, or of one of its orders.")
        var invoice: String

        @Option(help: "The network, where several are offered.")
        var network: String?

        @Option(help: "The coin, where several are offered.")
        var currency: String?

        @Option(help: "How much of the due, in percent (default 100).")
        var percent: String?

        @Option(help: "How much, in the coin.")
        var amount: String?

        @Option(help: "Send another coin by mistake: USDC, or USDC:bsc for another network.")
        var instead: String?

        @Flag(help: "After the deadline: puts the clock forward first.")
        var late = false

        @Flag(help: "Leave the payment unconfirmed.")
        var unconfirmed = false

        @OptionGroup var common: CommonOptions

        func validate() throws {
            if percent != nil, amount != nil {
                throw ValidationError("Give --percent or --amount, not both.")
            }
        }

        func run() async throws {
            var order = Order(command: "pay")
            order.invoice = invoice
            order.network = network
            order.currency = currency
            order.percent = percent
            order.amount = amount
            order.instead = instead
            order.late = late
            order.unconfirmed = unconfirmed
            try await SandboxCommand.send(order, common) { answer in
                let invoice = answer["invoice"] as? [String: Any]
                return "Paid \(answer["amount"] ?? "") \(answer["currency"] ?? "") to "
                    + "\(answer["address"] ?? "") in \(answer["txid"] ?? ""); "
                    + "the invoice is \(invoice?["status"] ?? "")"
            }
        }
    }

    struct Mine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mine blocks on a network.")

        @Argument(help: "The network.")
        var network: String

        @Option(help: "How many blocks (default 1).")
        var blocks = 1

        @OptionGroup var common: CommonOptions

        func run() async throws {
            var order = Order(command: "mine")
            order.network = network
            order.blocks = blocks
            try await SandboxCommand.send(order, common, SandboxCommand.tipWords)
        }
    }

    struct Reorg: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the last blocks of a network by other, empty ones."
        )

        @Argument(help: "The network.")
        var network: String

        @Option(help: "How many blocks are replaced.")
        var depth: Int

        @OptionGroup var common: CommonOptions

        func run() async throws {
            var order = Order(command: "reorg")
            order.network = network
            order.depth = depth
            try await SandboxCommand.send(order, common, SandboxCommand.tipWords)
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Double-spend an unconfirmed transaction."
        )

        @Argument(help: "The network.")
        var network: String

        @Option(help: "The transaction.")
        var txid: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            var order = Order(command: "replace")
            order.network = network
            order.txid = txid
            try await SandboxCommand.send(order, common) { "Replaced by \($0["txid"] ?? "")" }
        }
    }

    struct Clock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the sandbox's clock forward."
        )

        @Option(help: "How far: 90, 90s, 15m, 2h, 3d.")
        var advance: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            var order = Order(command: "clock")
            guard let seconds = DurationText.seconds(of: advance) else {
                Output.complain("--advance must be a number with s, m, h or d, such as 15m")
                throw Failure(.badInput, "").exitCode
            }
            order.seconds = seconds
            try await SandboxCommand.send(order, common) { "It is Unix time \($0["now"] ?? "")" }
        }
    }

    static func tipWords(_ answer: [String: Any]) -> String {
        "\(answer["network"] ?? "") is at height \(answer["height"] ?? "")"
    }

    /// Sends a command to the server that runs on the data directory, and prints its answer.
    static func send(
        _ order: Order,
        _ common: CommonOptions,
        _ words: ([String: Any]) -> String
    ) async throws {
        try await Output.guarding {
            let settings = try await Settings.read(common.given)
            let line = try SandboxLine.read(from: DataDirectory(path: settings.dataDirectory))
            var request = HTTPClientRequest(url: "\(line.url)/sandbox/control")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.headers.add(name: "X-Florin-Control", value: line.token)
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(order)))
            let body: ByteBuffer
            let status: UInt
            do {
                let response = try await HTTPClient.shared.execute(
                    request,
                    timeout: .seconds(120)
                )
                status = response.status.code
                body = try await response.body.collect(upTo: 1 << 20)
            } catch {
                throw Failure(.unavailable, "the sandbox at \(line.url) does not answer")
            }
            let text = String(buffer: body)
            let object = try? JSONSerialization.jsonObject(with: Data(text.utf8))
            guard let answer = object as? [String: Any], status == 200 else {
                let reason = (object as? [String: Any])?["error"] as? String ?? "HTTP \(status)"
                throw Failure(status == 400 ? .badInput : .ourFault, reason)
            }
            Output.say(common.json ? text : words(answer))
        }
    }
}
