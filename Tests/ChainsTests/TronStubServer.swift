import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server on the loopback interface that answers each path as a test tells it to.
final class TronStubServer: Sendable {
    /// What a client sent.
    struct Request: Sendable {
        let path: String
        let headers: HTTPHeaders
        let body: String
    }

    /// What to send.
    enum Reply: Sendable {
        case answer(status: Int, body: String)
        /// Half an answer, then the connection ends.
        case cut
        /// Nothing at all.
        case silence
    }

    let endpoint: String
    private let channel: any Channel

    static func start(
        reply: @escaping @Sendable (Request) -> Reply
    ) async throws -> TronStubServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(reply: reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return TronStubServer(channel: channel)
    }

    private init(channel: any Channel) {
        self.channel = channel
        endpoint = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    func close() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let reply: @Sendable (Request) -> Reply
        private var head: HTTPRequestHead?
        private var body = ""

        init(reply: @escaping @Sendable (Request) -> Reply) { self.reply = reply }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = ""
            case .body(let bytes): body += String(buffer: bytes)
            case .end:
                let request = Request(
                    path: head?.uri ?? "",
                    headers: head?.headers ?? [:],
                    body: body
                )
                send(reply(request), context: context)
            }
        }

        private func send(_ reply: Reply, context: ChannelHandlerContext) {
            switch reply {
            case .silence: return
            case .cut:
                write(.head(head(.ok, length: 100)), context)
                write(.body(.byteBuffer(ByteBuffer(string: "{\"block\""))), context)
                context.flush()
                context.close(promise: nil)
            case .answer(let status, let text):
                let status = HTTPResponseStatus(statusCode: status)
                write(.head(head(status, length: text.utf8.count)), context)
                write(.body(.byteBuffer(ByteBuffer(string: text))), context)
                write(.end(nil), context)
                context.flush()
            }
        }

        private func head(_ status: HTTPResponseStatus, length: Int) -> HTTPResponseHead {
            let headers: HTTPHeaders = [
                "Content-Length": "\(length)", "Date": "Sun, 06 Nov 1994 08:49:37 GMT",
            ]
            return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        }

        private func write(_ part: HTTPServerResponsePart, _ context: ChannelHandlerContext) {
            context.write(wrapOutboundOut(part), promise: nil)
        }
    }
}
