import AsyncHTTPClient
import FoundationEssentials
import NIOCore
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

    private struct RawReply: Sendable {
        let status: Int
        let serverSeconds: Int64?
        let body: Data
    }

    let endpoint: String
    let credentials: BitcoinCredentials
    let httpClient: HTTPClient
    let limits: BitcoinLimits

    /// How often a request is sent when the node closes the kept connection at the same moment.
    private static let attemptsMax = 2

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
    ) async throws(ChainError) -> RawReply {
        guard let body = try? JSONEncoder().encode(message) else {
            preconditionFailure("calls are always encodable")
        }
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.headers.add(name: "Authorization", value: try credentials.authorization())
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        var attempt = 1
        while true {
            do {
                return try await send(request, about: method)
            } catch let error as HTTPClientError
                where error == .remoteConnectionClosed && attempt < Self.attemptsMax
            {
                attempt += 1
            } catch {
                throw Self.chainError(error)
            }
        }
    }

    /// Sends and reads to the last byte within the time allowed.
    private func send(_ request: HTTPClientRequest, about method: String) async throws -> RawReply {
        let seconds = Int64(limits.timeoutSeconds)
        let end = ContinuousClock.now + .seconds(seconds)
        let response = try await httpClient.execute(request, timeout: .seconds(seconds))
        let body = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return try await response.body.collect(upTo: limits.answerBytesMax)
                } catch is NIOTooManyBytesError {
                    throw ChainError.tooLarge(what: "the answer to \(method)")
                }
            }
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                throw ChainError.timedOut
            }
            guard let body = try await group.next() else { throw ChainError.timedOut }
            return body
        }
        return RawReply(
            status: Int(response.status.code),
            serverSeconds: response.headers.first(name: "Date").flatMap(HTTPDate.seconds),
            body: Data(body.readableBytesView)
        )
    }

    private static func chainError(_ error: any Error) -> ChainError {
        switch error {
        case let error as ChainError: error
        case let error as HTTPClientError
        where error == .deadlineExceeded || error == .readTimeout:
            .timedOut
        case let error as HTTPClientError: .unreachable(label: error.shortDescription)
        case is CancellationError: .unreachable(label: "cancelled")
        default: .unreachable(label: "no connection")
        }
    }
}
