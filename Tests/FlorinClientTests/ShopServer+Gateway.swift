import Rigs

extension ShopServer {
    /// The same server in the part of a gateway: where its API is.
    var apiURL: String { url }

    /// Everything that a gateway heard.
    var requests: [Callback] { callbacks }
}

extension ShopServer.Reply {
    /// A status with a body, as a gateway refuses.
    static func refusal(_ line: String, _ body: String) -> ShopServer.Reply {
        .raw(
            "HTTP/1.1 \(line)\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)"
        )
    }

    /// An order as the gateway opened it.
    static func okiPaysOrder(_ orderID: String) -> ShopServer.Reply {
        .answer(
            #"{"status":true,"message":"m","data":{"id":"Q7M2ZK9P","order_id":"\#(orderID)","#
                + #""status":"Paid","status_id":8,"price":"49.90","payment_currency_iso":"EUR","#
                + #""include_commission":0,"description":null,"link":"https://pay.example/c","#
                + #""currencies":[]},"token":"t"}"#
        )
    }

    /// What the gateway says to a number that is not larger than the last.
    static let oldRequestID = refusal(
        "400 Bad Request",
        #"{"status":false,"error":"request_id must be greater","code":2,"token":"t"}"#
    )
}
