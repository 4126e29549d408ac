package import Payments

extension WalletDesk {
    /// How long a test payment's invoice is open.
    private static let testSecondsOpen: Int64 = 3_600

    /// Opens an invoice in one coin, by which a merchant tries whether money arrives in its wallet;
    /// nil where the merchant has no key that it could belong to.
    ///
    /// The shop's software hears nothing of it.
    package func openTestPayment(
        of price: Amount,
        in coin: Coin,
        for merchant: MerchantID
    ) async throws -> OpenOutcome? {
        guard let caller = try await MerchantDesk(gateway).silentCaller(of: merchant) else {
            return nil
        }
        let now = gateway.time.now()
        var new = NewInvoice(
            externalID: nil,
            price: price,
            offer: .only([coin]),
            feeTerms: .ignored,
            askedAt: now,
            deadline: now.advanced(bySeconds: Self.testSecondsOpen)
        )
        new.label = "Test payment"
        new.details = "Test payment to one\u{2019}s own wallet"
        return try await InvoiceDesk(gateway).open(
            new,
            by: caller,
            with: .nonce(gateway.random.uuid())
        )
    }
}
