import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A real EVM chain of the test's own, behind the JSON-RPC of an Ethereum node.
///
///     let node = try await EVMNode.start()
///     let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
///     let txid = try await node.transfer(dollars, to: address, units: "25000000")
///
/// It is `Tests/Python/evm_node.py`, which signs with ten accounts that have a million ether each;
/// a payer is the number of one. Every transaction gets a block of its own unless it is sent
/// `inOneBlock`. Amounts are decimal texts of the smallest unit; addresses and hashes are in small
/// letters. It is stopped when it is closed, when the last reference to it goes, and when the test
/// process dies.
package final class EVMNode: Sendable {
    /// Where it answers.
    package let url: String
    /// What it says that it is.
    package let chainID: Int

    private let process: PythonProcess

    private static let startTimeMax = Duration.seconds(30)
    private static let answerTimeMax = TimeAmount.seconds(60)
    private static let answerBytesMax = 64 << 20

    /// Starts a chain with nothing but its first block, and waits until it answers.
    package static func start(chainID: Int = 31_337) async throws -> EVMNode {
        let port = try await FreePort.find()
        let process = try PythonProcess.start(
            "Tests/Python/evm_node.py",
            ["\(port)", "\(chainID)"]
        )
        try await process.prints("listening \(port)", atMost: startTimeMax)
        return EVMNode(url: "http://127.0.0.1:\(port)", chainID: chainID, process: process)
    }

    private init(url: String, chainID: Int, process: PythonProcess) {
        self.url = url
        self.chainID = chainID
        self.process = process
    }

    /// Has the node stopped; more than once does no harm.
    package func close() { process.stop() }

    /// Asks the node; an error of the node is thrown as `RigError.refused`.
    @discardableResult
    package func rpc(_ method: String, _ params: JSONValue...) async throws -> JSONValue {
        try await Self.rpc(at: url, method, params)
    }

    /// Asks any node, for example this one through a `FaultyProxy`.
    package static func rpc(
        at url: String,
        _ method: String,
        _ params: [JSONValue] = []
    ) async throws -> JSONValue {
        let answer = try await post(call(1, method, params), to: url, method)
        guard answer["error"] == .null else {
            throw RigError.refused(
                method: method,
                code: answer["error"]["code"].integer,
                message: answer["error"]["message"].text ?? ""
            )
        }
        return answer["result"]
    }

    /// Asks any node for several things in one request; the answers with their results or errors,
    /// in the order of the calls.
    package static func batch(
        at url: String,
        _ calls: [(method: String, params: [JSONValue])]
    ) async throws -> [JSONValue] {
        let body = calls.enumerated().map { call($0, $1.method, $1.params) }
        let answers = try await post(.array(body), to: url, "batch").elements
        return calls.indices.map { number in
            answers.first { $0["id"].integer == number } ?? .null
        }
    }

    func text(_ method: String, _ params: JSONValue...) async throws -> String {
        guard let text = try await Self.rpc(at: url, method, params).text else {
            throw RigError.malformed(method: method)
        }
        return text
    }

    /// A quantity of the RPC; nil for anything else.
    static func number(_ quantity: JSONValue) -> Int? {
        guard let text = quantity.text, text.hasPrefix("0x") else { return nil }
        return Int(text.dropFirst(2), radix: 16)
    }

    /// A number as the RPC writes it.
    static func quantity(_ number: Int) -> JSONValue {
        .string("0x" + String(number, radix: 16))
    }

    private static func call(_ id: Int, _ method: String, _ params: [JSONValue]) -> JSONValue {
        [
            "jsonrpc": "2.0", "id": .number(Decimal(id)), "method": .string(method),
            "params": .array(params),
        ]
    }

    private static func post(
        _ body: JSONValue,
        to url: String,
        _ method: String
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        let response = try await HTTPClient.shared.execute(request, timeout: answerTimeMax)
        let bytes = try await response.body.collect(upTo: answerBytesMax)
        guard
            let answer = try? JSONDecoder().decode(
                JSONValue.self,
                from: Data(bytes.readableBytesView)
            )
        else { throw RigError.malformed(method: "\(method) (HTTP \(response.status.code))") }
        return answer
    }
}
