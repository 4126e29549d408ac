import Chains
import FoundationEssentials
import GRDB
import Gateway
import Keys
import Logging
import Payments
import Storage

/// Durable invoice creations per second with 64 clients, against bare SQLite commits of the same
/// bytes on the same disk.
struct CreationBenchmark {
    private static let clients = 64
    private static let perClient = 250
    /// About what one invoice with its standing and event takes in the database.
    private static let bytesPerInvoice = 1_100

    func run() async throws {
        print("Durable creations, \(Self.clients) clients, fsync on every commit")
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("florin-benchmark-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let bare = try await bareCommits(in: folder)
        Measurement.line("bare SQLite, one commit each", bare, "commits/s")
        let desk = try await Desk(path: folder.appendingPathComponent("florin.db").path)
        for (name, offer) in [
            ("invoices, many coins", NewInvoice.Offer.everything),
            ("invoices, one coin with its address", .only([desk.coin])),
        ] {
            let (rate, latencies) = try await created(offer, at: desk)
            Measurement.line(name, rate, "invoices/s", ratio: rate / bare)
            let sorted = latencies.sorted()
            Measurement.line("  median", sorted[sorted.count / 2] * 1_000, "ms")
            Measurement.line("  p99", sorted[sorted.count * 99 / 100] * 1_000, "ms")
        }
    }

    private func bareCommits(in folder: URL) async throws -> Double {
        let pool = try DatabasePool(path: folder.appendingPathComponent("bare.db").path)
        try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(
                sql: "CREATE TABLE rows (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB)"
            )
        }
        let bytes = Data(repeating: 7, count: Self.bytesPerInvoice)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<Self.clients {
                group.addTask {
                    for round in 0..<Self.perClient {
                        try await pool.write { database in
                            try database.execute(
                                sql: "INSERT INTO rows (name, bytes) VALUES (?, ?)",
                                arguments: ["\(client)-\(round)", bytes]
                            )
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(Self.clients * Self.perClient) / Measurement.seconds(since: start)
    }

    private func created(
        _ offer: NewInvoice.Offer,
        at desk: Desk
    ) async throws -> (perSecond: Double, latencies: [Double]) {
        let start = ContinuousClock.now
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<Self.clients {
                group.addTask { try await desk.open(Self.perClient, offer, client: client) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return (
            Double(Self.clients * Self.perClient) / Measurement.seconds(since: start), latencies
        )
    }
}

/// An invoice desk over a fresh database, with a caller for each client.
private struct Desk: Sendable {
    let invoices: InvoiceDesk
    let merchants: MerchantDesk
    let callers: [Caller]
    let coin: Coin
    let price: Amount

    init(path: String) async throws {
        let catalogue = Catalogue.standard
        let networks = catalogue.networks.map {
            WatchedNetwork(description: $0, chain: .regtest, isSimulated: true)
        }
        let now = Instant(seconds: 1_800_000_000)
        let gateway = Gateway(
            store: try Store(sqlitePath: path),
            catalogue: catalogue,
            networks: networks,
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 1, count: 32)),
            time: TimeSource(now: { now }),
            random: .system,
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        )
        let walk = SandboxWalk(catalogue: catalogue, seed: 1)
        gateway.board.take(try await walk.prices(at: now))
        invoices = InvoiceDesk(gateway)
        merchants = MerchantDesk(gateway)
        var callers: [Caller] = []
        for client in 0..<64 {
            let (_, keys) = try await merchants.create(
                name: "client \(client)",
                resultURL: nil,
                by: .florin
            )
            for key in keys where key.dialect == .okipays {
                if let caller = try await merchants.caller(with: key.id, in: .okipays) {
                    callers.append(caller)
                }
            }
        }
        self.callers = callers
        let usd = Asset(ticker: "USD", decimals: 2)
        price = Amount(units: 4_990, of: usd)
        guard let entry = catalogue.coin(ticker: "LTC", on: NetworkID("litecoin")) else {
            preconditionFailure("the catalogue has no litecoin")
        }
        coin = entry.coin
    }

    /// Opens invoices one after another and answers how long each took, in seconds.
    func open(_ count: Int, _ offer: NewInvoice.Offer, client: Int) async throws -> [Double] {
        var latencies: [Double] = []
        let kind = offer == .everything ? 1 : 2
        for round in 0..<count {
            let start = ContinuousClock.now
            var new = NewInvoice(
                externalID: "\(kind)-\(round)",
                price: price,
                offer: offer,
                feeTerms: .inside,
                askedAt: Instant(seconds: 1_800_000_000),
                deadline: Instant(seconds: 1_800_003_600)
            )
            new.details = "Tea & cups"
            let outcome = try await invoices.open(
                new,
                by: callers[client],
                with: .numbered(
                    Int64(kind * 1_000_000 + round),
                    signature: "\(kind)-\(client)-\(round)-" + String(repeating: "a", count: 48)
                )
            )
            guard case .opened = outcome else { preconditionFailure("not opened: \(outcome)") }
            latencies.append(Measurement.seconds(since: start))
        }
        return latencies
    }
}
