import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A shop's Result URL: it records every callback in the order of arrival and answers by a script.
///
///     let shop = try await ShopServer.start()
///     shop.trust(token, secret: secret)
///     let paid = try await shop.callback("the payment") { $0.statusID == 8 }
package final class ShopServer: Sendable {
    /// What it does with a callback.
    package enum Reply: Sendable, Hashable {
        /// Answers 200 with this body.
        case answer(String)
        /// Answers this status line with an empty body.
        case status(String)
        /// Sends the shop somewhere else.
        case redirect(to: String)
        /// Answers 200 with so many bytes.
        case huge(bytes: Int)
        /// Answers these bytes, head and all.
        case raw(String)
        /// Answers what is not HTTP.
        case garbage
        /// Sends half of an answer and closes.
        case closeEarly
        /// Sends half of an answer and keeps the connection.
        case stall
        /// Keeps the connection and says nothing.
        case silence

        /// What closes a paid order.
        package static let done = Reply.answer(#"{"status":"done"}"#)
        /// An answer that is heard and means nothing.
        package static let other = Reply.answer(#"{"status":"thanks"}"#)

        fileprivate var bytes: String? {
            switch self {
            case .answer(let body): Self.http("200 OK", body: body)
            case .status(let line): Self.http(line, body: "")
            case .redirect(let place): Self.http("302 Found", body: "", "Location: \(place)\r\n")
            case .huge(let count): Self.http("200 OK", body: String(repeating: "x", count: count))
            case .raw(let text): text
            case .garbage: "\u{1}\u{2}this is not HTTP\r\n\r\n"
            case .closeEarly, .stall:
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"status\":"
            case .silence: nil
            }
        }

        private static func http(_ line: String, body: String, _ more: String = "") -> String {
            "HTTP/1.1 \(line)\r\nContent-Length: \(body.utf8.count)\r\n\(more)"
                + "Connection: close\r\n\r\n\(body)"
        }
    }

    /// A callback as it came.
    package struct Callback: Sendable {
        /// The path it was posted to.
        package let path: String
        /// The headers, names in small letters.
        package let headers: [String: String]
        /// The body as it came.
        package let body: String
        /// The body's fields.
        package let json: JSONValue
        /// Whether all four headers are right.
        package let isSigned: Bool

        /// The status as a number.
        package var statusID: Int? { json["status_id"].integer }
        /// The merchant's number of the event.
        package var eventNumber: Int? { headers["x-florin-event"].flatMap { Int($0) } }
    }

    private struct Record {
        var callbacks: [Callback] = []
        var secrets: [String: String] = [:]
        var reply: Reply
        var script: (@Sendable (Callback) -> Reply)?
    }

    private let channel: any Channel
    private let record: Mutex<Record>

    /// Opens the shop on a free port.
    package static func start(_ reply: Reply = .done) async throws -> ShopServer {
        let counter = Counter()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(counter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let shop = ShopServer(channel, reply)
        counter.shop.withLock { $0 = Weak(shop: shop) }
        return shop
    }

    private init(_ channel: any Channel, _ reply: Reply) {
        self.channel = channel
        record = Mutex(Record(reply: reply))
    }

    deinit { channel.close(promise: nil) }

    /// Where callbacks go.
    package var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/callback" }

    /// Everything heard so far.
    package var callbacks: [Callback] { record.withLock { $0.callbacks } }

    /// What was heard first of each event, without the repetitions.
    package var firstCallbacks: [Callback] {
        var known: Set<Int> = []
        return callbacks.filter { known.insert($0.eventNumber ?? 0).inserted }
    }

    /// Gives the secret that belongs to a token.
    package func trust(_ token: String, secret: String) {
        record.withLock { $0.secrets[token] = secret }
    }

    /// Changes the answer from now on.
    package func answers(_ reply: Reply) { record.withLock { $0.reply = reply } }

    /// Decides by the callback from now on.
    package func answers(_ script: @escaping @Sendable (Callback) -> Reply) {
        record.withLock { $0.script = script }
    }

    /// Waits for a callback, also one that has come already.
    @discardableResult
    package func callback(
        _ what: String,
        atMost limit: Duration = .seconds(30),
        where isMeant: (Callback) -> Bool
    ) async throws -> Callback {
        try await Patience.wait(
            for: what,
            atMost: limit,
            instead: {
                self.callbacks.map { "\($0.json["order_id"]) \($0.json["status"])" }
                    .joined(separator: ", ")
            }
        ) { callbacks.first(where: isMeant) }
    }

    fileprivate func hear(_ head: String, _ body: String) -> Reply {
        let lines = head.split(separator: "\r\n")
        let path = lines.first?.split(separator: " ").dropFirst().first ?? ""
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let json = (try? JSONDecoder().decode(JSONValue.self, from: Data(body.utf8))) ?? .null
        return record.withLock { record in
            let callback = Callback(
                path: String(path),
                headers: headers,
                body: body,
                json: json,
                isSigned: Self.isSigned(json, headers, record.secrets)
            )
            record.callbacks.append(callback)
            return record.script?(callback) ?? record.reply
        }
    }

    private static func isSigned(
        _ json: JSONValue,
        _ headers: [String: String],
        _ secrets: [String: String]
    ) -> Bool {
        guard let token = headers["x-auth-token"], headers["token"] == token,
            let secret = secrets[token]
        else { return false }
        let sign = ShopSignature.sign(json, secret: secret)
        return headers["sign"] == sign && headers["x-auth-sign"] == sign
    }
}

private struct Weak: Sendable {
    weak let shop: ShopServer?
}

/// Where connections find the shop, which exists only after its socket.
private final class Counter: Sendable {
    let shop = Mutex(Weak?.none)
}

/// One connection: reads a request with a length, hands it over, does what it is told.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let counter: Counter
    private var bytes: [UInt8] = []

    init(_ counter: Counter) { self.counter = counter }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // A read may end in the middle of a character, so text is made of the whole only.
        bytes += Array(unwrapInboundIn(data).readableBytesView)
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        let head = String(text[..<end.lowerBound])
        let body = String(text[end.upperBound...])
        let lengths = head.lowercased().split(separator: "\r\n")
            .filter { $0.hasPrefix("content-length:") }
            .compactMap { Int($0.dropFirst(15).filter { $0 != " " }) }
        guard body.utf8.count >= lengths.first ?? 0 else { return }
        bytes = []
        guard let shop = counter.shop.withLock({ $0?.shop }) else { return }
        let reply = shop.hear(head, body)
        guard let answer = reply.bytes else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        if reply != .stall { context.close(promise: nil) }
    }
}
