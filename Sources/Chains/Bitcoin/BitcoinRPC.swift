import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1

/// JSON-RPC of a Bitcoin-like node over HTTP with basic authorisation.
///
///     let height = try await rpc.call(RPCCall("getblockcount"), as: UInt64.self)
///
/// Amounts never come this way: JSON has them as floating point, raw transactions as integers.
struct BitcoinRPC: Sendable {
    /// A decoded answer and what the server said its time was.
    struct Reply<Value: Sendable>: Sendable {
        let value: Value
        let serverSeconds: Int64?
    }

    let endpoint: String
    let credentials: BitcoinCredentials
    let httpClient: HTTPClient
    let limits: BitcoinLimits

    /// The answer to one call.
    func call<Value: Decodable & Sendable>(
        _ call: RPCCall,
        as type: Value.Type
    ) async throws -> Value {
        try await reply(to: call, as: type).value
    }

    /// The answer to one call with the time of the server.
    func reply<Value: Decodable & Sendable>(
        to call: RPCCall,
        as type: Value.Type
    ) async throws -> Reply<Value> {
        let raw = try await exchange(call, about: call.method)
        let isRefusal = raw.status == 401 || raw.status == 403
        // Nodes answer a failed single call with status 500 or 404 and say why in the body.
        guard !isRefusal,
            let answer = try? JSONDecoder().decode(RPCAnswer<Value>.self, from: raw.body),
            raw.status == 200 || answer.error != nil
        else {
            guard raw.status == 200 else { throw ChainError.refused(status: raw.status) }
            throw ChainError.malformed(what: "the answer to \(call.method)")
        }
        return Reply(
            value: try answer.value(of: call.method),
            serverSeconds: raw.serverSeconds
        )
    }

    /// The answers to calls of one method, in their order; each may fail alone.
    ///
    /// They are asked in as few requests as the limits allow. Where the answers together are too
    /// large, they are asked again in halves.
    func batch<Value: Decodable & Sendable>(
        _ calls: [RPCCall],
        as type: Value.Type
    ) async throws -> [Result<Value, ChainError>] {
        var results: [Result<Value, ChainError>] = []
        var pending = calls[...]
        var size = limits.batchCallsMax
        while !pending.isEmpty {
            let part = Array(pending.prefix(size))
            do throws(ChainError) {
                results += try await answers(to: part, as: type)
                pending = pending.dropFirst(part.count)
            } catch {
                guard case .tooLarge = error, part.count > 1 else { throw error }
                size = (part.count + 1) / 2
            }
        }
        return results
    }

    private func answers<Value: Decodable & Sendable>(
        to calls: [RPCCall],
        as type: Value.Type
    ) async throws(ChainError) -> [Result<Value, ChainError>] {
        let method = calls.first?.method ?? ""
        let numbered = calls.enumerated().map { number, call in
            var call = call
            call.id = number
            return call
        }
        let raw = try await exchange(numbered, about: method)
        guard raw.status == 200 else { throw .refused(status: raw.status) }
        let answers = try? JSONDecoder().decode([RPCAnswer<Value>].self, from: raw.body)
        let sorted = answers?.sorted { ($0.id ?? -1) < ($1.id ?? -1) }
        guard let sorted, sorted.map(\.id) == numbered.map(\.id) else {
            throw .malformed(what: "the answers to \(method)")
        }
        return sorted.map { answer in
            Result { () throws(ChainError) -> Value in try answer.value(of: method) }
        }
    }

    private func exchange(
        _ message: some Encodable,
        about method: String
    ) async throws(ChainError) -> HTTPExchange.Reply {
        let exchange = HTTPExchange(
            httpClient: httpClient,
            answerBytesMax: limits.answerBytesMax,
            timeoutSeconds: limits.timeoutSeconds
        )
        return try await exchange.post(
            message,
            to: endpoint,
            headers: ["Authorization": try credentials.authorization()],
            about: method
        )
    }
}
