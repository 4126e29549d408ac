import Crypto
package import Payments

/// Codes of six digits that change every half minute, by a secret that a phone shares (RFC 6238).
package enum TimeCode {
    /// How long a code stands, in seconds.
    package static let stepSeconds: Int64 = 30
    /// How many digits a code has.
    package static let digits = 6
    /// How long a secret is (RFC 4226, section 4: 160 bits recommended).
    package static let secretBytes = 20
    /// How many steps a phone's clock may be off, either way.
    private static let stepsOffMax: Int64 = 1

    /// The step of a moment.
    package static func step(at moment: Instant) -> Int64 { moment.seconds / stepSeconds }

    /// The code of a step.
    package static func code(
        secret: [UInt8],
        step: Int64,
        digits: Int = TimeCode.digits
    ) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - $0 * 8)) }
        let tag = Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: counter,
                using: SymmetricKey(data: secret)
            )
        )
        // Dynamic truncation (RFC 4226, section 5.3).
        let place = Int(tag[tag.count - 1] & 15)
        let word = tag[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(1) { value, _ in value * 10 }
        let text = String(word % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code was typed, among those around a moment, or nil.
    package static func matchingStep(
        of typed: String,
        secret: [UInt8],
        at moment: Instant
    ) -> Int64? {
        let now = step(at: moment)
        var found: Int64?
        // All are compared, so that the time taken says nothing.
        for step in (now - stepsOffMax)...(now + stepsOffMax)
        where areEqual(code(secret: secret, step: step), typed) {
            found = step
        }
        return found
    }

    private static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
