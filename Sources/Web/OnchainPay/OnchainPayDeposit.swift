import Payments
import Wire

/// Writes deposits to static addresses (API contract A5.12 and A7).
enum OnchainPayDeposit {
    /// What a webhook tells about a deposit.
    static func webhook(
        of deposit: Deposit,
        state: Deposit.State,
        customer: Customer?,
        named webhook: WebhookID
    ) -> JSONValue {
        var object = JSONObject([("webhookId", .string(webhook.text))])
        for member in members(of: deposit, state: state, customer: customer) {
            object[member.key] = member.value
        }
        return .object(object)
    }

    /// A deposit as answers show it.
    static func object(of deposit: Deposit, customer: Customer?) -> JSONValue {
        .object(JSONObject(members(of: deposit, state: deposit.state, customer: customer)))
    }

    private static func members(
        of deposit: Deposit,
        state: Deposit.State,
        customer: Customer?
    ) -> [JSONObject.Member] {
        [
            ("id", .string(deposit.id.text)),
            ("event", "DEPOSIT_PERSONAL"),
            ("status", .string(OnchainPayTransactions.word(for: state))),
            ("userId", .optional(customer?.id.text)),
            ("clientId", .optional(customer?.reference)),
            ("addressId", .string(deposit.address.id.text)),
            ("addressTo", .string(deposit.transfer.address)),
            ("amount", .string(deposit.transfer.amount.decimal)),
            ("currency", .string(deposit.transfer.amount.asset.ticker)),
            ("network", .string(deposit.transfer.id.network.name)),
            ("tx", .string(deposit.transfer.id.txid)),
            ("confirmations", .string(String(deposit.confirmations))),
            ("createdAt", .moment(deposit.arrivedAt)),
        ]
    }
}
