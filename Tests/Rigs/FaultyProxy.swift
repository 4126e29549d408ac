import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Stands between Florin and a node, and does to the answers what a test tells it.
///
///     let proxy = try await FaultyProxy.start(before: node.url)
///     proxy.becomes(.lagging(blocks: 3))
///     proxy.becomes { $0.isMultiple(of: 3) ? .dropping : .honest }
///
/// What happens to connections happens to any HTTP server's; the lies are told in the JSON-RPC of
/// an EVM node, one by one in a batch too. A lie is consistent: it is told to whatever is asked
/// about it, and nothing of the node behind is changed by it.
package final class FaultyProxy: Sendable {
    /// What it does.
    package enum Behaviour: Sendable {
        /// Hands everything through as it is.
        case honest
        /// Sends half of an answer and closes the connection.
        case dropping
        /// Closes the connection at once.
        case refusing
        /// Fetches an answer and keeps it back until `release()`.
        case slow
        /// Answers this status without asking the node.
        case status(Int)
        /// Answers a web page, as a broken gateway does.
        case html
        /// Refuses requests with more than one call.
        case refusingBatches
        /// Answers an error to these methods.
        case failing(Set<String>, code: Int, message: String)
        /// Answers these results by method, whatever they are asked.
        case answering([String: JSONValue])
        /// Knows nothing of the last blocks.
        case lagging(blocks: Int)
        /// Has other hashes for the blocks above a height, and is right about all the rest.
        case lyingHash(above: Int)
        /// Tells of a transfer that there is not.
        case inventing(Invention)
        /// Says nothing of transactions and logs that pay an address.
        case omitting(String)
        /// Finds no logs, ever.
        case emptyLogs
    }

    /// A transfer that never was.
    package struct Invention: Sendable, Hashable {
        /// Its transaction, which does not exist.
        package let txid: String
        /// The token's contract; nil for the chain's own coin.
        package let token: String?
        /// Whom it pays.
        package let receiver: String
        /// How much, in the smallest unit.
        package let units: UInt128
        /// In which block it is said to be.
        package let height: Int

        /// Makes a transfer up; hexadecimal digits are in small letters.
        package init(txid: String, token: String?, receiver: String, units: UInt128, height: Int) {
            self.txid = txid
            self.token = token
            self.receiver = receiver
            self.units = units
            self.height = height
        }
    }

    private let channel: any Channel
    private let desk: Desk

    /// Opens on a free port before a server, named by its URL without a path.
    package static func start(
        before url: String,
        _ behaviour: Behaviour = .honest
    ) async throws -> FaultyProxy {
        let desk = Desk(url: url, behaviour: behaviour)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Conversation(desk))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FaultyProxy(channel, desk)
    }

    private init(_ channel: any Channel, _ desk: Desk) {
        self.channel = channel
        self.desk = desk
    }

    deinit {
        desk.release()
        channel.close(promise: nil)
    }

    /// Where it answers.
    package var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// Changes what it does from the next request on.
    package func becomes(_ behaviour: Behaviour) { becomes { _ in behaviour } }

    /// Decides by the number of the request, counted from 1, from now on.
    package func becomes(_ behaviour: @escaping @Sendable (_ request: Int) -> Behaviour) {
        desk.state.withLock { $0.behaviour = behaviour }
    }

    /// Lets the answers go that are kept back.
    package func release() { desk.release() }

    /// How many answers are kept back.
    package var keptBack: Int { desk.state.withLock { $0.keptBack.count } }

    /// How many requests came, a batch counting once.
    package var requests: Int { desk.state.withLock { $0.requests } }

    /// How often a method was called, also within batches.
    package func calls(of method: String) -> Int { desk.state.withLock { $0.calls[method] ?? 0 } }

    /// Counts from 0 again.
    package func forgetCounts() {
        desk.state.withLock {
            $0.requests = 0
            $0.calls = [:]
        }
    }
}

