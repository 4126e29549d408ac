import Foundation
import Synchronization

@testable import Chains

/// A server on the loopback interface that tells of a scripted chain, well or badly mannered.
final class EVMStubServer: Sendable {
    struct Manners: Sendable {
        /// How many of the chain's last blocks it does not have yet.
        var lag = 0
        /// An HTTP status that it answers everything with.
        var status: Int?
        /// Whether it does not answer at all.
        var isSilent = false
        var takesBatches = true
        /// The most blocks that it answers a question for logs about.
        var rangeMax = UInt64.max
        /// Whether its logs of ranges are missing, as on a server that lags behind its neighbour.
        var hidesLogs = false
        var knowsBlockHash = true
        var offersFinalized = true
        var offersHistory = true
        var offersPrice = true
        var chainID = 1
        /// Changes an answer's text: method, result.
        var lie: (@Sendable (String, String) -> String)?
    }

    private struct State {
        var chain: EVMStubChain
        var manners = Manners()
        var counts: [String: Int] = [:]
        var requests = 0
    }

    private let state: Mutex<State>
    /// Set once, right after the server has started.
    private let node = Mutex<BitcoinStubNode?>(nil)

    static func start(_ chain: EVMStubChain) async throws -> EVMStubServer {
        let server = EVMStubServer(chain)
        let node = try await BitcoinStubNode.start { server.reply(to: $0) }
        server.node.withLock { $0 = node }
        return server
    }

    private init(_ chain: EVMStubChain) { state = Mutex(State(chain: chain)) }

    var endpoint: EVMEndpoint {
        EVMEndpoint(url: node.withLock { $0?.endpoint ?? "" } + "/v2/secretsecret")
    }

    func change(_ body: (inout Manners) -> Void) { state.withLock { body(&$0.manners) } }

    func show(_ chain: EVMStubChain) { state.withLock { $0.chain = chain } }

    /// How often a method was asked for.
    func count(_ method: String) -> Int { state.withLock { $0.counts[method] ?? 0 } }

    /// How many HTTP requests came.
    var requests: Int { state.withLock { $0.requests } }

    func close() async throws { try await node.withLock { $0 }?.close() }

    func reply(to body: String) -> BitcoinStubNode.Reply {
        state.withLock { state in
            state.requests += 1
            if state.manners.isSilent { return .silence }
            if let status = state.manners.status { return .answer(status: status, body: "no") }
            let json = try? JSONSerialization.jsonObject(with: Data(body.utf8))
            if let calls = json as? [[String: Any]] {
                guard state.manners.takesBatches else {
                    let error = #"{"code":-32600,"message":"batches are not supported"}"#
                    return .answer(status: 400, body: #"{"id":null,"error":\#(error)}"#)
                }
                let answers = calls.reversed().map { Self.answer($0, &state) }
                return .answer(status: 200, body: "[\(answers.joined(separator: ","))]")
            }
            guard let call = json as? [String: Any] else { return .answer(status: 400, body: "") }
            return .answer(status: 200, body: Self.answer(call, &state))
        }
    }

    private static func answer(_ call: [String: Any], _ state: inout State) -> String {
        let id = call["id"] as? Int ?? -1
        let method = call["method"] as? String ?? ""
        state.counts[method, default: 0] += 1
        guard call["jsonrpc"] as? String == "2.0" else { return #"{"id":\#(id)}"# }
        let params = call["params"] as? [Any] ?? []
        let result = result(method, params, state)
        switch result {
        case .success(let text):
            let text = state.manners.lie?(method, text) ?? text
            return #"{"jsonrpc":"2.0","id":\#(id),"result":\#(text)}"#
        case .failure(let fault):
            let error = #"{"code":\#(fault.code),"message":"\#(fault.message)"}"#
            return #"{"jsonrpc":"2.0","id":\#(id),"error":\#(error)}"#
        }
    }

    private struct Fault: Error {
        let code: Int
        let message: String

        static let unknown = Fault(code: -32601, message: "the method does not exist")
    }

    private static func result(
        _ method: String,
        _ params: [Any],
        _ state: State
    ) -> Result<String, Fault> {
        let manners = state.manners
        let chain = state.chain.lagging(by: manners.lag)
        let first = params.first as? String ?? ""
        let isFull = params.last as? Bool ?? false
        let height = chain.blocks.last?.height ?? 0
        switch method {
        case "eth_chainId": return .success("\"0x\(String(manners.chainID, radix: 16))\"")
        case "eth_blockNumber": return .success("\"\(EVMWord.quantity(height))\"")
        case "eth_syncing": return .success("false")
        case "eth_getBlockByNumber":
            if first == "finalized", !manners.offersFinalized { return .failure(.unknown) }
            return .success(chain.block(first, isFull: isFull))
        case "eth_getBlockByHash": return .success(chain.block(first, isFull: isFull))
        case "eth_getTransactionReceipt": return .success(chain.receipt(first))
        case "eth_getTransactionByHash": return .success(chain.transaction(first))
        case "eth_getBalance":
            return .success("\"\(chain.balances[first] ?? "0x0")\"")
        case "eth_gasPrice":
            return manners.offersPrice ? .success("\"0x77359400\"") : .failure(.unknown)
        case "eth_feeHistory":
            guard manners.offersHistory, manners.offersPrice else { return .failure(.unknown) }
            return .success(
                #"{"oldestBlock":"0x1","baseFeePerGas":["0x1","0x3b9aca00"],"#
                    + #""gasUsedRatio":[0.5],"reward":[["0x5"]]}"#
            )
        case "eth_getLogs": return logs(params.first as? [String: Any] ?? [:], chain, manners)
        default: return .failure(.unknown)
        }
    }

    private static func logs(
        _ filter: [String: Any],
        _ chain: EVMStubChain,
        _ manners: Manners
    ) -> Result<String, Fault> {
        if let hash = filter["blockHash"] as? String {
            guard manners.knowsBlockHash else {
                return .failure(Fault(code: -32602, message: "unknown field blockHash"))
            }
            return .success(chain.logs(from: 0, to: 0, blockHash: hash))
        }
        func height(_ name: String) -> UInt64 {
            UInt64((filter[name] as? String ?? "").dropFirst(2), radix: 16) ?? 0
        }
        let (first, last) = (height("fromBlock"), height("toBlock"))
        guard last >= first, last - first < manners.rangeMax else {
            return .failure(Fault(code: -32000, message: "Block range is too wide"))
        }
        return .success(manners.hidesLogs ? "[]" : chain.logs(from: first, to: last))
    }
}
