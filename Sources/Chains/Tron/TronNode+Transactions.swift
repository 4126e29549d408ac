import FoundationEssentials

extension TronNode {
    /// A transaction in a block or on its way into one.
    struct Sighting: Sendable {
        let transaction: TronTransaction
        /// Nil while it waits.
        let receipt: TronReceipt?
    }

    /// An answer that is `{}` where there is nothing.
    private struct Perhaps<Value: Decodable & Sendable>: Decodable, Sendable {
        let value: Value?

        private enum Keys: String, CodingKey { case id, txID }

        init(from decoder: any Decoder) throws {
            let keys = try decoder.container(keyedBy: Keys.self).allKeys
            value = keys.isEmpty ? nil : try Value(from: decoder)
        }
    }

    /// A transaction by its hash; nil where the server does not know it.
    func sighting(of txid: String) async throws(ChainError) -> Sighting? {
        let question: Question = ["value": .text(txid)]
        let mined = try await ask(
            "/wallet/gettransactionbyid",
            question,
            as: Perhaps<TronTransaction>.self
        ).value.value
        guard let mined else {
            return try await waiting(txid).map { Sighting(transaction: $0, receipt: nil) }
        }
        guard mined.txid == txid else {
            throw .malformed(what: "another transaction than asked for")
        }
        let receipt = try await ask(
            "/wallet/gettransactioninfobyid",
            question,
            as: Perhaps<TronReceipt>.self
        ).value.value
        if let receipt, receipt.txid != txid {
            throw .malformed(what: "another receipt than asked for")
        }
        return Sighting(transaction: mined, receipt: receipt)
    }

    private func waiting(_ txid: String) async throws(ChainError) -> TronTransaction? {
        do throws(ChainError) {
            let found = try await ask(
                "/wallet/gettransactionfrompending",
                ["value": .text(txid)],
                as: Perhaps<TronTransaction>.self
            ).value.value
            return found?.txid == txid ? found : nil
        } catch .refused(let status) where Self.statusesOfMissingPaths.contains(status) {
            return nil
        } catch .node {
            return nil
        }
    }
}
