/// A merchant as stored, with the terms its invoices get.
package struct Merchant: Sendable, Hashable {
    /// Who it is.
    package let id: MerchantID
    /// What people call it.
    package var name: String
    /// Where OkiPays notifications go.
    package var resultURL: String?
    /// The accepted underpayment, as a fraction.
    package var tolerance: Ratio
    /// The fraction added to every price.
    package var insurance: Ratio
    /// How late money counts.
    package var lateTerms: Invoice.LateTerms
    /// The named fees its invoices may add.
    package var tariffs: [Tariff]
    /// When it was created.
    package let createdAt: Instant

    /// Describes a merchant.
    package init(
        id: MerchantID,
        name: String,
        resultURL: String?,
        tolerance: Ratio,
        insurance: Ratio,
        lateTerms: Invoice.LateTerms,
        tariffs: [Tariff] = [],
        createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.resultURL = resultURL
        self.tolerance = tolerance
        self.insurance = insurance
        self.lateTerms = lateTerms
        self.tariffs = tariffs
        self.createdAt = createdAt
    }
}
