import NIOCore
import NIOPosix
import Rigs
import Testing

@testable import FlorinClient

/// Whether a shop is told rightly if the gateway may have done what was asked.
@Suite(.timeLimit(.minutes(1)))
struct OutcomeTests {
    private func transport(
        to url: String,
        timeout: Duration = .seconds(20),
        answerBytesMax: Int = ClientLimits.answerBytesMax
    ) -> Transport {
        Transport(
            baseURL: url,
            timeout: timeout,
            httpClient: nil,
            answerBytesMax: answerBytesMax
        )
    }

    private func error(
        from reply: ShopServer.Reply,
        timeout: Duration = .seconds(20),
        answerBytesMax: Int = ClientLimits.answerBytesMax
    ) async throws -> ClientError? {
        let gateway = try await ShopServer.start(reply)
        let transport = transport(
            to: gateway.apiURL,
            timeout: timeout,
            answerBytesMax: answerBytesMax
        )
        do throws(ClientError) {
            _ = try await transport.post(Array("{}".utf8), to: "a", headers: [])
            return nil
        } catch {
            #expect(gateway.requests.count == 1, "sent once, never again")
            return error
        }
    }

    @Test(arguments: [ShopServer.Reply.silence, .stall])
    func `no answer in time leaves the outcome open`(reply: ShopServer.Reply) async throws {
        let error = try await error(from: reply, timeout: .milliseconds(300))
        #expect(error == .outcomeUnknown(.timeout))
        #expect(error?.isOutcomeUnknown == true)
    }

    @Test(arguments: [ShopServer.Reply.garbage, .closeEarly, .raw("")])
    func `a connection that breaks after sending leaves the outcome open`(
        reply: ShopServer.Reply
    ) async throws {
        guard case .outcomeUnknown(.connectionLost) = try await error(from: reply) else {
            Issue.record("\(reply)")
            return
        }
    }

    @Test func `an answer that nobody expects leaves the outcome open`() async throws {
        let page = ShopServer.Reply.refusal("502 Bad Gateway", "<html>502</html>")
        #expect(try await error(from: page) == .malformedAnswer(httpStatus: 502, .notJSON))
        let huge = try await error(from: .huge(bytes: 2_000_000), answerBytesMax: 1_000_000)
        #expect(huge == .malformedAnswer(httpStatus: 200, .tooLarge))
        let redirect = try await error(from: .redirect(to: "http://127.0.0.1:1/"))
        #expect(redirect == .malformedAnswer(httpStatus: 302, .redirected))
        #expect([huge, redirect].allSatisfy { $0?.isOutcomeUnknown == true })
    }

    @Test func `a gateway that nobody listens for was not reached`() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        try await listener.close()
        await #expect {
            try await transport(to: "http://127.0.0.1:\(port)").post([], to: "a", headers: [])
        } throws: { error in
            guard case .unreachable = error as? ClientError else { return false }
            return (error as? ClientError)?.isOutcomeUnknown == false
        }
    }

    @Test(arguments: ["", "not a URL", "ftp://pay.example", "https://"])
    func `a base URL that is none was not reached`(url: String) async {
        await #expect {
            try await transport(to: url).post([], to: "a", headers: [])
        } throws: { error in
            guard case .unreachable = error as? ClientError else { return false }
            return true
        }
    }

    @Test func `a task cancelled before sending has sent nothing`() async throws {
        let gateway = try await ShopServer.start(.silence)
        let client = OnchainPayClient(baseURL: gateway.apiURL, publicKey: "p", privateKey: "s")
        await withTaskGroup(of: ClientError?.self) { group in
            group.cancelAll()
            group.addTask {
                do throws(ClientError) {
                    _ = try await client.invoice(id: "x")
                    return nil
                } catch {
                    return error
                }
            }
            #expect(await group.next() == .cancelled)
        }
        #expect(gateway.requests.isEmpty)
    }

    @Test func `a task cancelled after sending leaves the outcome open`() async throws {
        let gateway = try await ShopServer.start(.silence)
        let client = OnchainPayClient(baseURL: gateway.apiURL, publicKey: "p", privateKey: "s")
        try await withThrowingTaskGroup(of: ClientError?.self) { group in
            group.addTask {
                do throws(ClientError) {
                    _ = try await client.invoice(id: "x")
                    return nil
                } catch {
                    return error
                }
            }
            try await gateway.callback("the request") { _ in true }
            group.cancelAll()
            #expect(try await group.next() == .outcomeUnknown(.cancelled))
        }
    }

    @Test func `what is withdrawn is never handed over, what is handed over stays so`() async throws
    {
        let withdrawn = Sending([1, 2, 3])
        #expect(withdrawn.withdraw())
        var late = withdrawn.makeAsyncIterator()
        await #expect(throws: CancellationError.self) { try await late.next() }
        #expect(withdrawn.withdraw())

        let sent = Sending([1, 2, 3])
        var iterator = sent.makeAsyncIterator()
        #expect(try await iterator.next() == ByteBuffer(bytes: [1, 2, 3]))
        #expect(try await iterator.next() == nil)
        #expect(!sent.withdraw())
    }
}
