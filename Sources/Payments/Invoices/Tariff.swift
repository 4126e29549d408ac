/// A named fee of a merchant, which invoices may add (OnchainPay `additionalFees`, API contract
/// A5.5).
///
/// A tariff is terms, not money: what it comes to in a coin is a `Quote.Fee`.
package struct Tariff: Sendable, Hashable {
    /// How the fee is worked out.
    package enum Rule: Sendable, Hashable {
        /// A fraction of the price: 1/100 is one percent.
        case percent(Ratio)
        /// The same for every price, in any asset: 2.50 USD.
        case fixed(Amount)
    }

    /// What merchant and shop call it, such as `SEPA_WITHDRAWAL`.
    package let name: String
    /// How the fee is worked out.
    package let rule: Rule
    /// The least that a percent rule takes, in any asset.
    package let minimum: Amount?
    /// The most that a percent rule takes, in any asset; it outweighs the minimum.
    package let maximum: Amount?
    /// Whether an invoice may name it.
    package let addsToInvoices: Bool

    /// Describes a tariff.
    package init(
        name: String,
        rule: Rule,
        minimum: Amount? = nil,
        maximum: Amount? = nil,
        addsToInvoices: Bool
    ) {
        self.name = name
        self.rule = rule
        self.minimum = minimum
        self.maximum = maximum
        self.addsToInvoices = addsToInvoices
    }
}

extension Tariff {
    /// Every asset that the fee or one of its bounds is stated in.
    package var assets: Set<Asset> {
        switch rule {
        case .percent: Set([minimum, maximum].compactMap { $0?.asset })
        case .fixed(let amount): [amount.asset]
        }
    }
}
