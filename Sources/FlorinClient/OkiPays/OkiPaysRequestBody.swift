import Wire

/// The exact bytes of a call, with its number, and the signature over its values.
struct OkiPaysRequestBody: Sendable {
    let bytes: [UInt8]
    let signature: String

    /// Fields of strings and integers only, which every language signs alike (API contract B1).
    init(_ fields: JSONValue, requestID: Int64, secret: String) {
        var object = JSONObject()
        object["request_id"] = .integer(requestID)
        for (key, value) in fields.object?.members ?? [] { object[key] = value }
        let body = JSONValue.object(object)
        bytes = body.encoded()
        signature = OkiPaysSignature.sign(body, secret: secret)
    }
}
