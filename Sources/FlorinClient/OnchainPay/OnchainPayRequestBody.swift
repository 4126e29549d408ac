import Wire

/// The exact bytes of a call, its nonce last, and the signature over them.
struct OnchainPayRequestBody: Sendable {
    let bytes: [UInt8]
    let signature: String

    init(_ fields: JSONObject, nonce: String, secret: String) {
        var object = fields
        object["nonce"] = .string(nonce)
        bytes = JSONValue.object(object).encoded()
        signature = OnchainPaySignature.sign(bytes, secret: secret)
    }
}

extension JSONObject {
    /// The one text that asks for an object.
    init(_ field: [String: String]) {
        self.init(field.map { (key: $0.key, value: .string($0.value)) })
    }

    /// What asks for a page.
    init(status: [String], limit: Int, offset: Int) {
        self.init()
        if !status.isEmpty { self["status"] = .array(status.map(JSONValue.string)) }
        self["limit"] = .integer(limit)
        self["offset"] = .integer(offset)
    }
}
