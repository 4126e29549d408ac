import AsyncHTTPClient
import Foundation
import Keys
import Logging
import Payments
import Rigs

@testable import Chains

/// A node of made-up answers, by method and parameters; nil is a question it does not know.
enum RPCStub {
    typealias Answer = @Sendable (_ method: String, _ params: [JSONValue]) throws -> JSONValue?

    /// An error of the node's own.
    struct Fault: Error { let code: Int }

    static func start(_ answer: @escaping Answer) async throws -> BitcoinStubNode {
        try await BitcoinStubNode.start { (body: String) in
            let message = try? JSONDecoder().decode(JSONValue.self, from: Data(body.utf8))
            guard let message, case .array(let calls) = message else {
                return .answer(status: 200, body: reply(to: message ?? .null, answer))
            }
            let replies = calls.map { reply(to: $0, answer) }.joined(separator: ",")
            return .answer(status: 200, body: "[\(replies)]")
        }
    }

    private static func reply(to call: JSONValue, _ answer: Answer) -> String {
        var fields: [String: JSONValue] = ["id": call["id"], "error": .null, "result": .null]
        do {
            let result = try answer(call["method"].text ?? "", call["params"].elements)
            guard let result else { throw Fault(code: -32601) }
            fields["result"] = result
        } catch {
            let code = (error as? Fault)?.code ?? -1
            fields["error"] = ["code": .number(Decimal(code)), "message": "stub"]
        }
        let data = (try? JSONEncoder().encode(JSONValue.object(fields))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    static func source(
        _ stub: BitcoinStubNode,
        _ family: AddressFormat.Family,
        chain: ChainKind = .main
    ) -> BitcoinSource {
        BitcoinSource(
            network: NetworkID("n"),
            coin: Coin(Asset(ticker: "C", decimals: 8), on: NetworkID("n")),
            format: AddressFormat(family: family, chain: chain),
            expectedChain: chain.rawValue,
            server: .node(endpoint: stub.endpoint, credentials: .user("u", password: "p")),
            httpClient: .shared,
            now: { Instant(seconds: 0) },
            logger: Logger(label: "test")
        )
    }
}
