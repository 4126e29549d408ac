import FlorinClient

/// The code of `Docs/CLIENT.md`, so that it compiles; a test compares the two.
enum ClientGuide {
    static func payOnOnchainPay(publicKey: String, privateKey: String) async throws -> String {
        let client = OnchainPayClient(
            baseURL: "https://pay.example/api-gateway",
            publicKey: publicKey,
            privateKey: privateKey
        )

        var draft = OnchainPayInvoice.Draft(
            externalID: "order-7001",
            currency: "EUR",
            amount: "49.90"
        )
        draft.description = "Tea & cups"
        draft.lifetimeMinutes = 45
        draft.coins = [.init("USDT", networks: ["tron"]), .init("BTC")]
        draft.webhookURL = "https://shop.example/hooks/onchainpay"
        let invoice = try await client.makeInvoice(draft)
        return invoice.invoiceLink
    }

    static func payOnOkiPays(token: String, secret: String) async throws -> String {
        let client = FlorinClient.OkiPaysClient(
            baseURL: "https://pay.example/v1",
            token: token,
            secret: secret
        )
        let order = try await client.createOrder(
            .init(orderID: "7001", priceCurrency: "EUR", price: "49.90")
        )
        return order.link
    }

    static func hear(
        body: [UInt8],
        signature: String?,
        privateKey: String,
        client: OnchainPayClient
    ) async throws -> Int {
        let verifier = WebhookVerifier(secret: privateKey)
        switch verifier.onchainPay(body, signature: signature) {
        case .refused:
            return 400
        case .genuine(.invoice(let news)):
            if let invoice = try await client.invoice(id: news.id), invoice.status.isPaid {
                try await ship(invoice.externalID)
            }
            return 200
        case .genuine:
            return 200
        }
    }

    static func hearOkiPays(
        body: [UInt8],
        sign: String?,
        secret: String,
        client: FlorinClient.OkiPaysClient
    ) async throws -> (status: Int, body: String) {
        switch WebhookVerifier(secret: secret).okiPays(body, sign: sign) {
        case .refused:
            return (400, "")
        case .genuine(let news):
            guard let order = try await client.order(news.orderID), order.status.isPaid else {
                return (200, OkiPaysReply.done.body)
            }
            try await ship(order.orderID)
            return (200, OkiPaysReply.done.body)
        }
    }

    static func tell(
        _ client: OnchainPayClient,
        _ draft: OnchainPayInvoice.Draft
    ) async throws -> String {
        do {
            return try await client.makeInvoice(draft).invoiceLink
        } catch .refused(let refusal) where refusal.isConflict {
            throw ShopError.orderHasAnotherPrice
        } catch let error where error.isOutcomeUnknown {
            throw ShopError.askAgainLater
        } catch {
            throw ShopError.noPaymentNow
        }
    }

    static func askAgain(
        _ client: FlorinClient.OkiPaysClient,
        _ draft: OkiPaysOrder.Draft
    ) async throws -> OkiPaysOrder {
        if let order = try await client.order(draft.orderID) { return order }
        return try await client.createOrder(draft)
    }

    enum ShopError: Error {
        case orderHasAnotherPrice
        case askAgainLater
        case noPaymentNow
    }

    private static func ship(_ orderID: String?) async throws {}
}
