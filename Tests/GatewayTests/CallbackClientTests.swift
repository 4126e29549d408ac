import Gateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CallbackClientTests {
    private static let body = Array(#"{"a":1}"#.utf8)

    private static func post(
        to url: String,
        mayCallPrivate: Bool = true,
        secondsMax: Int = 30,
        headers: [NotificationHeader] = []
    ) async throws -> CallbackResult {
        let client = CallbackClient(mayCallPrivate: mayCallPrivate, secondsMax: secondsMax)
        return await client.post(body, to: try CallbackURL(url), headers: headers)
    }

    private static func expectFailure(
        _ reply: ShopServer.Reply,
        secondsMax: Int = 30,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let server = try await ShopServer(reply)
        let result = try await post(to: server.url, secondsMax: secondsMax)
        guard case .failed = result else {
            Issue.record("\(result)", sourceLocation: sourceLocation)
            return
        }
    }

    @Test func `a shop's answer comes back as it is`() async throws {
        let server = try await ShopServer(.answer("done"))
        let result = try await Self.post(
            to: server.url,
            headers: [NotificationHeader("X-Signature", "abc")]
        )
        #expect(result == .answered(status: 200, body: Array("done".utf8)))
        let request = try #require(server.requests.first)
        #expect(request.body == #"{"a":1}"#)
        #expect(request.head.hasPrefix("POST /hook HTTP/1.1"))
        #expect(request.head.lowercased().contains("x-signature: abc"))
        #expect(request.head.lowercased().contains("content-type: application/json"))
    }

    @Test(arguments: ["204 No Content", "404 Not Found", "500 Internal Server Error"])
    func `every status is an answer`(status: String) async throws {
        let server = try await ShopServer(.answer("", status: status))
        let result = try await Self.post(to: server.url)
        #expect(result == .answered(status: Int(status.prefix(3)) ?? 0, body: []))
    }

    @Test func `a redirect is not followed`() async throws {
        let target = try await ShopServer(.answer("done"))
        let server = try await ShopServer(
            .answer("", status: "302 Found", headers: ["Location: \(target.url)"])
        )
        #expect(try await Self.post(to: server.url) == .answered(status: 302, body: []))
        #expect(target.requests.isEmpty)
    }

    @Test func `a shop that does not answer in time has failed`() async throws {
        try await Self.expectFailure(.silence, secondsMax: 1)
    }

    @Test func `a shop that answers half of what it said has failed`() async throws {
        try await Self.expectFailure(
            .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ndone".utf8))
        )
    }

    @Test func `a shop that closes without an answer has failed`() async throws {
        try await Self.expectFailure(.bytes([]))
    }

    @Test func `a shop that does not speak HTTP has failed`() async throws {
        try await Self.expectFailure(.bytes(Array("220 mail.example ESMTP\r\n\r\n".utf8)))
    }

    @Test func `an answer larger than is read has failed`() async throws {
        let most = String(repeating: "x", count: CallbackClient.answerBytesMax)
        let server = try await ShopServer(.answer(most))
        #expect(
            try await Self.post(to: server.url) == .answered(status: 200, body: Array(most.utf8))
        )
        server.answers(.answer(most + "x"))
        #expect(try await Self.post(to: server.url) == .failed(label: "answer too large"))
    }

    @Test(arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0"])
    func `an inside address is refused however it is written`(host: String) async throws {
        let server = try await ShopServer(.answer("done"))
        let port = server.url.split(separator: ":").last.map(String.init) ?? ""
        let result = try await Self.post(to: "http://\(host):\(port)", mayCallPrivate: false)
        #expect(result == .failed(label: "private address"))
        #expect(server.requests.isEmpty)
    }

    @Test func `nobody listening is a failure`() async throws {
        let url = try await ShopServer(.silence).url
        let result = try await Self.post(to: url)
        guard case .failed = result else {
            Issue.record("\(result)")
            return
        }
    }
}
