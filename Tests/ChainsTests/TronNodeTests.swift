import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Payments
import Rigs
import Synchronization
import Testing

@testable import Chains

@Suite struct `Asking a Tron node` {
    private static func node(_ endpoint: String, limits: TronLimits = TronLimits()) -> TronNode {
        TronNode(endpoint: TronEndpoint(url: endpoint), httpClient: .shared, limits: limits)
    }

    private static let block = TronStubChain().blocks[0].id.hash

    private static func headed(_ id: String, _ raw: String) -> String {
        #"{"blockID":"\#(id)","block_header":{"raw_data":{\#(raw)}}}"#
    }

    @Test(arguments: [
        (429, "", ChainError.refused(status: 429)),
        (403, "<html>", .refused(status: 403)),
        (503, "{}", .refused(status: 503)),
        (200, "<html>busy</html>", .malformed(what: "the answer to getblock")),
        (200, "[]", .malformed(what: "the answer to getblock")),
        (200, "{}", .malformed(what: "the answer to getblock is empty")),
        (200, #"{"Error":"class A : b"}"#, .node(code: 0, message: "class A : b")),
        (
            200, headed("00", #""parentHash":"\#(block)""#),
            .malformed(what: "a block's hash")
        ),
        (
            200, headed(block, #""parentHash":"\#(block)","number":1"#),
            .malformed(what: "a block whose hash does not begin with its height")
        ),
        (
            200, headed(block, #""parentHash":"x""#),
            .malformed(what: "the parent of block 0")
        ),
        (
            200, headed(block, #""parentHash":"\#(block)","timestamp":9223372036854775807"#),
            .malformed(what: "the time of block 0")
        ),
        (
            200, headed(block, #""parentHash":"\#(block)","timestamp":-1"#),
            .malformed(what: "the time of block 0")
        ),
        (
            200, headed("f" + block.dropFirst(), #""parentHash":"\#(block)","number":-1"#),
            .malformed(what: "the answer to getblock")
        ),
        (
            200,
            headed(
                String(repeating: "f", count: 64),
                #""parentHash":"\#(block)","number":18446744073709551615"#
            ),
            .malformed(what: "a block whose hash does not begin with its height")
        ),
    ])
    func `says what is wrong`(_ status: Int, _ body: String, _ error: ChainError) async throws {
        let server = try await TronStubServer.start { _ in .answer(status: status, body: body) }
        await #expect(throws: error) { try await Self.node(server.endpoint).head() }
        try await server.close()
    }

    @Test func `keeps a long error short`() async throws {
        let words = String(repeating: "a", count: 5_000)
        let server = try await TronStubServer.start { _ in
            .answer(status: 200, body: #"{"Error":"\#(words)"}"#)
        }
        let short = ChainError.node(code: 0, message: String(words.prefix(300)))
        await #expect(throws: short) { try await Self.node(server.endpoint).parameters() }
        try await server.close()
    }

    @Test func `ends in time, and when the connection does`() async throws {
        var limits = TronLimits()
        limits.timeoutSeconds = 1
        for (reply, isSlow) in [(TronStubServer.Reply.silence, true), (.cut, false)] {
            let server = try await TronStubServer.start { _ in reply }
            let error = await #expect(throws: ChainError.self) {
                try await Self.node(server.endpoint, limits: limits).head()
            }
            switch error {
            case .timedOut: #expect(isSlow)
            case .unreachable: #expect(!isSlow)
            default: Issue.record("\(String(describing: error))")
            }
            try await server.close()
        }
    }

    @Test func `does not take other blocks than it asked for`() async throws {
        let chain = TronStubChain()
        for _ in 0..<5 { chain.mine() }
        let lists = [[1, 2, 3], [2, 1], [2], [1, 3], [1, 1]]
        for list in lists {
            let blocks = list.map { TronStubChain.json(chain.blocks[$0]) }
            let data = try JSONEncoder().encode(JSONValue.object(["block": .array(blocks)]))
            let body = String(decoding: data, as: UTF8.self)
            let server = try await TronStubServer.start { _ in .answer(status: 200, body: body) }
            await #expect(throws: ChainError.malformed(what: "other blocks than asked for")) {
                try await Self.node(server.endpoint).blocks(from: 1, count: 2)
            }
            try await server.close()
        }
        let other = try JSONEncoder().encode(TronStubChain.json(chain.blocks[2]))
        let body = String(decoding: other, as: UTF8.self)
        let server = try await TronStubServer.start { _ in .answer(status: 200, body: body) }
        await #expect(throws: ChainError.self) {
            try await Self.node(server.endpoint).header(at: 1)
        }
        try await server.close()
    }

    @Test func `sends its key with every question, below the path it was given`() async throws {
        let requests = Mutex<[TronStubServer.Request]>([])
        let chain = TronStubChain()
        let data = try JSONEncoder().encode(TronStubChain.json(chain.blocks[0]))
        let server = try await TronStubServer.start { request in
            requests.withLock { $0.append(request) }
            return .answer(status: 200, body: String(decoding: data, as: UTF8.self))
        }
        let endpoint = TronEndpoint(url: server.endpoint + "/v2/token//", apiKey: "secret")
        let node = TronNode(endpoint: endpoint, httpClient: .shared, limits: TronLimits())
        let head = try await node.head()
        #expect(head.serverSeconds == 784_111_777)
        _ = try await node.header(at: 0)
        let seen = requests.withLock { $0 }
        #expect(seen.map(\.path) == ["/v2/token/wallet/getblock", "/v2/token/wallet/getblock"])
        #expect(seen.allSatisfy { $0.headers["TRON-PRO-API-KEY"] == ["secret"] })
        #expect(seen[0].body == #"{"detail":false}"#)
        try await server.close()
    }
}

@Suite struct `An endpoint of a Tron node` {
    @Test func `prints its host and no secret`() {
        let url = "https://user:pass@tron.example:8090/v2/token?key=token"
        let endpoint = TronEndpoint(url: url, apiKey: "secret")
        #expect(endpoint.origin == "https://tron.example:8090")
        var dumped = ""
        dump(endpoint, to: &dumped)
        for text in ["\(endpoint)", String(reflecting: endpoint), dumped, endpoint.origin] {
            for secret in ["secret", "pass", "token", "user"] {
                #expect(!text.contains(secret), "\(text)")
            }
        }
    }
}
