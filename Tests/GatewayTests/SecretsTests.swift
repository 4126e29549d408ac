import Foundation
import Gateway
import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SecretsTests {
    private static let id = APIKeyID("token")
    private static let vault = Vault(masterKey: Array(repeating: 7, count: Vault.masterKeyBytes))

    @Test func `a sealed secret opens with its master key and its id`() throws {
        let sealed = try Self.vault.seal(SecretText("hush"), for: Self.id)
        #expect(try Self.vault.open(sealed, of: Self.id).revealed() == "hush")
        #expect(!String(decoding: sealed, as: UTF8.self).contains("hush"))
    }

    @Test func `a secret sealed twice does not look the same`() throws {
        let first = try Self.vault.seal(SecretText("hush"), for: Self.id)
        #expect(try Self.vault.seal(SecretText("hush"), for: Self.id) != first)
    }

    @Test func `a sealed secret opens for no other key and no other id`() throws {
        let sealed = try Self.vault.seal(SecretText("hush"), for: Self.id)
        let other = Vault(masterKey: Array(repeating: 8, count: Vault.masterKeyBytes))
        #expect(throws: Vault.Failure.doesNotOpen) { try other.open(sealed, of: Self.id) }
        #expect(throws: Vault.Failure.doesNotOpen) {
            try Self.vault.open(sealed, of: APIKeyID("other"))
        }
    }

    @Test func `a sealed secret with any byte changed does not open`() throws {
        let sealed = try Self.vault.seal(SecretText("hush"), for: Self.id)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: Vault.Failure.doesNotOpen) { try Self.vault.open(changed, of: Self.id) }
        }
        for length in [0, 1, 12, 27, sealed.count - 1] {
            #expect(throws: Vault.Failure.doesNotOpen) {
                try Self.vault.open(Array(sealed.prefix(length)), of: Self.id)
            }
        }
    }

    @Test func `a secret does not print`() {
        let secret = SecretText("hush")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hush"))
        }
        #expect("\(secret)" == "(redacted)")
    }

    @Test func `a uuid is of version 4 in lower case`() {
        let random = Self.seeded()
        for _ in 0..<200 {
            let uuid = random.uuid()
            #expect(UUID(uuidString: uuid)?.uuidString.lowercased() == uuid)
            #expect(uuid.dropFirst(14).first == "4")
            #expect("89ab".contains(uuid.dropFirst(19).first ?? "x"))
        }
    }

    @Test(arguments: 0...70)
    func `base64 is that of Foundation`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 131) }
        let random = RandomText { Array(bytes.prefix($0)) }
        #expect(random.base64(bytes: count) == Data(bytes).base64EncodedString())
    }

    @Test func `text has its length and only the characters of its alphabet`() {
        let random = Self.seeded()
        for length in [0, 1, 8, 100] {
            let text = random.text(length, from: "abc")
            #expect(text.count == length)
            #expect(text.allSatisfy { "abc".contains($0) })
        }
        #expect(random.hexadecimal(bytes: 32).count == 64)
        #expect(random.invoiceCode().text.wholeMatch(of: /[A-Z0-9]{8}/) != nil)
    }

    @Test func `bytes that would favour some characters are passed over`() {
        // 256 = 85 × 3 + 1: the byte 255 has no fair place among three characters.
        let random = RandomText { Array(repeating: 255, count: $0 - 1) + [1] }
        #expect(random.text(2, from: "abc") == "bb")
    }

    private static func seeded() -> RandomText {
        RandomText { count in
            var dice = SeededGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &dice) }
        }
    }
}
