import Chains
import Foundation
import Gateway
import Hummingbird
import Keys
import Logging
import Payments
import Storage
import Web

/// The server that `LivePagesBenchmark` opens its pages on, as a process of its own: its memory
/// and its open files are then the pages' and nobody else's.
struct LivePagesServer: Sendable {
    /// What the benchmarks' program is called with to be the server.
    static let word = "pages-server"
    private static let price = Amount(units: 4_990, of: Asset(ticker: "USD", decimals: 2))
    private static let outputsMax = 500

    private let gateway: Gateway
    private let chain: SimulatedChain
    private let watcher: ChainWatcher
    private let health: NetworkHealth
    private let now: @Sendable () -> Instant

    /// `arguments`: How many invoices, and the folder for everything.
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 2, let count = Int(arguments[0]) else {
            preconditionFailure("the server needs a number and a folder")
        }
        let server = try LivePagesServer(folder: arguments[1])
        let stored = try await server.openInvoices(count)
        try await server.serve(stored, folder: arguments[1])
    }

    private init(folder: String) throws {
        let litecoin = NetworkID("litecoin")
        guard let description = Catalogue.standard.network(litecoin) else {
            preconditionFailure("the catalogue has no litecoin")
        }
        let network = WatchedNetwork(description: description, chain: .main, isSimulated: true)
        let now = { @Sendable in Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }
        self.now = now
        gateway = Gateway(
            store: try Store(sqlitePath: "\(folder)/florin.db"),
            catalogue: .standard,
            networks: [network],
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 1, count: 32)),
            time: TimeSource(now: now),
            random: .system,
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        )
        chain = try SimulatedChain(
            network: litecoin,
            seed: 1,
            directory: nil,
            format: network.addressFormat,
            now: now
        )
        health = NetworkHealth()
        watcher = ChainWatcher(gateway, source: chain, health: health, bell: Bell())
    }

    /// Invoices in Litecoin, each paid in a block that is not deep enough yet.
    private func openInvoices(_ count: Int) async throws -> [InvoiceRecord] {
        let walk = SandboxWalk(catalogue: .standard, seed: 1)
        gateway.board.take(try await walk.prices(at: now()))
        while try await watcher.step() == .behind {}
        let merchants = MerchantDesk(gateway)
        let (_, keys) = try await merchants.create(name: "Shop", resultURL: nil, by: .florin)
        guard let key = keys.first(where: { $0.dialect == .okipays }),
            let caller = try await merchants.caller(with: key.id, in: .okipays),
            let coin = Catalogue.standard.coin(ticker: "LTC", on: chain.network)?.coin
        else { preconditionFailure("there is no merchant") }
        let desk = InvoiceDesk(gateway)
        var opened: [InvoiceRecord] = []
        for number in 1...count {
            let new = NewInvoice(
                externalID: "\(number)",
                price: Self.price,
                offer: .only([coin]),
                feeTerms: .ignored,
                askedAt: now(),
                deadline: now().advanced(bySeconds: 86_400)
            )
            let proof = RequestProof.numbered(Int64(number), signature: "signature-\(number)")
            guard case .opened(let stored) = try await desk.open(new, by: caller, with: proof)
            else { preconditionFailure("an invoice was not opened") }
            opened.append(stored)
        }
        try await pay(opened)
        return opened
    }

    private func pay(_ invoices: [InvoiceRecord]) async throws {
        for start in stride(from: 0, to: invoices.count, by: Self.outputsMax) {
            let batch = invoices[start..<min(start + Self.outputsMax, invoices.count)]
            let outputs = batch.compactMap { stored -> SimulatedOutput? in
                guard let choice = stored.facts.choices.last,
                    let format = gateway.networks[chain.network]?.addressFormat,
                    let decoded = format.decode(choice.address)
                else { return nil }
                return SimulatedOutput(
                    address: choice.address,
                    matchBytes: decoded.matchBytes,
                    amount: choice.quote.due
                )
            }
            _ = try await chain.pay(outputs)
        }
        _ = try await mine()
    }

    /// Answers when the block was recorded, in seconds since 1970.
    private func mine() async throws -> Double {
        _ = try await chain.mine(blocks: 1)
        while try await watcher.step() == .behind {}
        return Date().timeIntervalSince1970
    }

    /// Makes a new quote for each invoice and says so, as when prices move.
    private func requote(_ invoices: ArraySlice<InvoiceRecord>) async throws -> Double {
        let now = now()
        try await gateway.store.write { transaction in
            for choice in invoices.compactMap(\.facts.choices.last) {
                try transaction.add(requote: choice.quote, to: choice.id, at: now)
            }
        }
        let moment = Date().timeIntervalSince1970
        gateway.feed.announce(invoices.map(\.invoice.id))
        return moment
    }

    private func serve(_ stored: [InvoiceRecord], folder: String) async throws {
        let router = try Site(
            gateway,
            health: health,
            publicURL: "http://127.0.0.1",
            sandbox: nil,
            callbacks: CallbackClient(mayCallPrivate: false),
            metrics: { "" }
        ).router()
        router
            .get("benchmark/memory") { _, _ in "\(ProcessFigures.residentBytes)" }
            .get("benchmark/cpu") { _, _ in "\(ProcessFigures.processorSeconds)" }
            .get("benchmark/all") { _, _ in "\(try await requote(stored[...]))" }
            .get("benchmark/one") { _, _ in "\(try await requote(stored.prefix(1)))" }
            .get("benchmark/block") { _, _ in "\(try await mine())" }
        let codes = stored.map(\.invoice.code.text)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                // The first line is the port, the others are the invoices.
                let lines = ["\(channel.localAddress?.port ?? 0)"] + codes
                try? lines.joined(separator: "\n")
                    .write(toFile: "\(folder)/ready", atomically: true, encoding: .utf8)
            },
            logger: gateway.logger
        )
        let keeper = FeedKeeper(gateway)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keeper.run() }
            group.addTask { try await application.runService() }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// What the system counts about this process.
enum ProcessFigures {
    private static let pageBytes = 4_096
    private static let ticksPerSecond = 100.0

    private static func fields(_ path: String) -> [Substring] {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: " ")
    }

    /// The memory in use.
    static var residentBytes: Int {
        let fields = fields("/proc/self/statm")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * pageBytes
    }

    /// How long its threads have worked.
    static var processorSeconds: Double {
        // The name before may hold blanks; it ends with a bracket.
        let text = fields("/proc/self/stat").joined(separator: " ")
        let rest = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard rest.count > 12, let user = Double(rest[11]), let system = Double(rest[12]) else {
            return 0
        }
        return (user + system) / ticksPerSecond
    }
}
