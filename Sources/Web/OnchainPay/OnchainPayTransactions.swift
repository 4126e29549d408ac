import Gateway
import Payments
import Wire

/// Writes transactions and orphan deposits (API contract A5.10).
struct OnchainPayTransactions {
    let gateway: Gateway

    /// The transfers of an invoice that were made in the coin asked for.
    ///
    /// `choice`: Leaves out what went to other choices' addresses; nil keeps everything.
    /// `confirmationsAsText`: Webhooks write confirmations as a string, answers as a number
    /// (API contract D, OnchainPay 19).
    func list(
        of stored: InvoiceRecord,
        choice: ChoiceID?,
        confirmationsAsText: Bool
    ) -> JSONValue {
        let facts = stored.facts.transfers.filter { fact in
            !fact.rating.isSetAside && (choice == nil || fact.choice == choice)
        }
        return .array(
            facts.map { fact in
                let depth = stored.facts.confirmations(of: fact)
                return transaction(
                    fact,
                    status: status(of: fact, in: stored),
                    confirmations: confirmationsAsText
                        ? .string(String(depth)) : .integer(depth)
                )
            }
        )
    }

    private func status(of fact: TransferFact, in stored: InvoiceRecord) -> String {
        fact.rating == .awaited ? "pending" : Self.word(for: state(of: fact, in: stored))
    }

    private func state(of fact: TransferFact, in stored: InvoiceRecord) -> Deposit.State {
        Deposit.State(
            position: fact.position,
            isFinal: fact.isFinal,
            confirmations: stored.facts.confirmations(of: fact),
            needed: stored.facts.choices.first { $0.id == fact.choice }?.confirmations ?? 1
        )
    }

    /// The status word of a transaction or a deposit.
    static func word(for state: Deposit.State) -> String {
        switch state {
        case .pending: "pending"
        case .processed: "processed"
        case .lost: "rejected"
        }
    }

    private func transaction(
        _ fact: TransferFact,
        status: String,
        confirmations: JSONValue
    ) -> JSONValue {
        let amount = fact.transfer.amount
        let price = dollars(of: amount)
        return [
            "id": .string(Self.id(of: fact.transfer)),
            "status": .string(status),
            "currency": .string(amount.asset.ticker),
            "network": .string(fact.transfer.id.network.name),
            "amount": .string(amount.decimal),
            "tx": .string(fact.transfer.id.txid),
            "confirmations": confirmations,
            "sender": nil,
            "priceUSD": .string(price.one),
            "amountUSD": .string(price.all),
        ]
    }

    /// What names a transfer: its network, transaction and output.
    static func id(of transfer: Transfer) -> String {
        "\(transfer.id.network.name):\(transfer.id.txid):\(transfer.id.index)"
    }

    /// What one whole unit and the whole amount are worth in dollars now; "0" where it was never
    /// known.
    func dollars(of amount: Amount) -> (one: String, all: String) {
        guard let price = gateway.board.dollars(of: amount.asset.ticker),
            let whole = try? Ratio(amount.units, over: amount.asset.unitsPerWhole),
            let all = try? whole.multiplied(by: price)
        else { return ("0", "0") }
        return (OnchainPayText.price(price), all.decimal(places: 8))
    }

    /// Transfers to an invoice's addresses in another asset than was asked for.
    func orphans(of stored: InvoiceRecord, choice: ChoiceID?) -> JSONValue {
        let foreign = stored.facts.transfers.filter { fact in
            fact.rating.isSetAside && (choice == nil || fact.choice == choice)
        }
        return .array(
            foreign.map { fact in
                Self.orphan(
                    fact.transfer,
                    choice: fact.choice,
                    merchant: stored.invoice.merchant,
                    state: state(of: fact, in: stored),
                    message: Self.foreignMessage,
                    arrivedAt: fact.arrivedAt
                )
            }
        )
    }

    /// Why a transfer in another asset is an orphan.
    static let foreignMessage = "It came in another coin than was asked for."

    /// An orphan deposit: money that belongs to no open invoice.
    static func orphan(
        _ transfer: Transfer,
        choice: ChoiceID?,
        merchant: MerchantID,
        state: Deposit.State,
        message: String,
        arrivedAt: Instant
    ) -> JSONValue {
        let status =
            switch state {
            case .pending: "PENDING"
            case .processed: "PROCESSED"
            case .lost: "REJECTED"
            }
        return [
            "id": .string(id(of: transfer)),
            "organizationId": .string(merchant.text),
            "orderId": .optional(choice?.text),
            "stage": "DEPOSIT",
            "status": .string(status),
            "message": .string(message),
            "currency": .string(transfer.amount.asset.ticker),
            "network": .string(transfer.id.network.name),
            "amount": .string(transfer.amount.decimal),
            // Florin holds no key that can spend: the merchant's own wallet moves the money on.
            "canWithdrawal": false,
            "inTransaction": [
                "addressType": "PAY_IN",
                "addressId": .string(choice?.text ?? transfer.address),
                "address": .string(transfer.address),
                "txId": .string(transfer.id.txid),
                "amount": .string(transfer.amount.decimal),
                "status": .string(status),
                "createdAt": .moment(arrivedAt),
            ],
            "outTransaction": nil,
            "outTransactions": nil,
            "createdAt": .moment(arrivedAt),
        ]
    }
}
