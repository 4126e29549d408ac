import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server of generated EVM blocks: half of the transactions pay, half move a token.
final class EVMBenchmarkServer: Sendable {
    let url: String
    private let channel: any Channel

    static func start(
        blockCount: UInt64,
        transactionsPerBlock: Int
    ) async throws -> EVMBenchmarkServer {
        let blocks = Blocks(count: blockCount, transactionsPerBlock: transactionsPerBlock)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(blocks: blocks))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return EVMBenchmarkServer(channel: channel)
    }

    private init(channel: any Channel) {
        self.channel = channel
        url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    func close() async throws { try await channel.close() }

    func hash(of height: UInt64) -> String { Blocks.hash(of: height) }

    /// The blocks as texts; all but the numbers in them is the same.
    private struct Blocks: Sendable {
        let count: UInt64
        let transactionsPerBlock: Int
        /// What follows a transaction's own numbers.
        private let transactionTail: String

        private static let contract = "0xdac17f958d2ee523a2206206994597c13d831ec7"
        private static let topic =
            "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
        private static let bloom = "0x" + String(repeating: "f", count: 512)
        private static let input = "0xa9059cbb" + String(repeating: "5", count: 128)

        init(count: UInt64, transactionsPerBlock: Int) {
            self.count = count
            self.transactionsPerBlock = transactionsPerBlock
            let word = "0x" + String(repeating: "7", count: 64)
            transactionTail =
                #""gas":"0x5208","gasPrice":"0x3b9aca00","maxFeePerGas":"0x77359400","#
                + #""maxPriorityFeePerGas":"0x3b9aca00","nonce":"0x15","type":"0x2","#
                + #""accessList":[],"chainId":"0x1","v":"0x0","r":"\#(word)","s":"\#(word)","#
                + #""transactionIndex":"0x1","from":"0x\#(String(repeating: "3", count: 40))""#
        }

        static func digits(_ number: UInt64, count: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }

        static func hash(of height: UInt64) -> String { "0xb" + digits(height, count: 63) }

        func block(_ height: UInt64, isFull: Bool) -> String {
            var text =
                #"{"number":"0x\#(String(height, radix: 16))","hash":"\#(Self.hash(of: height))","#
                + #""parentHash":"\#(Self.hash(of: height &- 1))","logsBloom":"\#(Self.bloom)","#
                + #""timestamp":"0x6553f100","transactions":["#
            for place in 0..<(isFull ? transactionsPerBlock : 0) {
                let number = height * 1_000 + UInt64(place)
                if place > 0 { text += "," }
                let to =
                    place.isMultiple(of: 2) ? "0x" + Self.digits(number, count: 40) : Self.contract
                let input = place.isMultiple(of: 2) ? "0x" : Self.input
                let value = place.isMultiple(of: 2) ? "0xde0b6b3a7640000" : "0x0"
                text +=
                    #"{"hash":"0xc\#(Self.digits(number, count: 63))","to":"\#(to)","#
                    + #""blockHash":"\#(Self.hash(of: height))","value":"\#(value)","#
                    + #""blockNumber":"0x\#(String(height, radix: 16))","input":"\#(input)","#
                text += transactionTail + "}"
            }
            return text + "]}"
        }

        func logs(from first: UInt64, to last: UInt64) -> String {
            var text = "["
            for height in first...last {
                for place in stride(from: 1, to: transactionsPerBlock, by: 2) {
                    let number = height * 1_000 + UInt64(place)
                    if text.utf8.count > 1 { text += "," }
                    let sender = "0x" + Self.digits(3, count: 64)
                    let receiver = "0x" + Self.digits(number, count: 64)
                    text +=
                        #"{"address":"\#(Self.contract)","topics":["\#(Self.topic)","\#(sender)","#
                        + #""\#(receiver)"],"data":"0x\#(Self.digits(5_000_000, count: 64))","#
                        + #""blockHash":"\#(Self.hash(of: height))","removed":false,"#
                        + #""blockNumber":"0x\#(String(height, radix: 16))","#
                        + #""transactionHash":"0xc\#(Self.digits(number, count: 63))","#
                        + #""transactionIndex":"0x1","logIndex":"0x\#(String(place, radix: 16))"}"#
                }
            }
            return text + "]"
        }

        private func receipt(_ hash: String) -> String {
            let height = (UInt64(hash.suffix(15), radix: 16) ?? 0) / 1_000
            return #"{"transactionHash":"\#(hash)","status":"0x1","#
                + #""blockHash":"\#(Self.hash(of: height))","logs":[]}"#
        }

        /// The answers to a request, one call or several.
        func answer(_ body: ByteBuffer) -> String {
            let bytes = Data(body.readableBytesView)
            guard body.readableBytesView.first == UInt8(ascii: "[") else {
                guard let call = try? JSONDecoder().decode(Call.self, from: bytes) else {
                    return ""
                }
                return answer(call)
            }
            let calls = (try? JSONDecoder().decode([Call].self, from: bytes)) ?? []
            return "[\(calls.map { answer($0) }.joined(separator: ","))]"
        }

        private func answer(_ call: Call) -> String {
            let result =
                switch call.method {
                case "eth_chainId": "\"0x1\""
                case "eth_getLogs":
                    logs(
                        from: call.params.first?.from ?? 1,
                        to: min(call.params.first?.to ?? 1, count)
                    )
                case "eth_getBlockByNumber":
                    block(
                        call.params.first?.height ?? count,
                        isFull: call.params.last?.isTrue ?? false
                    )
                case "eth_getTransactionReceipt": receipt(call.params.first?.text ?? "")
                default: "null"
                }
            return #"{"jsonrpc":"2.0","id":\#(call.id),"result":\#(result)}"#
        }
    }

    private struct Call: Decodable {
        struct Parameter: Decodable {
            private struct Range: Decodable {
                let fromBlock: String?
                let toBlock: String?
            }

            let text: String?
            let isTrue: Bool
            let height: UInt64?
            let from: UInt64?
            let to: UInt64?

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                isTrue = (try? container.decode(Bool.self)) ?? false
                text = try? container.decode(String.self)
                height = Self.number(text)
                let range = try? container.decode(Range.self)
                from = Self.number(range?.fromBlock)
                to = Self.number(range?.toBlock)
            }

            private static func number(_ text: String?) -> UInt64? {
                text.flatMap { UInt64($0.dropFirst(2), radix: 16) }
            }
        }

        let id: Int
        let method: String
        let params: [Parameter]
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let blocks: Blocks
        private var body = ByteBuffer()

        init(blocks: Blocks) { self.blocks = blocks }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head: body.clear()
            case .body(var bytes): body.writeBuffer(&bytes)
            case .end:
                let answer = ByteBuffer(string: blocks.answer(body))
                let headers: HTTPHeaders = ["Content-Length": "\(answer.readableBytes)"]
                write(.head(.init(version: .http1_1, status: .ok, headers: headers)), context)
                write(.body(.byteBuffer(answer)), context)
                write(.end(nil), context)
                context.flush()
            }
        }

        private func write(_ part: HTTPServerResponsePart, _ context: ChannelHandlerContext) {
            context.write(wrapOutboundOut(part), promise: nil)
        }
    }
}
