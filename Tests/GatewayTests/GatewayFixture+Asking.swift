import Chains
import Gateway
import Keys
import Payments

extension GatewayFixture {
    /// What became of a request, in a word, with the code of the invoice it led to.
    struct Asked: Sendable, Hashable {
        let word: String
        let code: String?
    }

    /// Asks for an invoice with a nonce of its own, as OnchainPay does.
    func ask(
        _ new: NewInvoice,
        by caller: Caller,
        nonce: String? = nil
    ) async throws -> (outcome: OpenOutcome, asked: Asked) {
        let proof = RequestProof.nonce(nonce ?? gateway.random.uuid())
        let outcome = try await invoices.open(new, by: caller, with: proof)
        let asked =
            switch outcome {
            case .opened(let stored): Asked(word: "opened", code: stored.invoice.code.text)
            case .repeated(let stored): Asked(word: "repeated", code: stored.invoice.code.text)
            default: Asked(word: "\(outcome)", code: nil)
            }
        return (outcome, asked)
    }

    /// The invoice that is opened for a request.
    func opened(_ new: NewInvoice, by caller: Caller) async throws -> InvoiceRecord {
        let outcome = try await ask(new, by: caller).outcome
        guard case .opened(let stored) = outcome else { throw Unexpected(what: "\(outcome)") }
        return stored
    }

    /// A request like the usual one, changed.
    func new(
        _ number: Int = 1,
        in coins: [Coin] = [GatewayFixture.ltc],
        _ change: (inout NewInvoice) throws -> Void
    ) rethrows -> NewInvoice {
        var new = new(number, in: coins)
        try change(&new)
        return new
    }

    /// Makes an asset cost so many dollars from now on.
    func take(_ dollars: String, of ticker: String) throws {
        let price = AssetPrice(
            ticker: ticker,
            dollars: try Ratio(decimal: dollars),
            time: clock.now,
            source: "test"
        )
        board.take([price])
    }

    /// An invoice as it is now.
    func now(_ stored: InvoiceRecord) async throws -> InvoiceRecord {
        guard let found = try await invoices.invoice(.id(stored.invoice.id)) else {
            throw Unexpected(what: "no invoice")
        }
        return found
    }

    /// Pays to an address of litecoin; answers the transaction's id.
    @discardableResult
    func pay(to address: String, units: UInt128) async throws -> String {
        let network = Self.ltc.network
        guard let chain = chains[network],
            let decoded = gateway.networks[network]?.addressFormat.decode(address)
        else { throw Unexpected(what: "no address") }
        return try await chain.pay(
            address: address,
            matchBytes: decoded.matchBytes,
            amount: Amount(units: units, of: Self.ltc.asset)
        )
    }
}
