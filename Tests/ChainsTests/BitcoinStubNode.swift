import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server on the loopback interface that answers what a test tells it to.
final class BitcoinStubNode: Sendable {
    /// What to send; nothing at all for a server that keeps the client waiting.
    enum Reply: Sendable {
        case answer(status: Int, body: String)
        case data([UInt8])
        case headOnly
        case silence
    }

    /// What a client asks.
    struct Request: Sendable {
        var path = ""
        var body = ""
    }

    let endpoint: String
    private let channel: any Channel

    /// Answers by the body alone, as for JSON-RPC.
    static func start(
        reply: @escaping @Sendable (String) -> Reply
    ) async throws -> BitcoinStubNode {
        try await start { request in reply(request.body) }
    }

    static func start(
        answering reply: @escaping @Sendable (Request) async -> Reply
    ) async throws -> BitcoinStubNode {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return BitcoinStubNode(channel: channel)
    }

    private init(channel: any Channel) {
        self.channel = channel
        endpoint = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    func close() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let reply: @Sendable (Request) async -> Reply
        private var request = Request()

        init(reply: @escaping @Sendable (Request) async -> Reply) { self.reply = reply }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): request = Request(path: head.uri)
            case .body(let bytes): request.body += String(buffer: bytes)
            case .end:
                let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                let (reply, request) = (reply, request)
                context.eventLoop.makeFutureWithTask { await reply(request) }
                    .whenSuccess { reply in
                        let (handler, context) = here.value
                        handler.send(reply, context: context)
                    }
            }
        }

        private func send(_ reply: Reply, context: ChannelHandlerContext) {
            switch reply {
            case .silence:
                return
            case .headOnly:
                let headers: HTTPHeaders = ["Content-Length": "10"]
                write(.head(.init(version: .http1_1, status: .ok, headers: headers)), context)
            case .answer(let status, let text):
                write(ByteBuffer(string: text), status: status, context)
            case .data(let bytes):
                write(ByteBuffer(bytes: bytes), status: 200, context)
            }
            context.flush()
        }

        private func write(_ body: ByteBuffer, status: Int, _ context: ChannelHandlerContext) {
            let headers: HTTPHeaders = [
                "Content-Length": "\(body.readableBytes)",
                "Date": "Sun, 06 Nov 1994 08:49:37 GMT",
            ]
            let status = HTTPResponseStatus(statusCode: status)
            write(.head(.init(version: .http1_1, status: status, headers: headers)), context)
            write(.body(.byteBuffer(body)), context)
            write(.end(nil), context)
        }

        private func write(_ part: HTTPServerResponsePart, _ context: ChannelHandlerContext) {
            context.write(wrapOutboundOut(part), promise: nil)
        }
    }
}
