import Gateway
import Payments
import Wire

/// Orphan deposits: money that belongs to no open invoice and to no static address.
struct OnchainPayOrphans {
    /// Why money for an invoice that its merchant ended is an orphan.
    private static let endedMessage = "It came to an invoice that the merchant has ended."

    let ledger: LedgerDesk

    /// An orphan by its id.
    func get(_ request: OnchainPayRequest) async throws -> JSONValue {
        let text = try request.fields.requiredText("id")
        guard let id = Transfer.ID(written: text),
            let found = try await ledger.orphan(id, of: request.caller)
        else { throw OnchainPayFault.depositNotFound }
        return Self.object(of: found, for: request.caller)
    }

    /// The orphans that fit the filters; none was ever sent back by Florin.
    func list(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let id = try fields.text("id")
        let order = try fields.text("orderId")?.lowercased()
        let states = try fields.states()
        let isOutgoing = try fields.text("stage")?.uppercased() == "WITHDRAWAL"
        let page = try fields.page()
        if isOutgoing { return [] }
        let fitting = try await ledger.orphans(of: request.caller).filter { orphan in
            (id == nil || OnchainPayTransactions.id(of: orphan.transfer) == id)
                && (order == nil || orphan.choice?.text == order)
                && states?.contains(orphan.state) ?? true
        }
        return .array(fitting.part(page).map { Self.object(of: $0, for: request.caller) })
    }

    /// An orphan with why it is one.
    static func object(of record: TransferRecord, for caller: Caller) -> JSONValue {
        OnchainPayTransactions.orphan(
            record.transfer,
            choice: record.choice,
            merchant: caller.merchant.id,
            state: record.state,
            message: record.purpose == .ended
                ? endedMessage : OnchainPayTransactions.foreignMessage,
            arrivedAt: record.arrivedAt
        )
    }
}

extension Transfer.ID {
    /// Reads what `OnchainPayTransactions.id(of:)` writes: `litecoin:<txid>:0`.
    init?(written text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let index = UInt32(parts[2]) else { return nil }
        self.init(network: NetworkID(String(parts[0])), txid: String(parts[1]), index: index)
    }
}
