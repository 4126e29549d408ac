import Gateway
import Payments
import Testing

struct TimeCodeTests {
    /// RFC 6238, appendix B, SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `codes are those of the standard`(seconds: Int64, expected: String) {
        let secret = Array("12345678901234567890".utf8)
        let step = TimeCode.step(at: Instant(seconds: seconds))
        #expect(TimeCode.code(secret: secret, step: step, digits: 8) == expected)
        #expect(TimeCode.code(secret: secret, step: step) == String(expected.suffix(6)))
    }

    @Test func `a code holds for a step before and after its own and no more`() {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(seconds: 1_700_000_000)
        let step = TimeCode.step(at: now)
        for off in Int64(-3)...3 {
            let typed = TimeCode.code(secret: secret, step: step + off)
            let found = TimeCode.matchingStep(of: typed, secret: secret, at: now)
            #expect(found == (abs(off) <= 1 ? step + off : nil))
        }
        #expect(TimeCode.matchingStep(of: "", secret: secret, at: now) == nil)
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func `base32 is that of the standard without padding`(plain: String, text: String) {
        #expect(Base32.encoded(Array(plain.utf8)) == text)
        #expect(Base32.decoded(text) == Array(plain.utf8))
        #expect(Base32.decoded(text.lowercased() + "==") == Array(plain.utf8))
    }

    @Test func `what is no base32 is nothing`() { #expect(Base32.decoded("MZX1") == nil) }
}
