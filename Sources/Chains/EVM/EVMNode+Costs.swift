extension EVMNode {
    /// How many blocks' tips are looked at.
    private static let feeBlocks: UInt64 = 10
    /// 100,000 gwei: a server that asks more is not believed, and the catalogue's cost stands in.
    private static let gasPriceMax: UInt64 = 100_000_000_000_000

    /// What a unit of gas costs in the next block, tip included, in smallest units.
    func gasPrice() async throws(ChainError) -> UInt128 {
        do throws(ChainError) {
            let call = RPCCall(
                "eth_feeHistory",
                .text(EVMWord.quantity(Self.feeBlocks)),
                .text("latest"),
                .list([.number(50)])
            )
            let history = try await reply(to: call).value
            if let price = try Self.price(inHistory: history) {
                guard price <= UInt128(Self.gasPriceMax) else { throw history.malformed }
                return price
            }
        } catch .node {
            // A chain without EIP-1559 has no such call.
        }
        let answer = try await reply(to: RPCCall("eth_gasPrice")).value
        var scanner = JSONScanner(answer)
        guard let price = try scanner.quantity()?.uint64, price <= Self.gasPriceMax else {
            throw answer.malformed
        }
        return UInt128(price)
    }

    /// The next block's base fee and the median over blocks of the middle tip; nil where the
    /// history is empty.
    private static func price(inHistory answer: JSONFragment) throws(ChainError) -> UInt128? {
        if answer.isNull { return nil }
        var scanner = JSONScanner(answer)
        var baseFees: [UInt64] = []
        var tips: [UInt64] = []
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("baseFeePerGas", key) {
                baseFees = try prices(&scanner)
            } else if scanner.spells("reward", key), try scanner.kind() == .array {
                try scanner.enterArray()
                while try scanner.nextElement() { tips += try prices(&scanner) }
            } else {
                try scanner.skip()
            }
        }
        guard let baseFee = baseFees.last else { return nil }
        let tip = tips.isEmpty ? 0 : tips.sorted()[tips.count / 2]
        return UInt128(baseFee) + UInt128(tip)
    }

    /// Prices beyond 64 bits, 18 whole coins for a unit of gas, are no prices.
    private static func prices(_ scanner: inout JSONScanner) throws(ChainError) -> [UInt64] {
        guard try scanner.kind() == .array else {
            try scanner.skip()
            return []
        }
        var prices: [UInt64] = []
        try scanner.enterArray()
        while try scanner.nextElement() {
            guard let price = try scanner.quantity()?.uint64 else { throw scanner.malformed }
            prices.append(price)
        }
        return prices
    }

    /// The height of the best block and what the server says its time is.
    func height() async throws(ChainError) -> (height: UInt64, serverSeconds: Int64?) {
        let answer = try await reply(to: RPCCall("eth_blockNumber"))
        var scanner = JSONScanner(answer.value)
        guard let height = try scanner.quantity()?.uint64 else { throw answer.value.malformed }
        return (height, answer.serverSeconds)
    }

    /// Whether the server is catching up; one that does not say is not.
    func isSyncing() async throws(ChainError) -> Bool {
        do throws(ChainError) {
            let answer = try await reply(to: RPCCall("eth_syncing")).value
            var scanner = JSONScanner(answer)
            return try scanner.kind() == .object
        } catch .node {
            return false
        }
    }
}
