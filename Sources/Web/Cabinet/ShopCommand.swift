import Gateway
import Payments

/// Lines for a shell that call an API with a key, signature and all.
enum ShopCommand {
    /// A line that opens an invoice, or one that only reads.
    static func line(for key: FreshKey, mayCreate: Bool, at url: String) -> String {
        switch (key.dialect, mayCreate) {
        case (.okipays, true): ShopRequest.curlLine(url: url, token: key.id, secret: key.secret)
        case (.okipays, false): reading(url, key)
        case (.onchainpay, true):
            onchainPay(url, key, "make-invoice", #""currency":"USD","amount":"9.90""#)
        case (.onchainpay, false): onchainPay(url, key, "get-invoices", #""limit":1"#)
        }
    }

    /// Asks for an order that is not there: the answer “Order not found” shows that the key works.
    private static func reading(_ url: String, _ key: FreshKey) -> String {
        "R=$(date +%s%3N); "
            + "S=$(printf %s \"shell-1${R}\(key.secret.revealed())\" | sha256sum | cut -d' ' -f1); "
            + "curl -s \(url)/v1/order/get -H 'content-type: application/json' "
            + "-H 'X-Auth-Token: \(key.id.text)' -H \"X-Auth-Sign: $S\" "
            + "-d '{\"request_id\":\"'$R'\",\"order_id\":\"shell-1\"}'"
    }

    /// Signs the exact bytes of the body (API contract A1).
    private static func onchainPay(
        _ url: String,
        _ key: FreshKey,
        _ method: String,
        _ fields: String
    ) -> String {
        "B='{\"nonce\":\"'$(date +%s%N)'\",\(fields)}'; "
            + "S=$(printf %s \"$B\" | openssl dgst -sha256 -hmac '\(key.secret.revealed())' "
            + "| sed 's/^.* //'); curl -s \(url)/api-gateway/\(method) "
            + "-H 'content-type: application/json' -H 'x-api-public-key: \(key.id.text)' "
            + "-H \"x-api-signature: $S\" -d \"$B\""
    }
}
