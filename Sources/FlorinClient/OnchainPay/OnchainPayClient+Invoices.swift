import Wire

extension OnchainPayClient {
    /// Makes an invoice (API contract A5.6).
    ///
    /// The external id makes it safe to repeat: the same draft again gives the invoice that was
    /// made first, another draft with that id is refused, and the refusal's `isConflict` is true.
    /// So after an unknown outcome call this again with the same draft.
    ///
    /// - Parameter draft: What the payer is to pay.
    /// - Returns: The invoice with the link of its page.
    /// - Throws: ``ClientError``; see its `isOutcomeUnknown`.
    public func makeInvoice(
        _ draft: OnchainPayInvoice.Draft
    ) async throws(ClientError) -> OnchainPayInvoice {
        try await call("make-invoice", draft.fields, OnchainPayInvoice.init)
    }

    /// Asks for an invoice by the gateway's id (API contract A5.7).
    ///
    /// - Parameter id: The `id` of the invoice.
    /// - Returns: The invoice as it is now; nil where the merchant has none of that id.
    /// - Throws: ``ClientError``; the call changes nothing and can be repeated.
    public func invoice(id: String) async throws(ClientError) -> OnchainPayInvoice? {
        try await found("get-invoice", JSONObject(["invoiceId": id]), OnchainPayInvoice.init)
    }

    /// Asks for an invoice by the shop's own id: Florin's own addition to the API.
    ///
    /// - Parameter externalID: The id that the invoice was made with.
    /// - Returns: The invoice as it is now; nil where the merchant has none of that id.
    /// - Throws: ``ClientError``; the call changes nothing and can be repeated.
    public func invoice(externalID: String) async throws(ClientError) -> OnchainPayInvoice? {
        try await found(
            "get-invoice",
            JSONObject(["externalId": externalID]),
            OnchainPayInvoice.init
        )
    }

    /// Lists the merchant's invoices, newest first (API contract A5.8).
    ///
    /// - Parameters:
    ///   - status: Only invoices in one of these; empty for all.
    ///   - limit: How many at most, from 1 to 1,000.
    ///   - offset: How many of the newest to leave out.
    /// - Returns: A page, and how many invoices there are in all.
    /// - Throws: ``ClientError``; the call changes nothing and can be repeated.
    public func invoices(
        status: [OnchainPayInvoice.Status] = [],
        limit: Int = 100,
        offset: Int = 0
    ) async throws(ClientError) -> OnchainPayPage<OnchainPayInvoice> {
        try await call(
            "get-invoices",
            JSONObject(status: status.map(\.rawValue), limit: limit, offset: offset)
        ) { (fields) throws(AnswerFields.Fault) in
            OnchainPayPage(
                items: try fields.list("invoices", of: OnchainPayInvoice.init),
                total: Int(try fields.integer("total"))
            )
        }
    }
}
