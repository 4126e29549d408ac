import Foundation

/// Answers for an EVM node, and changes the answers to what a `FaultyProxy` is to say.
struct EVMImpostor: Sendable {
    let behaviour: FaultyProxy.Behaviour
    /// The node that knows the truth.
    let url: String

    private static let invalidRequest = -32_600
    private static let refused = -32_000

    /// The answer to a call or to a batch of them.
    func reply(to body: JSONValue) async throws -> JSONValue {
        guard case .array(let calls) = body else { return try await answer(body) }
        if case .refusingBatches = behaviour {
            return Self.answer(.null, "error", Self.error(Self.invalidRequest, "no batches"))
        }
        var answers: [JSONValue] = []
        for call in calls { answers.append(try await answer(call)) }
        return .array(answers)
    }

    private func answer(_ call: JSONValue) async throws -> JSONValue {
        guard let method = call["method"].text else {
            let error = Self.error(Self.invalidRequest, "no method")
            return Self.answer(call["id"], "error", error)
        }
        do {
            let result = try await result(method, call["params"].elements)
            return Self.answer(call["id"], "result", result)
        } catch RigError.refused(_, let code, let message) {
            return Self.answer(call["id"], "error", Self.error(code ?? Self.refused, message))
        }
    }

    private func result(_ method: String, _ params: [JSONValue]) async throws -> JSONValue {
        switch behaviour {
        case .failing(let methods, let code, let message) where methods.contains(method):
            throw RigError.refused(method: method, code: code, message: message)
        case .answering(let results):
            if let result = results[method] { return result }
            return try await truth(method, params)
        case .lagging(let blocks): return try await lagging(by: blocks, method, params)
        case .lyingHash(let height): return try await rehashed(above: height, method, params)
        case .inventing(let invention): return try await inventing(invention, method, params)
        case .omitting(let address): return try await omitting(address, method, params)
        case .emptyLogs where method == "eth_getLogs": return []
        default: return try await truth(method, params)
        }
    }

    func truth(_ method: String, _ params: [JSONValue]) async throws -> JSONValue {
        try await EVMNode.rpc(at: url, method, params)
    }

    private static func answer(_ id: JSONValue, _ field: String, _ value: JSONValue) -> JSONValue {
        .object(["jsonrpc": "2.0", "id": id, field: value])
    }

    private static func error(_ code: Int, _ message: String) -> JSONValue {
        ["code": .number(.init(code)), "message": .string(message)]
    }
}

// MARK: a node that is behind

extension EVMImpostor {
    private func lagging(
        by blocks: Int,
        _ method: String,
        _ params: [JSONValue]
    ) async throws -> JSONValue {
        let known = max(0, (EVMNode.number(try await truth("eth_blockNumber", [])) ?? 0) - blocks)
        let head = EVMNode.quantity(known)
        func isUnknown(_ number: JSONValue) -> Bool { EVMNode.number(number) ?? 0 > known }

        // To it, the latest block is an older one.
        let asked = params.map { param -> JSONValue in
            switch param {
            case "latest", "pending": head
            case .object(let fields) where method == "eth_getLogs":
                .object(fields.mapValues { $0 == "latest" || $0 == "pending" ? head : $0 })
            default: param
            }
        }
        let result = try await truth(method, asked)
        switch method {
        case "eth_blockNumber": return head
        case "eth_getBlockByNumber", "eth_getBlockByHash":
            guard isUnknown(result["number"]) else { return result }
            let isTag = params.first == "finalized" || params.first == "safe"
            return isTag ? try await truth(method, [head] + params.dropFirst()) : .null
        case "eth_getLogs":
            return .array(result.elements.filter { !isUnknown($0["blockNumber"]) })
        case "eth_getTransactionReceipt": return isUnknown(result["blockNumber"]) ? .null : result
        case "eth_getTransactionByHash":
            guard isUnknown(result["blockNumber"]) else { return result }
            return result.with("blockNumber", .null).with("blockHash", .null)
                .with("transactionIndex", .null)
        case "eth_getBalance", "eth_call", "eth_getTransactionCount", "eth_getCode":
            guard let place = params.last, isUnknown(place) else { return result }
            // An address is a long number; what it is asked about is the block.
            guard params.count > 1 else { return result }
            throw RigError.refused(method: method, code: Self.refused, message: "header not found")
        default: return result
        }
    }
}

// MARK: a node of another chain from some height on

extension EVMImpostor {
    private func rehashed(
        above height: Int,
        _ method: String,
        _ params: [JSONValue]
    ) async throws -> JSONValue {
        var asked: [JSONValue] = []
        for param in params {
            if let hash = param.text, method == "eth_getBlockByHash" {
                asked.append(.string(try await original(of: hash, above: height)))
            } else if let hash = param["blockHash"].text {
                let original = try await original(of: hash, above: height)
                asked.append(param.with("blockHash", .string(original)))
            } else {
                asked.append(param)
            }
        }
        return Self.rehashed(try await truth(method, asked), above: height)
    }

    /// The true hash behind one of the false ones; what is true and must not be known becomes what
    /// nobody knows.
    private func original(of hash: String, above height: Int) async throws -> String {
        let other = Self.otherHash(hash)
        for candidate in [other, hash] {
            let block = try await truth("eth_getBlockByHash", [.string(candidate), false])
            if let number = EVMNode.number(block["number"]), number > height { return other }
        }
        return hash
    }

    private static func rehashed(_ value: JSONValue, above height: Int) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { rehashed($0, above: height) })
        case .object(var fields):
            func alter(_ field: String) {
                if let hash = fields[field]?.text { fields[field] = .string(otherHash(hash)) }
            }
            fields = fields.mapValues { rehashed($0, above: height) }
            if let number = EVMNode.number(value["blockNumber"]), number > height {
                alter("blockHash")
            }
            if let number = EVMNode.number(value["number"]), fields["parentHash"] != nil {
                if number > height { alter("hash") }
                if number - 1 > height { alter("parentHash") }
            }
            return .object(fields)
        default: return value
        }
    }

    /// Another last digit; of the other hash, it makes this one again.
    private static func otherHash(_ hash: String) -> String {
        guard let digit = hash.last?.hexDigitValue else { return hash }
        return hash.dropLast() + String(digit ^ 1, radix: 16)
    }
}
