import Wire

extension OnchainPayClient {
    /// Makes an order: an amount of one coin on one network, with an address at once (A5.9).
    ///
    /// The API has no id of the shop's that opens one order only. After an unknown outcome look for
    /// the label in ``orders(status:limit:offset:)`` before making it again; where a customer must
    /// never be asked twice, make an invoice that offers one coin instead.
    ///
    /// - Parameter draft: What the payer is to pay.
    /// - Returns: The order with its address and the link of its page.
    /// - Throws: ``ClientError``; see its `isOutcomeUnknown`.
    public func makeOrder(
        _ draft: OnchainPayOrder.Draft
    ) async throws(ClientError) -> OnchainPayOrder {
        try await call("make-order", draft.fields, OnchainPayOrder.init(made:))
    }

    /// Asks for an order by the gateway's id (API contract A5.10).
    ///
    /// - Parameter id: The `id` of the order.
    /// - Returns: The order as it is now; nil where the merchant has none of that id.
    /// - Throws: ``ClientError``; the call changes nothing and can be repeated.
    public func order(id: String) async throws(ClientError) -> OnchainPayOrder? {
        try await found("order", JSONObject(["orderId": id]), OnchainPayOrder.init(asked:))
    }

    /// Lists the merchant's orders, newest first (API contract A5.11).
    ///
    /// - Parameters:
    ///   - status: Only orders in one of these; empty for all.
    ///   - limit: How many at most, from 1 to 1,000.
    ///   - offset: How many of the newest to leave out.
    /// - Returns: A page, and how many orders there are in all.
    /// - Throws: ``ClientError``; the call changes nothing and can be repeated.
    public func orders(
        status: [OnchainPayOrder.Status] = [],
        limit: Int = 100,
        offset: Int = 0
    ) async throws(ClientError) -> OnchainPayPage<OnchainPayOrder> {
        try await call(
            "orders",
            JSONObject(status: status.map(\.rawValue), limit: limit, offset: offset)
        ) { (fields) throws(AnswerFields.Fault) in
            OnchainPayPage(
                items: try fields.list("orders", of: OnchainPayOrder.init(asked:)),
                total: Int(try fields.integer("total"))
            )
        }
    }
}
