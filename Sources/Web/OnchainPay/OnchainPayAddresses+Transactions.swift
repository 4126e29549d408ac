import Gateway
import Payments
import Wire

extension OnchainPayAddresses {
    /// A page of what came to an address, and how much there is.
    func transactions(_ request: OnchainPayRequest) async throws -> JSONValue {
        let (shown, count) = try await page(request)
        return ["count": .integer(count), "transactions": .array(shown)]
    }

    /// The same as a bare list, for the Go client, which is known by the path it writes.
    func transactionList(_ request: OnchainPayRequest) async throws -> JSONValue {
        .array(try await page(request).shown)
    }

    private func page(
        _ request: OnchainPayRequest
    ) async throws -> (shown: [JSONValue], count: Int) {
        let fields = request.fields
        let id = try fields.requiredUUID("id")
        let states = try fields.states()
        let page = try fields.page()
        let isOutgoing = try fields.text("type")?.lowercased() == "withdrawal"
        guard let address = try await ledger.address(id: id, of: request.caller) else {
            throw OnchainPayFault.addressNotFound
        }
        if isOutgoing { return ([], 0) }
        let fitting = try await ledger.transfers(to: address)
            .filter { states?.contains($0.state) ?? true }
        return (fitting.part(page).map(Self.transaction), fitting.count)
    }

    /// What came last to an address that is named by `id` or written as `address`; else null.
    func lastTransaction(_ request: OnchainPayRequest) async throws -> JSONValue {
        let found: [LedgerAddress]
        if request.fields["id"] != nil {
            let id = try request.fields.requiredUUID("id")
            found = try await ledger.address(id: id, of: request.caller).map { [$0] } ?? []
        } else {
            let text = try request.fields.requiredText("address")
            found = try await ledger.addresses(spelled: text, of: request.caller)
        }
        guard !found.isEmpty else { throw OnchainPayFault.addressNotFound }
        var last: TransferRecord?
        for address in found {
            guard let next = try await ledger.transfers(to: address).first else { continue }
            if let last, next.arrivedAt <= last.arrivedAt { continue }
            last = next
        }
        return last.map(Self.transaction) ?? nil
    }

    /// Who sent it is not known to Florin, which looks at what addresses receive.
    private static func transaction(_ record: TransferRecord) -> JSONValue {
        let transfer = record.transfer
        let id = OnchainPayTransactions.id(of: transfer)
        return [
            "id": .string(id),
            "status": .string(OnchainPayTransactions.word(for: record.state)),
            "type": "deposit",
            "currency": .string(transfer.amount.asset.ticker),
            "network": .string(transfer.id.network.name),
            "addressFrom": nil,
            "addressTo": .string(transfer.address),
            "amount": .string(transfer.amount.decimal),
            "tx": .string(transfer.id.txid),
            "feeCurrency": nil,
            "feeAmount": nil,
            "feeAmountUSD": nil,
            "withdrawalId": nil,
            "orphanDepositId": record.purpose.isOrphan ? .string(id) : nil,
            "createdAt": .moment(record.arrivedAt),
        ]
    }
}
