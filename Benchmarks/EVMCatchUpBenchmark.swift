import AsyncHTTPClient
import Chains
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Payments

/// Blocks per second while an EVM source catches up, against fetching the same answers from the
/// same server and throwing them away.
///
/// The server is on the loopback interface and writes its answers from ready-made pieces, which
/// is faster than any node.
struct EVMCatchUpBenchmark {
    private static let watchedCount = 1_000_000
    private static let transactionsPerBlock = 200

    private static var blockCount: UInt64 {
        let given = ProcessInfo.processInfo.environment["FLORIN_BENCHMARK_BLOCKS"]
        return given.flatMap { UInt64($0) } ?? 5_000
    }

    func run() async throws {
        let count = Self.blockCount
        print("EVM catch-up, \(count) blocks of \(Self.transactionsPerBlock) transactions")
        let server = try await EVMBenchmarkServer.start(
            blockCount: count,
            transactionsPerBlock: Self.transactionsPerBlock
        )
        var dice = SplitMix(state: 42)
        var watched = WatchedSet(seed: dice.next(), capacity: Self.watchedCount)
        for _ in 0..<Self.watchedCount {
            watched.insert((0..<20).map { _ in UInt8(truncatingIfNeeded: dice.next()) })
        }
        // A payment and a token's transfer in each of these blocks are for us.
        for height in stride(from: 10, through: count, by: 10) {
            for place: UInt64 in 0...1 {
                let number = height * 1_000 + place
                watched.insert(
                    (0..<20).map { UInt8(truncatingIfNeeded: number >> UInt64(152 - 8 * $0)) }
                )
            }
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let baseline = try await fetched(count, from: server, by: client)
        Measurement.line("fetched and thrown away", Double(count) / baseline, "blocks/s")
        let before = Self.residentBytes
        let (ours, found) = try await read(count, from: server, by: client, watched: watched)
        let after = Self.residentBytes
        Measurement.line(
            "read and matched",
            Double(count) / ours,
            "blocks/s",
            ratio: baseline / ours
        )
        Measurement.line("  our share", max(0, ours - baseline) / baseline * 100, "% of the node's")
        Measurement.line("  transfers found", Double(found), "")
        Measurement.line("  memory before", Double(before) / 1_048_576, "MB")
        Measurement.line("  memory after", Double(after) / 1_048_576, "MB")
        try await client.shutdown()
        try await server.close()
    }

    /// The same questions as the source asks, the answers only counted; in seconds.
    private func fetched(
        _ count: UInt64,
        from server: EVMBenchmarkServer,
        by client: HTTPClient
    ) async throws -> Double {
        let limits = EVMLimits()
        let start = ContinuousClock.now
        var next: UInt64 = 1
        while next <= count {
            let last = min(count, next + UInt64(limits.blocksMax) - 1)
            var first = next
            while first <= last {
                let end = min(last, first + UInt64(limits.batchBlocksMax) - 1)
                let calls = (first...end).map { height in
                    #"{"id":\#(height - first),"method":"eth_getBlockByNumber","#
                        + #""params":["0x\#(String(height, radix: 16))",true]}"#
                }
                try await post("[\(calls.joined(separator: ","))]", to: server, by: client)
                first = end + 1
            }
            let filter =
                #"{"fromBlock":"0x\#(String(next, radix: 16))","#
                + #""toBlock":"0x\#(String(last, radix: 16))"}"#
            let call = #"{"id":0,"method":"eth_getLogs","params":[\#(filter)]}"#
            try await post(call, to: server, by: client)
            next = last + 1
        }
        return Measurement.seconds(since: start)
    }

    private func post(
        _ body: String,
        to server: EVMBenchmarkServer,
        by client: HTTPClient
    ) async throws {
        var request = HTTPClientRequest(url: server.url)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await client.execute(request, timeout: .seconds(60))
        for try await _ in response.body {}
    }

    private func read(
        _ count: UInt64,
        from server: EVMBenchmarkServer,
        by client: HTTPClient,
        watched: WatchedSet
    ) async throws -> (seconds: Double, found: Int) {
        guard let network = Catalogue.standard.network(NetworkID("ethereum")) else {
            preconditionFailure("the catalogue has no ethereum")
        }
        let source = EVMSource(
            network: network,
            expectedChainID: 1,
            endpoints: [EVMEndpoint(url: server.url)],
            httpClient: client,
            now: { Instant(seconds: 1_800_000_000) },
            logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        )
        var cursor = ChainCursor(recent: [BlockID(height: 0, hash: server.hash(of: 0))])
        var found = 0
        let start = ContinuousClock.now
        while cursor.last.height < count {
            let update = try await source.update(after: cursor) { watched }
            guard let last = update.connected.last else {
                preconditionFailure("the server has no more blocks")
            }
            found += update.connected.reduce(0) { $0 + $1.transfers.count }
            cursor = ChainCursor(recent: [last.id])
        }
        return (Measurement.seconds(since: start), found)
    }

    /// The memory of the process that is in use, in bytes.
    private static var residentBytes: Int {
        guard let bytes = FileManager.default.contents(atPath: "/proc/self/statm") else {
            return 0
        }
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4_096
    }
}
