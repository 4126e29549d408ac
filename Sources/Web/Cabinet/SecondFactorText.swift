import Gateway

/// What an authenticator app is given: a code to scan, or a secret to type.
struct SecondFactorText: Sendable {
    /// An SVG of our own.
    let qr: String
    let groups: String

    /// The key URI that authenticator apps agree on, with Florin as its issuer.
    init(secret: SecretText, name: String) {
        let secret = secret.revealed()
        let label = "Florin:" + PercentText.encoded(name)
        let uri = "otpauth://totp/\(label)?secret=\(secret)&issuer=Florin"
        qr = QRCode(text: uri)?.svg(label: "The code for your authenticator app") ?? ""
        var groups = ""
        for (place, character) in secret.enumerated() {
            if place > 0, place.isMultiple(of: 4) { groups.append(" ") }
            groups.append(character)
        }
        self.groups = groups
    }
}
