/// What becomes of a payment in another coin than was asked for.
package enum ForeignPolicy: String, Sendable, Hashable, CaseIterable {
    /// It counts at the rate of its arrival.
    case accept
    /// It is shown and waits until the merchant accepts it.
    case hold
    /// It is recorded and shown, and nobody waits for anything.
    case ignore
}

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
    /// What becomes of payments in another coin.
    package var foreignPolicy: ForeignPolicy
    /// The named fees its invoices may add.
    package var tariffs: [Tariff]
    /// How many blocks payments need, where the networks' own numbers are not meant.
    package var confirmationRules: [ConfirmationRule]
    /// How its checkout looks.
    package var branding: Branding
    /// After how many days what is known of payers is erased; nil keeps it.
    package var payerDataDays: Int?
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
        foreignPolicy: ForeignPolicy = .hold,
        tariffs: [Tariff] = [],
        confirmationRules: [ConfirmationRule] = [],
        branding: Branding = Branding(),
        payerDataDays: Int? = nil,
        createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.resultURL = resultURL
        self.tolerance = tolerance
        self.insurance = insurance
        self.lateTerms = lateTerms
        self.foreignPolicy = foreignPolicy
        self.tariffs = tariffs
        self.confirmationRules = confirmationRules
        self.branding = branding
        self.payerDataDays = payerDataDays
        self.createdAt = createdAt
    }
}
