import AsyncHTTPClient
import Foundation
import Rigs
import Synchronization
import Testing

@testable import Chains

@Suite struct `Asking a node` {
    private static func rpc(
        _ endpoint: String,
        limits: BitcoinLimits = BitcoinLimits(),
        httpClient: HTTPClient = .shared
    ) -> BitcoinRPC {
        BitcoinRPC(
            endpoint: endpoint,
            credentials: .user("u", password: "secret"),
            httpClient: httpClient,
            limits: limits
        )
    }

    private static func shortLimits() -> BitcoinLimits {
        var limits = BitcoinLimits()
        limits.timeoutSeconds = 1
        return limits
    }

    @Test func `gives a value, and the time of the server with it`() async throws {
        let node = try await BitcoinStubNode.start { _ in
            .answer(status: 200, body: #"{"result":7,"error":null,"id":0}"#)
        }
        let reply = try await Self.rpc(node.endpoint)
            .reply(to: RPCCall("getblockcount"), as: Int.self)
        #expect(reply.value == 7)
        #expect(reply.serverSeconds == 784_111_777)
        try await node.close()
    }

    @Test func `puts answers that come in another order in order`() async throws {
        let node = try await BitcoinStubNode.start { _ in
            .answer(
                status: 200,
                body: #"""
                    [{"id":1,"result":null,"error":{"code":-8,"message":"out of range"}},
                     {"id":0,"result":"a","error":null}]
                    """#
            )
        }
        let calls = [RPCCall("getblockhash", .number(0)), RPCCall("getblockhash", .number(1))]
        let results = try await Self.rpc(node.endpoint).batch(calls, as: String.self)
        #expect(results == [.success("a"), .failure(.node(code: -8, message: "out of range"))])
        try await node.close()
    }

    @Test(arguments: [
        (200, "{", ChainError.malformed(what: "the answer to getblock")),
        (200, #"{"result":[1],"error":null}"#, .malformed(what: "the answer to getblock")),
        (
            200, #"{"result":null,"error":null}"#,
            .malformed(what: "the answer to getblock is empty")
        ),
        (401, "", .refused(status: 401)),
        (403, "<html>", .refused(status: 403)),
        (503, "Work queue depth exceeded", .refused(status: 503)),
        (
            500,
            #"{"result":null,"error":{"code":-1,"message":"Block not available (pruned data)"}}"#,
            .node(code: -1, message: "Block not available (pruned data)")
        ),
    ])
    func `says what is wrong`(_ status: Int, _ body: String, _ error: ChainError) async throws {
        let node = try await BitcoinStubNode.start { _ in .answer(status: status, body: body) }
        await #expect(throws: error) {
            try await Self.rpc(node.endpoint).call(RPCCall("getblock"), as: String.self)
        }
        try await node.close()
    }

    @Test(arguments: [BitcoinStubNode.Reply.silence, .headOnly])
    func `ends in time when the answer does not come`(_ reply: BitcoinStubNode.Reply) async throws {
        let node = try await BitcoinStubNode.start { _ in reply }
        let rpc = Self.rpc(node.endpoint, limits: Self.shortLimits())
        await #expect(throws: ChainError.timedOut) {
            try await rpc.call(RPCCall("getblockcount"), as: Int.self)
        }
        try await node.close()
    }

    @Test func `says that nobody listens`() async throws {
        let port = try await FreePort.find()
        // As the server's own client: the shared one tries again until the time is over.
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        let rpc = Self.rpc("http://127.0.0.1:\(port)", httpClient: client)
        let error = await #expect(throws: ChainError.self) {
            try await rpc.call(RPCCall("getblockcount"), as: Int.self)
        }
        try await client.shutdown()
        guard case .unreachable = error else {
            Issue.record("not unreachable but \(String(describing: error))")
            return
        }
    }

    @Test func `asks in halves when the answers are too large together`() async throws {
        let sizes = Mutex<[Int]>([])
        let node = try await BitcoinStubNode.start { body in
            let calls = try? JSONDecoder().decode([JSONValue].self, from: Data(body.utf8))
            let ids = (calls ?? []).compactMap { $0["id"].integer }
            sizes.withLock { $0.append(ids.count) }
            let answers = ids.map { id in
                #"{"id":\#(id),"result":"\#(String(repeating: "0", count: 100))","error":null}"#
            }
            return .answer(status: 200, body: "[\(answers.joined(separator: ","))]")
        }
        var limits = BitcoinLimits()
        limits.answerBytesMax = 500
        let calls = (0..<10).map { RPCCall("getblock", .number($0)) }
        let results = try await Self.rpc(node.endpoint, limits: limits)
            .batch(calls, as: String.self)
        #expect(results.count == 10)
        #expect(sizes.withLock(\.self) == [10, 5, 3, 3, 3, 1])
        try await node.close()
    }

    @Test func `refuses a single answer that is too large`() async throws {
        let node = try await BitcoinStubNode.start { _ in
            .answer(status: 200, body: String(repeating: " ", count: 501))
        }
        var limits = BitcoinLimits()
        limits.answerBytesMax = 500
        let rpc = Self.rpc(node.endpoint, limits: limits)
        await #expect(throws: ChainError.tooLarge(what: "the answer to getblock")) {
            try await rpc.call(RPCCall("getblock"), as: String.self)
        }
        try await node.close()
    }
}

@Suite struct `Credentials of a node` {
    @Test func `are never printed`() {
        let credentials = BitcoinCredentials.user("merchant", password: "secret")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("secret"))
            #expect(!text.contains("merchant"))
        }
    }

    @Test func `become a header`() throws {
        let credentials = BitcoinCredentials.user("Aladdin", password: "open sesame")
        #expect(try credentials.authorization() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    }

    @Test func `in a file that is not there make the node unreachable`() {
        #expect(throws: ChainError.unreachable(label: "cookie file not readable")) {
            try BitcoinCredentials.cookieFile("/nowhere/.cookie").authorization()
        }
    }
}