/// Decides what a request gets; lives as long as there are connections.
private final class Desk: Sendable {
    struct State {
        var behaviour: @Sendable (Int) -> FaultyProxy.Behaviour
        var requests = 0
        var calls: [String: Int] = [:]
        var keptBack: [CheckedContinuation<Void, Never>] = []
    }

    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: ByteBuffer
    }

    enum Reply: Sendable {
        case whole(HTTPResponseStatus, type: String, ByteBuffer)
        case half(ByteBuffer)
        case none
    }

    let state: Mutex<State>
    private let url: String

    private static let answerTimeMax = TimeAmount.seconds(60)
    private static let answerBytesMax = 64 << 20
    private static let page = "<html><head><title>502 Bad Gateway</title></head></html>\n"

    init(url: String, behaviour: FaultyProxy.Behaviour) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        state = Mutex(State(behaviour: { _ in behaviour }))
    }

    /// Whether a connection that is made now is closed before it asks.
    var closesConnections: Bool {
        state.withLock { state in
            if case .refusing = state.behaviour(state.requests + 1) { true } else { false }
        }
    }

    func release() {
        let keptBack = state.withLock { state in
            defer { state.keptBack = [] }
            return state.keptBack
        }
        for answer in keptBack { answer.resume() }
    }

    func reply(to request: Request) async -> Reply {
        let json = try? JSONDecoder().decode(
            JSONValue.self,
            from: Data(request.body.readableBytesView)
        )
        let behaviour = count(json)
        do {
            switch behaviour {
            case .refusing: return .none
            case .status(let code):
                return .whole(.init(statusCode: code), type: "text/plain", ByteBuffer())
            case .html: return .whole(.ok, type: "text/html", ByteBuffer(string: Self.page))
            case .honest: return try await forward(request)
            case .slow:
                let reply = try await forward(request)
                await withCheckedContinuation { answer in
                    state.withLock { $0.keptBack.append(answer) }
                }
                return reply
            case .dropping:
                guard case .whole(_, _, let body) = try await forward(request) else { return .none }
                return .half(body)
            default:
                let liar = EVMImpostor(behaviour: behaviour, url: url)
                let answer = try await liar.reply(to: json ?? .null)
                let body = ByteBuffer(bytes: try JSONEncoder().encode(answer))
                return .whole(.ok, type: "application/json", body)
            }
        } catch {
            return .whole(.badGateway, type: "text/plain", ByteBuffer(string: "\(error)"))
        }
    }

    private func count(_ json: JSONValue?) -> FaultyProxy.Behaviour {
        var calls = json?.elements ?? []
        if calls.isEmpty, let json { calls = [json] }
        return state.withLock { state in
            state.requests += 1
            for method in calls.compactMap({ $0["method"].text }) {
                state.calls[method, default: 0] += 1
            }
            return state.behaviour(state.requests)
        }
    }

    private func forward(_ request: Request) async throws -> Reply {
        var onward = HTTPClientRequest(url: url + request.head.uri)
        onward.method = request.head.method
        for name in ["authorization", "content-type"] {
            for value in request.head.headers[name] { onward.headers.add(name: name, value: value) }
        }
        if request.body.readableBytes > 0 { onward.body = .bytes(request.body) }
        let response = try await HTTPClient.shared.execute(onward, timeout: Self.answerTimeMax)
        return .whole(
            response.status,
            type: response.headers.first(name: "content-type") ?? "application/json",
            try await response.body.collect(upTo: Self.answerBytesMax)
        )
    }
}

/// One connection: collects a request, has it answered, writes what comes of it.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let desk: Desk
    private var request: Desk.Request?

    init(_ desk: Desk) { self.desk = desk }

    func channelActive(context: ChannelHandlerContext) {
        if desk.closesConnections {
            context.close(promise: nil)
        } else {
            context.fireChannelActive()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = Desk.Request(head: head, body: ByteBuffer())
        case .body(var bytes): request?.body.writeBuffer(&bytes)
        case .end:
            guard let request else { return }
            self.request = nil
            let channel = context.channel
            let desk = desk
            channel.eventLoop.makeFutureWithTask { await desk.reply(to: request) }
                .whenSuccess { Self.write($0, to: channel) }
        }
    }

    private static func write(_ reply: Desk.Reply, to channel: any Channel) {
        let head: HTTPResponseHead
        var body: ByteBuffer
        switch reply {
        case .none:
            channel.close(promise: nil)
            return
        case .whole(let status, let type, let whole):
            body = whole
            head = self.head(status, type, length: whole.readableBytes)
        case .half(let whole):
            body = whole
            head = self.head(.ok, "application/json", length: whole.readableBytes)
            body = whole.getSlice(at: whole.readerIndex, length: whole.readableBytes / 2) ?? body
        }
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        if case .half = reply {
            channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(body)))
                .whenComplete { _ in channel.close(promise: nil) }
        } else {
            channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    private static func head(
        _ status: HTTPResponseStatus,
        _ type: String,
        length: Int
    ) -> HTTPResponseHead {
        HTTPResponseHead(
            version: .http1_1,
            status: status,
            headers: ["content-type": type, "content-length": "\(length)"]
        )
    }
}
