import AsyncHTTPClient
import NIOHTTP1

/// Ethereum's JSON-RPC of one server over HTTP.
///
/// Answers stay text: whoever asked reads the few fields that are needed.
struct EVMRPC: Sendable {
    /// An answer and what the server said its time was.
    struct Reply: Sendable {
        let value: JSONFragment
        let serverSeconds: Int64?
    }

    let endpoint: EVMEndpoint
    let httpClient: HTTPClient
    let limits: EVMLimits

    /// The answer to one call.
    func call(
        _ call: RPCCall,
        timeoutSeconds: Int? = nil
    ) async throws(ChainError) -> Reply {
        var call = call
        call.jsonrpc = "2.0"
        let raw = try await exchange(call, about: call.method, timeoutSeconds: timeoutSeconds)
        let fragment = JSONFragment(raw.bytes, subject: "the answer to \(call.method)")
        guard let answer = try? Envelope.read(fragment) else {
            throw raw.status == 200 ? fragment.malformed : .refused(status: raw.status)
        }
        let value = try checked(answer.result, status: raw.status).get()
        return Reply(value: value, serverSeconds: raw.serverSeconds)
    }

    /// The answers to calls, in their order; each may fail alone.
    ///
    /// Nil where the server takes no batches.
    func batch(
        _ calls: some Collection<RPCCall>
    ) async throws(ChainError) -> [Result<JSONFragment, ChainError>]? {
        let method = calls.first?.method ?? ""
        let numbered = calls.enumerated().map { number, call in
            var call = call
            call.id = number
            call.jsonrpc = "2.0"
            return call
        }
        let raw = try await exchange(numbered, about: method, timeoutSeconds: nil)
        let fragment = JSONFragment(raw.bytes, subject: "the answers to \(method)")
        let answers = try? Envelope.readAll(fragment)
        if raw.status == 200, let answers, let sorted = Self.sorted(answers) {
            guard sorted.count == numbered.count else { throw fragment.malformed }
            return try sorted.map { answer throws(ChainError) in
                try checked(answer.result, status: raw.status)
            }
        }
        // One error for all of them: it is the batch that is refused, unless the error says that
        // it is its size, or that we ask too often.
        let alone = answers?.first ?? (try? Envelope.read(fragment))
        if case .failure(let error)? = try alone.map({ answer throws(ChainError) in
            try checked(answer.result, status: raw.status)
        }) {
            if EVMFault(error) != .other { throw error }
            return nil
        }
        guard Self.refusals.contains(raw.status) else {
            throw raw.status == 200 ? fragment.malformed : .refused(status: raw.status)
        }
        return nil
    }

    /// What servers answer that do not understand a batch.
    private static let refusals: Set<Int> = [400, 404, 405, 415, 422, 501]

    /// The answers in the order of the calls; nil where they are not numbered from zero on.
    private static func sorted(_ answers: [Envelope]) -> [Envelope]? {
        let sorted = answers.sorted { ($0.id ?? -1) < ($1.id ?? -1) }
        let isComplete = sorted.enumerated().allSatisfy { $0.offset == $0.element.id }
        return isComplete ? sorted : nil
    }

    /// An error as the caller has to see it: with the status where that says more, without keys.
    private func checked(
        _ result: Result<JSONFragment, ChainError>,
        status: Int
    ) throws(ChainError) -> Result<JSONFragment, ChainError> {
        switch result {
        case .success:
            if status != 200 { throw .refused(status: status) }
            return result
        case .failure(.node(let code, let message)):
            if status == 401 || status == 403 { throw .refused(status: status) }
            let error = ChainError.node(code: code, message: endpoint.redacting(message))
            if status == 429, EVMFault(error) != .size { throw .refused(status: status) }
            return .failure(error)
        case .failure: return result
        }
    }

    private func exchange(
        _ message: some Encodable,
        about method: String,
        timeoutSeconds: Int?
    ) async throws(ChainError) -> HTTPExchange.Reply {
        let exchange = HTTPExchange(
            httpClient: httpClient,
            answerBytesMax: limits.answerBytesMax,
            timeoutSeconds: timeoutSeconds ?? limits.timeoutSeconds
        )
        return try await exchange.post(
            message,
            to: endpoint.url,
            headers: HTTPHeaders(endpoint.headers.map { ($0.key, $0.value) }),
            about: method
        )
    }
}

/// The frame around an answer.
private struct Envelope {
    let id: Int?
    let result: Result<JSONFragment, ChainError>

    /// The longest message of a server that is passed on.
    private static let messageMax = 300

    static func readAll(_ fragment: JSONFragment) throws(ChainError) -> [Envelope] {
        var scanner = JSONScanner(fragment)
        var envelopes: [Envelope] = []
        try scanner.enterArray()
        while try scanner.nextElement() { envelopes.append(try read(&scanner)) }
        return envelopes
    }

    static func read(_ fragment: JSONFragment) throws(ChainError) -> Envelope {
        var scanner = JSONScanner(fragment)
        return try read(&scanner)
    }

    private static func read(_ scanner: inout JSONScanner) throws(ChainError) -> Envelope {
        var id: Int?
        var result: JSONFragment?
        var error: JSONFragment?
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("result", key) {
                result = try scanner.value()
            } else if scanner.spells("error", key) {
                error = try scanner.value()
            } else if scanner.spells("id", key) {
                id = try scanner.value().number
            } else {
                try scanner.skip()
            }
        }
        if let error, !error.isNull { return Envelope(id: id, result: .failure(try fault(error))) }
        guard let result else { throw scanner.malformed }
        return Envelope(id: id, result: .success(result))
    }

    private static func fault(_ fragment: JSONFragment) throws(ChainError) -> ChainError {
        var scanner = JSONScanner(fragment)
        guard try scanner.kind() == .object else {
            return .node(code: 0, message: String((fragment.text ?? "").prefix(messageMax)))
        }
        var code = 0
        var message = ""
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            let value = try scanner.value()
            if scanner.spells("code", key) {
                code = value.number ?? 0
            } else if scanner.spells("message", key) {
                message = String((value.text ?? "").prefix(messageMax))
            }
        }
        return .node(code: code, message: message)
    }
}
