import Foundation

extension EVMNode {
    /// The payers' addresses.
    package func accounts() async throws -> [String] {
        try await rpc("eth_accounts").elements.compactMap(\.text)
    }

    /// What an address has of the chain's own coin.
    package func balance(of address: String) async throws -> String {
        let quantity = try await text("eth_getBalance", .string(address), "latest")
        guard let units = UInt128(quantity.dropFirst(2), radix: 16) else {
            throw RigError.malformed(method: "eth_getBalance")
        }
        return "\(units)"
    }

    /// What an address has of a token.
    package func balance(of address: String, token: String) async throws -> String {
        try await text(
            "florin_read",
            .string(token),
            "balanceOf",
            [.string(address)]
        )
    }

    /// Pays in the chain's own coin; the txid.
    @discardableResult
    package func pay(to address: String, units: String, payer: Int = 0) async throws -> String {
        try await text("florin_pay", .string(address), .string(units), .number(.init(payer)))
    }

    // MARK: tokens

    /// Puts an ERC-20 token on the chain, all of it owned by payer 0; its address.
    ///
    /// Nothing keeps it from having the ticker of another.
    package func deployToken(symbol: String, decimals: Int) async throws -> String {
        try await deploy(
            "token",
            [.string(symbol), .string(symbol), .string("\(decimals)"), Self.supply]
        )
    }

    /// Puts a token on the chain that keeps 1 % of every transfer; its address.
    package func deployFeeToken(symbol: String, decimals: Int) async throws -> String {
        try await deploy(
            "feetoken",
            [.string(symbol), .string(symbol), .string("\(decimals)"), Self.supply]
        )
    }

    /// Transfers a token that payer 0 has all of; the txid.
    @discardableResult
    package func transfer(
        _ token: String,
        to address: String,
        units: String,
        payer: Int = 0
    ) async throws -> String {
        try await invoke(token, "transfer", [.string(address), .string(units)], payer: payer)
    }

    /// Makes several transfers of a token in one transaction; the txid.
    @discardableResult
    package func transfer(
        _ token: String,
        toMany shares: [(address: String, units: String)]
    ) async throws -> String {
        try await invoke(token, "transferMany", Self.columns(shares))
    }

    /// Transfers of a token what the payer has not got; the txid of a transaction that fails.
    @discardableResult
    package func failTransfer(
        _ token: String,
        to address: String,
        units: String
    ) async throws -> String {
        try await transfer(token, to: address, units: units, payer: Self.payerWithoutTokens)
    }

    // MARK: payments that no transaction is addressed for

    /// Puts a contract on the chain that pays on to others; its address.
    package func deploySplitter() async throws -> String { try await deploy("splitter", []) }

    /// Pays several in the chain's own coin through a contract; the txid.
    @discardableResult
    package func payThrough(
        _ splitter: String,
        to shares: [(address: String, units: String)],
        payer: Int = 0
    ) async throws -> String {
        let whole = shares.compactMap { UInt128($0.units) }.reduce(0, +)
        return try await invoke(
            splitter,
            "pay",
            Self.columns(shares),
            units: "\(whole)",
            payer: payer
        )
    }

    /// Pays through a contract that fails at the end; the txid of a transaction that fails.
    @discardableResult
    package func failThrough(
        _ splitter: String,
        to address: String,
        units: String
    ) async throws -> String {
        try await invoke(splitter, "payAndFail", [.string(address)], units: units)
    }

    /// Pays in a call that fails inside a transaction that succeeds; nothing arrives.
    @discardableResult
    package func payInVain(
        _ splitter: String,
        to address: String,
        units: String
    ) async throws -> String {
        try await invoke(splitter, "payInVain", [.string(address)], units: units)
    }

    // MARK: lies

    /// Puts a contract on the chain that says of transfers whatever it is told; its address.
    package func deploySpam(symbol: String, decimals: Int) async throws -> String {
        try await deploy("spam", [.string(symbol), .string(symbol), .string("\(decimals)")])
    }

    /// Has a contract of lies tell of transfers, as often as wanted in one transaction; the txid.
    @discardableResult
    package func fakeTransfer(
        _ spam: String,
        to address: String,
        units: String,
        count: Int = 1
    ) async throws -> String {
        let sender = try await accounts()[0]
        return try await invoke(
            spam,
            "fake",
            [.string(sender), .string(address), .string(units), .string("\(count)")],
            gas: Self.gasMax
        )
    }

    /// Has a contract of lies emit any topics, four at most, with any data; the txid.
    @discardableResult
    package func oddLog(_ spam: String, topics: [String], data: String) async throws -> String {
        try await invoke(spam, "odd", [.array(topics.map { .string($0) }), .string(data)])
    }

    // MARK: contracts

    /// Puts a contract of `Tests/Python/contracts` on the chain; its address.
    package func deploy(_ name: String, _ arguments: [JSONValue]) async throws -> String {
        try await text("florin_deploy", .string(name), .array(arguments))
    }

    /// Calls a function of a deployed contract in a transaction; the txid, also where it fails.
    @discardableResult
    package func invoke(
        _ contract: String,
        _ function: String,
        _ arguments: [JSONValue],
        units: String = "0",
        payer: Int = 0,
        gas: Int = gasDefault
    ) async throws -> String {
        try await text(
            "florin_invoke",
            .string(contract),
            .string(function),
            .array(arguments),
            .string(units),
            .number(.init(payer)),
            .number(.init(gas))
        )
    }

    /// What a call may burn unless it is told otherwise; a block has room for thirty.
    package static let gasDefault = 1_000_000
    private static let gasMax = 25_000_000
    private static let supply: JSONValue = "1000000000000000000000000000000"
    private static let payerWithoutTokens = 9

    private static func columns(_ shares: [(address: String, units: String)]) -> [JSONValue] {
        [.array(shares.map { .string($0.address) }), .array(shares.map { .string($0.units) })]
    }
}
