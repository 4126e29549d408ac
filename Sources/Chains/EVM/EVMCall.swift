import Payments

/// What a waiting transaction offers and calls, which only matters as long as it waits.
struct EVMCall: Sendable, Hashable {
    /// A token's transfer that is going to be made.
    struct TokenTransfer: Sendable, Hashable {
        let receiver: EVMWord
        /// Nil where 128 bits are not enough.
        let amount: UInt128?
    }

    /// The most that a unit of gas may cost it, in smallest units.
    let gasPriceMax: UInt128?
    /// The transfer that it asks of the contract it calls, where it plainly asks for one.
    let transfer: TokenTransfer?

    /// The first eight digits of what calls `transfer(address,uint256)` of EIP-20.
    private static let transferSelector = "0xa9059cbb"
    /// The same of `transferFrom(address,address,uint256)`.
    private static let transferFromSelector = "0x23b872dd"
    /// The longest input that is looked into.
    private static let inputDigitsMax = 2 + 8 + 3 * EVMWord.digitCount

    /// Reads a transaction under the names of the protocol.
    static func read(_ fragment: JSONFragment) throws(ChainError) -> EVMCall {
        var scanner = JSONScanner(fragment)
        var price: EVMWord?
        var priceMax: EVMWord?
        var transfer: TokenTransfer?
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("gasPrice", key) {
                price = try scanner.quantity()
            } else if scanner.spells("maxFeePerGas", key) {
                priceMax = try scanner.quantity()
            } else if scanner.spells("input", key), try scanner.kind() == .text {
                let input = try scanner.text()
                guard input.count <= inputDigitsMax else { continue }
                transfer = self.transfer(
                    in: String(decoding: scanner.bytes[input], as: UTF8.self)
                )
            } else {
                try scanner.skip()
            }
        }
        return EVMCall(gasPriceMax: (priceMax ?? price)?.uint128, transfer: transfer)
    }

    private static func transfer(in input: String) -> TokenTransfer? {
        let selector = input.prefix(transferSelector.count).lowercased()
        let rest = Array(input.dropFirst(selector.count))
        guard rest.count.isMultiple(of: EVMWord.digitCount) else { return nil }
        var words: [EVMWord] = []
        for start in stride(from: 0, to: rest.count, by: EVMWord.digitCount) {
            guard let word = EVMWord("0x" + String(rest[start..<(start + EVMWord.digitCount)]))
            else { return nil }
            words.append(word)
        }
        switch (selector, words.count) {
        case (transferSelector, 2): break
        case (transferFromSelector, 3): words.removeFirst()
        default: return nil
        }
        guard words[0].isAccount else { return nil }
        return TokenTransfer(receiver: words[0], amount: words[1].uint128)
    }
}
