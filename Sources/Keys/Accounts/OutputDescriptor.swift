/// An output descriptor (BIP380) of one of the three functions that pay to a single key.
///
///     wpkh([d34db33f/84h/0h/0h]xpub6…/<0;1>/*)#checksum
struct OutputDescriptor: Sendable {
    let scriptKind: ScriptKind
    let key: KeyExpression

    private static let functions: [(opening: String, closing: String, kind: ScriptKind)] = [
        ("wpkh(", ")", .p2wpkh),
        ("pkh(", ")", .p2pkh),
        ("sh(wpkh(", "))", .p2shP2wpkh),
    ]

    init(parsing text: String) throws(KeyError) {
        let body = try Self.body(of: text)
        let function = Self.functions.first {
            body.hasPrefix($0.opening) && body.hasSuffix($0.closing)
        }
        guard let function else { throw .badDescriptor(.function) }
        let inner = body.dropFirst(function.opening.count).dropLast(function.closing.count)
        guard !inner.contains(where: { "(),".contains($0) }) else {
            throw .badDescriptor(.function)
        }
        scriptKind = function.kind
        key = try KeyExpression(parsing: inner)
    }

    private static func body(of text: String) throws(KeyError) -> Substring {
        guard let mark = text.firstIndex(of: "#") else { return text[...] }
        let body = text[..<mark]
        // BIP380: a checksum may be left out; one that is given must hold.
        guard DescriptorChecksum.of(body) == String(text[mark...].dropFirst())
        else { throw .badDescriptor(.checksum) }
        return body
    }
}
