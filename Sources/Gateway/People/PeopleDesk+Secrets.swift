import Payments
import Storage

extension PeopleDesk {
    /// Without letters that look like digits.
    private static let alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    private static let tokenLength = 52
    private static let recoveryLength = 10

    /// A token that nobody guesses (260 bits).
    func freshToken() -> SecretText {
        SecretText(gateway.random.text(Self.tokenLength, from: Self.alphabet))
    }

    func freshUserID() -> UserID { UserID("u_" + gateway.random.text(16, from: Self.alphabet)) }

    func freshSecret() -> SecretText {
        SecretText(Base32.encoded(gateway.random.bytes(TimeCode.secretBytes)))
    }

    /// Ten codes of ten characters, each in two halves.
    func freshRecoveryCodes() -> [SecretText] {
        (0..<AccountRules.recoveryCodes).map { _ in
            let text = gateway.random.text(Self.recoveryLength, from: Self.alphabet)
            return SecretText("\(text.prefix(5))-\(text.suffix(5))")
        }
    }

    /// What recovery codes are known by: the master key is needed to try them.
    func digests(of codes: [SecretText], for user: UserID) -> [[UInt8]] {
        codes.map { digest(ofCode: $0.revealed(), for: user) }
    }

    func digest(ofCode typed: String, for user: UserID) -> [UInt8] {
        gateway.vault.digest(
            of: SecretText(AccountRules.code(typed)),
            boundTo: "recovery code \(user.text)"
        )
    }

    /// Encrypts the secret of a second factor for its owner.
    func seal(_ secret: SecretText, for user: UserID) throws -> [UInt8] {
        try gateway.vault.seal(secret, boundTo: "totp \(user.text)")
    }

    func opened(_ sealed: [UInt8], for user: UserID) throws -> SecretText {
        try gateway.vault.open(sealed, boundTo: "totp \(user.text)")
    }

    /// The step whose code of a secret was typed, or nil.
    func step(of typed: String, secret: SecretText) -> Int64? {
        guard let bytes = Base32.decoded(secret.revealed()) else { return nil }
        return TimeCode.matchingStep(
            of: AccountRules.code(typed),
            secret: bytes,
            at: gateway.time.wall()
        )
    }

    /// A change that is about people and not about one merchant.
    func entry(
        _ subject: String,
        by actor: Actor,
        before: String? = nil,
        after: String? = nil
    ) -> AuditEntry {
        AuditEntry(
            merchant: nil,
            actor: actor,
            happenedAt: gateway.time.now(),
            subject: subject,
            before: before,
            after: after
        )
    }
}
