import Payments
import Wire

/// The sample that a merchant has sent to its shop: like a real notification, and about nothing.
///
/// It names an order that no shop has (text that begins with no digit, so that it reads as number 0
/// where it is forced into one), says that nothing was paid, and never a status that means money.
enum TestEvent {
    static let orderID = "TEST-NOT-AN-ORDER"
    private static let nobody = "00000000-0000-0000-0000-000000000000"
    private static let secondsOpen: Int64 = 3_600

    static func body(in dialect: Dialect, at now: Instant) -> [UInt8] {
        switch dialect {
        case .okipays: okiPays(at: now).encoded()
        case .onchainpay: onchainPay(at: now).encoded()
        }
    }

    private static func okiPays(at now: Instant) -> JSONValue {
        [
            "id": "TESTTEST",
            "order_id": .string(orderID),
            "currency": .null,
            "payment_currency": "USD",
            "status": .string(OkiPaysStatus.created.text),
            "status_id": .integer(OkiPaysStatus.created.rawValue),
            "include_commission": 0,
            "include_commissin": 0,
            "amount": .null,
            "amount_send": .null,
            "price": "0.00",
            "price_send": "0.00",
            "rate": .null,
            "total_sum_price": "0.00",
            "commission": "0",
            "address": .null,
            "network_type": .null,
            "time_create": .integer(now.seconds),
            "time_update": .integer(now.seconds),
            "time_done": .null,
            "time_expired": .integer(now.seconds + secondsOpen),
            "time_send": .integer(now.seconds),
            "time_receive": .null,
            "test": 1,
        ]
    }

    private static func onchainPay(at now: Instant) -> JSONValue {
        [
            "webhookId": .string(nobody),
            "id": .string(nobody),
            "advancedBalanceId": .string(nobody),
            "externalId": .string(orderID),
            "externalUserId": .null,
            "payerEmail": .null,
            "orderId": .null,
            "orderLink": .null,
            "invoiceLink": "",
            "status": .string(OnchainPayInvoiceStatus.created.rawValue),
            "order": "TEST",
            "description": "A test event: nobody paid anything",
            "currency": "USD",
            "amount": "0",
            "receivedCurrency": .null,
            "receivedNetwork": .null,
            "receivedAmount": "0",
            "receivedAmountInInvoiceCurrency": "0",
            "rate": .null,
            "includeFee": false,
            "additionalFees": .null,
            "insurancePercent": .null,
            "slippagePercent": .null,
            "paymentTolerancePercent": .null,
            "webhookURL": .null,
            "returnUrl": .null,
            "expiresAt": .moment(now.advanced(bySeconds: secondsOpen)),
            "createdAt": .moment(now),
            "currencies": [],
            "transactions": [],
            "test": true,
        ]
    }
}
