import NIOCore
import NIOPosix
import Synchronization

/// A shop's HTTP server on a port of its own; it answers what the test says, byte by byte.
final class ShopServer: Sendable {
    /// What it does with a request.
    enum Reply: Sendable {
        /// Sends these bytes and closes.
        case bytes([UInt8])
        /// Sends nothing and keeps the connection.
        case silence

        static func answer(
            _ body: String,
            status: String = "200 OK",
            headers: [String] = []
        ) -> Reply {
            let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
            return .bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
        }
    }

    /// A request, split where its head ends.
    struct Request: Sendable {
        let head: String
        let body: String
    }

    private let channel: any Channel
    private let heard = Mutex([Request]())
    private let reply: Mutex<Reply>
    private let arrivals: AsyncStream<Request>
    private let arrival: AsyncStream<Request>.Continuation
    private let silent = Mutex([any Channel]())

    init(_ first: Reply) async throws {
        reply = Mutex(first)
        (arrivals, arrival) = AsyncStream.makeStream()
        let inbox = Inbox()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(inbox))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        inbox.server.withLock { $0 = Weak(self) }
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/hook" }

    var requests: [Request] { heard.withLock { $0 } }

    func answers(_ next: Reply) { reply.withLock { $0 = next } }

    /// Waits for a request that nobody waited for yet.
    func nextRequest() async -> Request? {
        for await request in arrivals { return request }
        return nil
    }

    /// Closes the connections that were met with silence.
    func hangUp() {
        for channel in silent.withLock({ $0 }) { channel.close(promise: nil) }
    }

    fileprivate func keep(_ channel: any Channel) { silent.withLock { $0.append(channel) } }

    deinit { channel.close(promise: nil) }

    fileprivate func take(_ request: Request) -> Reply {
        heard.withLock { $0.append(request) }
        arrival.yield(request)
        return reply.withLock { $0 }
    }
}

private struct Weak: Sendable {
    weak let server: ShopServer?

    init(_ server: ShopServer) { self.server = server }
}

private final class Inbox: Sendable {
    let server = Mutex(Weak?.none)
}

/// One connection: reads a request with a length, hands it over, does what it is told.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let inbox: Inbox
    private var text = ""

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        let head = String(text[..<end.lowerBound])
        let body = String(text[end.upperBound...])
        let lengths = head.lowercased().split(separator: "\r\n")
            .filter { $0.hasPrefix("content-length:") }
            .compactMap { Int($0.dropFirst(15).filter { $0 != " " }) }
        guard body.utf8.count >= lengths.first ?? 0 else { return }
        text = ""
        let request = ShopServer.Request(head: head, body: body)
        guard let server = inbox.server.withLock({ $0?.server }) else { return }
        switch server.take(request) {
        case .silence: server.keep(context.channel)
        case .bytes(let bytes):
            context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            context.flush()
            context.close(promise: nil)
        }
    }
}
