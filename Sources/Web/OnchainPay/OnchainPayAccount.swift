import Crypto
import Gateway
import Payments
import Wire

/// The one "advanced balance" of a key (API contract A5.5).
///
/// Florin holds nobody's money, so the balance is always nothing; clients need it to start.
struct OnchainPayAccount {
    /// What fixed tariffs and their bounds are stated in.
    static let currency = "USD"

    /// The balance's id: the same UUID for a merchant for ever.
    static func balanceID(of merchant: MerchantID) -> String {
        var bytes = Array(
            SHA256.hash(data: Array("advanced balance of \(merchant.text)".utf8)).prefix(16)
        )
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text += "-" }
            text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return text
    }

    /// Accepts an absent, empty or own id, and nothing else (API contract D, OnchainPay 10).
    static func checkBalance(
        in fields: OnchainPayFields,
        of caller: Caller
    ) throws(OnchainPayFault) {
        guard let id = try fields.text("advancedBalanceId"), !id.isEmpty else { return }
        guard id.lowercased() == balanceID(of: caller.merchant.id) else {
            throw .advancedBalanceNotFound
        }
    }

    /// The balance object.
    static func object(of caller: Caller, coins: [Coin]) -> JSONValue {
        let tickers = Set(coins.map(\.asset.ticker)).sorted()
        return [
            "advancedBalanceId": .string(balanceID(of: caller.merchant.id)),
            "currency": .string(currency),
            "blocked": false,
            "blockReason": nil,
            "balance": "0",
            "availableCurrenciesForDeposit": .texts(tickers),
            "tariffs": .array(
                caller.merchant.tariffs.map { tariff($0, of: caller.merchant.id) }
            ),
        ]
    }

    private static func tariff(_ tariff: Tariff, of merchant: MerchantID) -> JSONValue {
        let (type, amount) =
            switch tariff.rule {
            case .percent(let ratio): ("PERCENT", ratio.percentText)
            case .fixed(let amount): ("FIXED", amount.decimal)
            }
        return [
            "id": .string(tariff.name),
            "advancedBalanceId": .string(balanceID(of: merchant)),
            "action": .string(tariff.name),
            "amount": .string(amount),
            "type": .string(type),
            "minAmount": .optional(tariff.minimum?.decimal),
            "maxAmount": .optional(tariff.maximum?.decimal),
            "invoiceAdditionalFee": .bool(tariff.addsToInvoices),
        ]
    }
}
