import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// What open pages of the checkout cost, and how soon they are told, against a hundred of them.
///
/// The pages are real connections to a server in a process of its own; this process holds the
/// other ends. `FLORIN_BENCHMARK_PAGES` says how many; each needs an open file on either side.
struct LivePagesBenchmark {
    private static let baselineCount = 100
    private static let idleSeconds = 5
    private static let connectingMax = 200

    private static var count: Int {
        let given = ProcessInfo.processInfo.environment["FLORIN_BENCHMARK_PAGES"]
        return given.flatMap { Int($0) } ?? 10_000
    }

    /// The figures of one run.
    private struct Figures {
        var openedPerSecond = 0.0
        var bytesBefore = 0.0
        var bytesPerPage = 0.0
        var oneMilliseconds = 0.0
        var allMilliseconds = 0.0
        var blockMilliseconds = 0.0
        var sharedMilliseconds = 0.0
        var idleShare = 0.0
    }

    func run() async throws {
        let count = Self.count
        print("Open pages of the checkout, \(Self.baselineCount) and \(count)")
        let baseline = try await figures(of: Self.baselineCount)
        show(baseline, against: nil, count: Self.baselineCount)
        show(try await figures(of: count), against: baseline, count: count)
    }

    private func show(_ figures: Figures, against baseline: Figures?, count: Int) {
        func line(_ name: String, _ path: KeyPath<Figures, Double>, _ unit: String) {
            let own = figures[keyPath: path]
            let other = baseline?[keyPath: path] ?? 0
            Measurement.line("  \(name)", own, unit, ratio: other > 0 ? own / other : nil)
        }
        print("  \(count) pages")
        line("opened", \.openedPerSecond, "pages/s")
        line("memory before", \.bytesBefore, "bytes")
        line("memory for each page", \.bytesPerPage, "bytes")
        line("one is told", \.oneMilliseconds, "ms")
        line("all are told of their own change", \.allMilliseconds, "ms")
        line("all are told of a block", \.blockMilliseconds, "ms")
        line("all are told of the same invoice", \.sharedMilliseconds, "ms")
        line("work while nothing happens", \.idleShare, "% of a processor")
    }

    private func figures(of count: Int) async throws -> Figures {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("florin-benchmark-\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = [LivePagesServer.word, "\(count)", folder]
        try child.run()
        defer { child.terminate() }
        let (port, codes) = try await ready(folder, child)
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let server = Server(port: port, codes: codes, client: client)
            let figures = try await measured(server)
            try await client.shutdown()
            return figures
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func measured(_ server: Server) async throws -> Figures {
        var figures = Figures()
        let before = try await server.ask("memory")
        figures.bytesBefore = before
        let start = ContinuousClock.now
        let pages = Pages()
        try await pages.open(server.codes, at: server.port, atOnce: Self.connectingMax)
        let count = Double(server.codes.count)
        figures.openedPerSecond = count / Measurement.seconds(since: start)
        figures.bytesPerPage = (try await server.ask("memory") - before) / count
        figures.oneMilliseconds = try await pages.told(1, by: "one", at: server)
        figures.allMilliseconds = try await pages.told(server.codes.count, by: "all", at: server)
        figures.blockMilliseconds = try await pages.told(
            server.codes.count,
            by: "block",
            at: server
        )
        let worked = try await server.ask("cpu")
        try await Task.sleep(for: .seconds(Self.idleSeconds))
        let share = (try await server.ask("cpu") - worked) / Double(Self.idleSeconds)
        figures.idleShare = share * 100
        try await pages.close()
        let shared = Pages()
        let same = server.codes.map { _ in server.codes[0] }
        try await shared.open(same, at: server.port, atOnce: Self.connectingMax)
        figures.sharedMilliseconds = try await shared.told(same.count, by: "one", at: server)
        try await shared.close()
        return figures
    }

    /// Waits until the server listens; answers its port and its invoices.
    private func ready(_ folder: String, _ child: Process) async throws -> (Int, [String]) {
        while true {
            if let text = try? String(contentsOfFile: "\(folder)/ready", encoding: .utf8) {
                let lines = text.split(separator: "\n").map(String.init)
                return (lines.first.flatMap { Int($0) } ?? 0, Array(lines.dropFirst()))
            }
            guard child.isRunning else { preconditionFailure("the server has ended") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// The server under measurement.
private struct Server {
    let port: Int
    let codes: [String]
    let client: HTTPClient

    /// Has it do something; answers the figure it says.
    func ask(_ what: String) async throws -> Double {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/benchmark/\(what)")
        let response = try await client.execute(request, timeout: .seconds(300))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 10))
        guard let figure = Double(text) else {
            preconditionFailure("the server said \(text)")
        }
        return figure
    }
}

/// The browsers' ends of the lines.
private final class Pages: Sendable {
    private let counts = Counts()
    private let channels = Mutex([any Channel]())

    func open(_ codes: [String], at port: Int, atOnce limit: Int) async throws {
        let counts = counts
        for start in stride(from: 0, to: codes.count, by: limit) {
            let batch = codes[start..<min(start + limit, codes.count)]
            try await withThrowingTaskGroup(of: (any Channel).self) { group in
                for code in batch {
                    group.addTask {
                        try await Self.connected(code, at: port, counts)
                    }
                }
                for try await channel in group { channels.withLock { $0.append(channel) } }
            }
            try await wait { counts.value.opened >= start + batch.count }
        }
    }

    private static func connected(
        _ code: String,
        at port: Int,
        _ counts: Counts
    ) async throws -> any Channel {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Ear(counts: counts))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let request = "GET /checkout/\(code)/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        try await channel.writeAndFlush(ByteBuffer(string: request))
        return channel
    }

    /// Has the server do something, and answers how many milliseconds after it was done so many
    /// pages had heard of it.
    func told(_ count: Int, by what: String, at server: Server) async throws -> Double {
        counts.reset()
        let done = try await server.ask(what)
        try await wait { counts.value.told >= count }
        return max(0, counts.value.toldLast - done) * 1_000
    }

    func close() async throws {
        for channel in channels.withLock({ $0 }) { try? await channel.close() }
    }

    private func wait(_ isDone: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(300)
        while !isDone() {
            guard ContinuousClock.now < end else {
                preconditionFailure("some pages heard nothing: \(counts.value)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

private final class Counts: Sendable {
    struct Value {
        var opened = 0
        var told = 0
        var toldLast = 0.0
    }

    private let state = Mutex(Value())

    var value: Value { state.withLock { $0 } }

    func reset() {
        state.withLock { $0.told = 0 }
    }

    func opened() { state.withLock { $0.opened += 1 } }

    func told() {
        let now = Date().timeIntervalSince1970
        state.withLock {
            $0.told += 1
            $0.toldLast = now
        }
    }
}

/// Counts what one line says; a line's words are short, so each comes in one piece.
private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let counts: Counts

    init(counts: Counts) { self.counts = counts }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let text = String(buffer: unwrapInboundIn(data))
        if text.contains("retry:") { counts.opened() }
        if text.contains("event: standing") { counts.told() }
    }
}
