import Payments

/// What is to change of a merchant; what is nil stays.
struct MerchantChange: Sendable {
    var name: String?
    /// Empty for nowhere.
    var resultURL: String?
    var tolerance: Ratio?
    var insurance: Ratio?
    var lateWindowSeconds: Int64?
    var lateTolerance: Ratio?
    var foreignPolicy: ForeignPolicy?
    var tariffs: [TariffOption] = []

    /// The merchant with the change made.
    func applied(to merchant: Merchant) throws -> Merchant {
        var changed = merchant
        if let name { changed.name = name }
        if let resultURL { changed.resultURL = resultURL.isEmpty ? nil : resultURL }
        if let tolerance { changed.tolerance = tolerance }
        if let insurance { changed.insurance = insurance }
        changed.lateTerms = Invoice.LateTerms(
            windowSeconds: lateWindowSeconds ?? merchant.lateTerms.windowSeconds,
            tolerance: lateTolerance ?? merchant.lateTerms.tolerance
        )
        if let foreignPolicy { changed.foreignPolicy = foreignPolicy }
        changed.tariffs = try TariffOption.apply(tariffs, to: merchant.tariffs)
        return changed
    }
}
