package import Foundation

extension Litecoind {
    /// An output of the wallet that a test spends on purpose.
    package struct Coinage: Sendable, Hashable {
        /// The transaction it is an output of.
        package let txid: String
        /// Its number there.
        package let output: Int
        /// What it is worth.
        package let amount: Decimal
    }

    /// Creates the wallet that the other helpers use; one a node.
    package func createWallet(_ name: String = "rig") async throws {
        try await rpc("createwallet", .string(name))
    }

    /// A fresh address of the wallet: `legacy`, `p2sh-segwit`, `bech32` or `mweb`.
    package func newAddress(_ type: String = "bech32") async throws -> String {
        try await text("getnewaddress", "", .string(type))
    }

    /// Pays an amount given as decimal text; the txid.
    @discardableResult
    package func send(to address: String, amount: String) async throws -> String {
        try await text("sendtoaddress", .string(address), .string(amount))
    }

    /// Pays several outputs in one transaction, in this order, and change behind them; the txid.
    ///
    /// An address may come twice, which the node's own calls refuse to make: the second output is
    /// made for another address of the same kind, whose script is then exchanged.
    @discardableResult
    package func send(outputs: [(address: String, amount: String)]) async throws -> String {
        var taken: Set<String> = []
        var exchanges: [(made: String, wanted: String)] = []
        var fields: [JSONValue] = []
        for (address, amount) in outputs {
            var target = address
            if !taken.insert(address).inserted {
                let wanted = try await script(of: address)
                let types = [44: "bech32", 46: "p2sh-segwit", 50: "legacy"]
                target = try await newAddress(types[wanted.count] ?? "bech32")
                exchanges.append((try await script(of: target), wanted))
            }
            fields.append(.object([target: .string(amount)]))
        }
        var raw = try await text("createrawtransaction", [], .array(fields))
        for exchange in exchanges {
            raw = raw.replacingOccurrences(of: exchange.made, with: exchange.wanted)
        }
        let options: JSONValue = [
            "changePosition": .number(Decimal(outputs.count)), "replaceable": true,
        ]
        let funded = try await rpc("fundrawtransaction", .string(raw), options)
        guard let hex = funded["hex"].text else {
            throw RigError.malformed(method: "fundrawtransaction")
        }
        return try await signAndSend(hex)
    }

    /// Pays an amount from one coin so that it can be replaced; also what was spent.
    package func sendReplaceable(
        to address: String,
        amount: String
    ) async throws -> (txid: String, spent: Coinage) {
        let coins = try await rpc("listunspent", 1, 9_999_999).elements.compactMap { entry in
            if let txid = entry["txid"].text, let output = entry["vout"].integer,
                case .number(let amount) = entry["amount"]
            {
                Coinage(txid: txid, output: output, amount: amount)
            } else {
                nil
            }
        }
        guard let spent = coins.max(by: { $0.amount < $1.amount }) else {
            throw RigError.refused(method: "listunspent", code: nil, message: "no coins")
        }
        return (try await spend(spent, to: address, amount: amount, fee: "0.0001"), spent)
    }

    /// Double-spends a coin with a higher fee, which replaces what spent it before; the txid.
    @discardableResult
    package func replace(
        _ spent: Coinage,
        to address: String,
        amount: String
    ) async throws -> String {
        try await spend(spent, to: address, amount: amount, fee: "0.01")
    }

    private func spend(
        _ coin: Coinage,
        to address: String,
        amount: String,
        fee: String
    ) async throws -> String {
        guard let paid = Decimal(string: amount), let fee = Decimal(string: fee) else {
            throw RigError.malformed(method: "spend")
        }
        // BIP125: a sequence below 0xfffffffe says that the transaction may be replaced.
        let input: JSONValue = [
            "txid": .string(coin.txid), "vout": .number(Decimal(coin.output)),
            "sequence": 0xffff_fffd,
        ]
        let change = JSONValue.string("\(coin.amount - paid - fee)")
        let outputs: [JSONValue] = [
            .object([address: .string(amount)]), .object([try await newAddress(): change]),
        ]
        return try await signAndSend(
            try await text("createrawtransaction", [input], .array(outputs))
        )
    }

    private func signAndSend(_ raw: String) async throws -> String {
        let signed = try await rpc("signrawtransactionwithwallet", .string(raw))
        guard let hex = signed["hex"].text else {
            throw RigError.malformed(method: "signrawtransactionwithwallet")
        }
        return try await text("sendrawtransaction", .string(hex))
    }

    private func script(of address: String) async throws -> String {
        guard let script = try await rpc("getaddressinfo", .string(address))["scriptPubKey"].text
        else { throw RigError.malformed(method: "getaddressinfo") }
        return script
    }

    func text(_ method: String, _ params: JSONValue...) async throws -> String {
        guard let text = try await rpc(method, params: params).text else {
            throw RigError.malformed(method: method)
        }
        return text
    }
}
