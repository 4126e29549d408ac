extension EVMImpostor {
    /// `Transfer(address,address,uint256)` of ERC-20.
    private static let transferTopic =
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
    private static let sender = "0x" + String(repeating: "5e", count: 20)
    private static let someLogIndex = "0xffff"
    /// It may contain anything, so that nobody skips the block for it.
    private static let fullBloom = "0x" + String(repeating: "ff", count: 256)

    // MARK: less than there is

    func omitting(
        _ address: String,
        _ method: String,
        _ params: [JSONValue]
    ) async throws -> JSONValue {
        let topic = Self.topic(address)
        func pays(_ log: JSONValue) -> Bool { log["topics"].elements.contains(.string(topic)) }
        switch method {
        case "eth_getLogs":
            return .array(try await truth(method, params).elements.filter { !pays($0) })
        case "eth_getBlockByNumber", "eth_getBlockByHash":
            // Whom a transaction pays is seen in the long form only.
            let block = try await truth(method, [params.first ?? .null, true])
            guard block != .null else { return .null }
            let left = block["transactions"].elements.filter {
                $0["to"] != .string(address.lowercased())
            }
            let isLong = params.count > 1 && params[1] == true
            return block.with("transactions", .array(isLong ? left : left.map { $0["hash"] }))
        default: return try await truth(method, params)
        }
    }

    // MARK: more than there is

    func inventing(
        _ invention: FaultyProxy.Invention,
        _ method: String,
        _ params: [JSONValue]
    ) async throws -> JSONValue {
        let block = try await truth(
            "eth_getBlockByNumber",
            [EVMNode.quantity(invention.height), false]
        )
        guard block != .null else { return try await truth(method, params) }
        let isAsked = params.first == .string(invention.txid)
        switch method {
        case "eth_getTransactionByHash" where isAsked: return transaction(invention, block)
        case "eth_getTransactionReceipt" where isAsked: return receipt(invention, block)
        case "eth_getBlockByNumber", "eth_getBlockByHash":
            let result = try await truth(method, params)
            guard result["hash"] == block["hash"] else { return result }
            let isLong = params.count > 1 && params[1] == true
            let more: JSONValue = isLong ? transaction(invention, block) : .string(invention.txid)
            return result.with("transactions", .array(result["transactions"].elements + [more]))
                .with("logsBloom", .string(Self.fullBloom))
        case "eth_getLogs":
            var logs = try await truth(method, params).elements
            let event = transferEvent(invention, block)
            if invention.token != nil, try await isWanted(event, by: params.first ?? .null) {
                let after = logs.firstIndex {
                    EVMNode.number($0["blockNumber"]) ?? 0 > invention.height
                }
                logs.insert(event, at: after ?? logs.endIndex)
            }
            return .array(logs)
        case "eth_getBalance":
            let result = try await truth(method, params)
            guard invention.token == nil, params.first?.text?.lowercased() == invention.receiver,
                try await height(params.last ?? "latest") >= invention.height,
                let units = result.text.flatMap({ UInt128($0.dropFirst(2), radix: 16) })
            else { return result }
            return .string("0x" + String(units + invention.units, radix: 16))
        default: return try await truth(method, params)
        }
    }

    private func place(_ invention: FaultyProxy.Invention, _ block: JSONValue) -> JSONValue {
        [
            "blockHash": block["hash"], "blockNumber": block["number"],
            "transactionHash": .string(invention.txid),
            "transactionIndex": EVMNode.quantity(block["transactions"].elements.count),
        ]
    }

    private func transaction(_ invention: FaultyProxy.Invention, _ block: JSONValue) -> JSONValue {
        let isNative = invention.token == nil
        return place(invention, block)
            .with("hash", .string(invention.txid))
            .with("from", .string(Self.sender))
            .with("to", .string(invention.token ?? invention.receiver))
            .with("value", isNative ? .string(Self.quantity(invention.units)) : "0x0")
            .with("input", isNative ? "0x" : "0xa9059cbb")
            .with("nonce", "0x0").with("gas", "0xf4240").with("gasPrice", "0x3b9aca00")
            .with("type", "0x2")
    }

    private func receipt(_ invention: FaultyProxy.Invention, _ block: JSONValue) -> JSONValue {
        place(invention, block)
            .with("from", .string(Self.sender))
            .with("to", .string(invention.token ?? invention.receiver))
            .with("contractAddress", .null)
            .with("status", "0x1").with("gasUsed", "0xc350").with("cumulativeGasUsed", "0xc350")
            .with("effectiveGasPrice", "0x3b9aca00").with("type", "0x2")
            .with("logs", invention.token == nil ? [] : [transferEvent(invention, block)])
    }

    private func transferEvent(_ invention: FaultyProxy.Invention, _ block: JSONValue) -> JSONValue
    {
        let digits = String(invention.units, radix: 16)
        return place(invention, block)
            .with("address", .string(invention.token ?? ""))
            .with(
                "topics",
                [
                    .string(Self.transferTopic), .string(Self.topic(Self.sender)),
                    .string(Self.topic(invention.receiver)),
                ]
            )
            .with("data", .string("0x" + String(repeating: "0", count: 64 - digits.count) + digits))
            .with("logIndex", .string(Self.someLogIndex))
            .with("removed", false)
    }

    /// Whether a filter of `eth_getLogs` finds a log.
    private func isWanted(_ log: JSONValue, by filter: JSONValue) async throws -> Bool {
        if filter["blockHash"] != .null {
            guard filter["blockHash"] == log["blockHash"] else { return false }
        } else {
            let height = EVMNode.number(log["blockNumber"]) ?? 0
            let first = try await self.height(filter["fromBlock"])
            let last = try await self.height(filter["toBlock"])
            guard first <= height, height <= last else { return false }
        }
        guard Self.matches(log["address"], filter["address"]) else { return false }
        let topics = filter["topics"].elements
        return topics.count <= log["topics"].elements.count
            && topics.indices.allSatisfy { Self.matches(log["topics"][$0], topics[$0]) }
    }

    /// Null finds anything, a list any of several.
    private static func matches(_ value: JSONValue, _ wanted: JSONValue) -> Bool {
        let choices = wanted.text.map { [$0] } ?? wanted.elements.compactMap(\.text)
        return choices.isEmpty || choices.contains { $0.lowercased() == value.text }
    }

    /// What a tag or a quantity means here.
    private func height(_ place: JSONValue) async throws -> Int {
        if let number = EVMNode.number(place) { return number }
        if place == "earliest" { return 0 }
        return EVMNode.number(try await truth("eth_blockNumber", [])) ?? 0
    }

    private static func topic(_ address: String) -> String {
        "0x" + String(repeating: "0", count: 24) + address.lowercased().dropFirst(2)
    }

    private static func quantity(_ units: UInt128) -> String {
        "0x" + String(units, radix: 16)
    }
}

extension JSONValue {
    /// An object with a field more, or with another value for it.
    func with(_ field: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var fields) = self else { return self }
        fields[field] = value
        return .object(fields)
    }
}
