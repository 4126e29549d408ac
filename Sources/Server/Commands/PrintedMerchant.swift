import Payments

/// A merchant as commands print it.
struct PrintedMerchant: Encodable {
    let id: String
    let name: String
    let resultUrl: String?
    let tolerancePercent: String
    let insurancePercent: String
    let lateWindowSeconds: Int64
    let lateTolerancePercent: String
    let foreignPayments: String
    let tariffs: [PrintedTariff]

    init(_ merchant: Merchant) {
        id = merchant.id.text
        name = merchant.name
        resultUrl = merchant.resultURL
        tolerancePercent = merchant.tolerance.percentText
        insurancePercent = merchant.insurance.percentText
        lateWindowSeconds = merchant.lateTerms.windowSeconds
        lateTolerancePercent = merchant.lateTerms.tolerance.percentText
        foreignPayments = merchant.foreignPolicy.rawValue
        tariffs = merchant.tariffs.map(PrintedTariff.init)
    }

    /// The lines for people.
    var lines: [String] {
        [
            "id:             \(id)",
            "name:           \(name)",
            "result URL:     \(resultUrl ?? "none")",
            "tolerance:      \(tolerancePercent) %",
            "insurance:      \(insurancePercent) %",
            "late window:    \(lateWindowSeconds) s",
            "late tolerance: \(lateTolerancePercent) %",
            "foreign coins:  \(foreignPayments)",
        ] + (tariffs.isEmpty ? ["tariffs:        none"] : tariffs.map(\.line))
    }
}

/// A tariff as commands print it; what is not there is printed as null.
struct PrintedTariff: Encodable {
    let name: String
    let type: String
    let amount: String
    let minAmount: String?
    let maxAmount: String?
    let invoiceAdditionalFee: Bool

    init(_ tariff: Tariff) {
        name = tariff.name
        switch tariff.rule {
        case .percent(let ratio):
            type = "PERCENT"
            amount = ratio.percentText
        case .fixed(let fixed):
            type = "FIXED"
            amount = fixed.decimal
        }
        minAmount = tariff.minimum?.decimal
        maxAmount = tariff.maximum?.decimal
        invoiceAdditionalFee = tariff.addsToInvoices
    }

    private enum CodingKeys: CodingKey {
        case name, type, amount, minAmount, maxAmount, invoiceAdditionalFee
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
        try container.encode(amount, forKey: .amount)
        try container.encode(minAmount, forKey: .minAmount)
        try container.encode(maxAmount, forKey: .maxAmount)
        try container.encode(invoiceAdditionalFee, forKey: .invoiceAdditionalFee)
    }

    /// The line for people.
    var line: String {
        "tariff:         \(name) \(amount) \(type == "FIXED" ? "USD" : "%")"
            + (minAmount.map { ", at least \($0) USD" } ?? "")
            + (maxAmount.map { ", at most \($0) USD" } ?? "")
            + (invoiceAdditionalFee ? "" : ", not for invoices")
    }
}
