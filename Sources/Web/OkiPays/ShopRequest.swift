package import Gateway
package import Payments
import Wire

/// What a shop that speaks OkiPays writes: a signed request, and the same as a line for a shell.
package enum ShopRequest {
    /// The body and the signature of an `order/create`.
    package static func create(
        requestID: String,
        orderID: String,
        currency: String,
        price: String,
        details: String,
        secret: SecretText
    ) -> (body: [UInt8], sign: String) {
        let body: JSONValue = [
            "request_id": .string(requestID),
            "order_id": .string(orderID),
            "payment_currency_iso": .string(currency),
            "price": .string(price),
            "description": .string(details),
        ]
        return (body.encoded(), OkiPaysSignature.sign(body, secret: secret.revealed()))
    }

    /// A line for a shell that opens an invoice: the values in the order of their keys and the
    /// secret, hashed, are the signature (API contract B1).
    package static func curlLine(url: String, token: APIKeyID, secret: SecretText) -> String {
        "R=$(date +%s%3N); "
            + "S=$(printf %s \"shell-${R}USD9.90${R}\(secret.revealed())\" | sha256sum "
            + "| cut -d' ' -f1); curl -s \(url)/v1/order/create "
            + "-H 'content-type: application/json' -H 'X-Auth-Token: \(token.text)' "
            + "-H \"X-Auth-Sign: $S\" -d '{\"request_id\":\"'$R'\",\"order_id\":\"shell-'$R'\","
            + "\"payment_currency_iso\":\"USD\",\"price\":\"9.90\"}'"
    }
}

/// What a shop reads in the answer to `order/create`.
package struct ShopAnswerText: Sendable, Hashable {
    /// The invoice's code.
    package let code: String
    /// Its page.
    package let link: String

    /// Nil where the answer is not that of an opened invoice.
    package init?(body: [UInt8]) {
        guard let data = try? JSONValue.parse(body)["data"], let code = data["id"]?.string,
            let link = data["link"]?.string
        else { return nil }
        self.code = code
        self.link = link
    }
}

/// A callback that a shop got, its signature checked.
package struct ShopCallback: Sendable, Hashable {
    /// The invoice's code.
    package let code: String
    /// The status in words.
    package let status: String

    /// Nil where the signature is not ours.
    package init?(body: [UInt8], sign: String, secret: SecretText) {
        guard let value = try? JSONValue.parse(body),
            OkiPaysSignature.matches(sign, body: value, secret: secret.revealed()),
            let code = value["id"]?.string, let status = value["status"]?.string
        else { return nil }
        self.code = code
        self.status = status
    }
}
