import Crypto

/// The signature of OkiPays: SHA-256 over the body's scalars in key order, then the secret.
///
/// `{"b":1,"a":"x"}` with the secret `s` hashes the text `x1s`. Strings and integers read the same
/// in every language; for the rest the shop's language decides, so a check tries each spelling.
/// Nothing separates the scalars, so two bodies can share a signature: whoever accepts one has to
/// remember it and refuse it the second time. This is not an HMAC, and does not replace TLS.
package struct OkiPaysSignature {
    /// Lower-case hex; nil where a number of the body is beyond what the language can hold.
    static func hex(
        of body: JSONValue,
        secret: String,
        spelling: ScalarSpelling = .javaScript
    ) -> String? {
        guard let text = Text.of(body, spelling: spelling, listOrder: .byIndex) else { return nil }
        return DigestHex.text(of: digest(text, secret: secret))
    }

    /// Signs a body of ours, which holds only strings, integers and null, the same everywhere.
    package static func sign(_ body: JSONValue, secret: String) -> String {
        precondition(isSpelledAlike(body), "a body to sign holds only strings, integers and null")
        guard let signature = hex(of: body, secret: secret) else {
            preconditionFailure("strings, integers and null always have a text")
        }
        return signature
    }

    /// Whether the header's text is the signature in any language's spelling.
    ///
    /// Upper-case digits are accepted. False, too, where any number is not finite as a double.
    package static func matches(_ given: String, body: JSONValue, secret: String) -> Bool {
        guard let given = DigestHex.bytes(of: given), let texts = candidates(for: body) else {
            return false
        }
        // Each candidate is compared in full and all of them always: how long this takes tells
        // nothing about how much of a guess was right.
        var isMatch = false
        for text in texts {
            isMatch = ConstantTime.areEqual(digest(text, secret: secret), given) || isMatch
        }
        return isMatch
    }

    /// The different texts that honest clients would sign; nil where one of them has no text.
    private static func candidates(for body: JSONValue) -> [[UInt8]]? {
        var texts: [[UInt8]] = []
        for spelling in ScalarSpelling.allCases {
            guard let text = Text.of(body, spelling: spelling, listOrder: .byIndex) else {
                return nil
            }
            if !texts.contains(text) { texts.append(text) }
        }
        // A client that sorts the keys of lists, too, puts item 10 before item 2.
        if let text = Text.of(body, spelling: .javaScript, listOrder: .byIndexAsText),
            !texts.contains(text)
        {
            texts.append(text)
        }
        return texts
    }

    private static func digest(_ text: [UInt8], secret: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: text)
        hash.update(data: Array(secret.utf8))
        return Array(hash.finalize())
    }

    private static func isSpelledAlike(_ value: JSONValue) -> Bool {
        switch value {
        case .string, .null: true
        case .number(let number): number.integer.map { String($0) == number.text } ?? false
        case .bool: false
        case .array(let items): items.allSatisfy(isSpelledAlike)
        case .object(let object): object.members.allSatisfy { isSpelledAlike($0.value) }
        }
    }
}
