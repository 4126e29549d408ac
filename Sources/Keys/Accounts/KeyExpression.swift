/// An extended public key with what descriptors may write around it: `[origin]KEY/path/*`.
///
/// The origin is checked and then ignored: it tells a signer where the key comes from, and nothing
/// about addresses.
struct KeyExpression: Sendable {
    let key: ExtendedPublicKey
    /// The steps between the key and the index of an address; nil when nothing was written.
    let branchPath: [UInt32]?

    private static let stepsMax = 8
    private static let fingerprintDigits = 8
    private static let wildcard = "*"

    init(parsing text: Substring) throws(KeyError) {
        let rest = try Self.skippingOrigin(of: text)
        let keyText = rest.prefix { $0 != "/" }
        // The path first: a slip in it should not be reported as one in the key.
        branchPath = try Self.branchPath(of: rest.dropFirst(keyText.count))
        key = try ExtendedPublicKey(parsing: keyText)
    }

    private static func skippingOrigin(of text: Substring) throws(KeyError) -> Substring {
        guard text.first == "[" else { return text }
        guard let end = text.firstIndex(of: "]") else { throw .badDescriptor(.origin) }
        let parts = text[..<end].dropFirst()
            .split(separator: "/", omittingEmptySubsequences: false)
        // BIP380: eight hexadecimal digits, then steps, hardened ones marked with h or '.
        guard let fingerprint = parts.first, fingerprint.utf8.count == fingerprintDigits,
            fingerprint.utf8.allSatisfy(Hexadecimal.isDigit),
            parts.dropFirst().allSatisfy({ step(unmarked($0)) != nil })
        else { throw .badDescriptor(.origin) }
        return text[end...].dropFirst()
    }

    private static func branchPath(of text: Substring) throws(KeyError) -> [UInt32]? {
        guard !text.isEmpty else { return nil }
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= stepsMax else { throw .badDescriptor(.path) }
        guard !parts.contains(where: isHardened) else { throw .badDescriptor(.hardenedStep) }
        guard parts.last.map(String.init) == wildcard else {
            throw .badDescriptor(parts.allSatisfy { step($0) != nil } ? .singleAddress : .path)
        }
        var path: [UInt32] = []
        var hasSeveralPaths = false
        for part in parts.dropLast() {
            if part.first == "<" {
                // BIP389: one place of the path may offer several steps.
                guard !hasSeveralPaths, let first = firstOfSeveral(part)
                else { throw .badDescriptor(.path) }
                hasSeveralPaths = true
                path.append(first)
            } else {
                guard let step = step(part) else { throw .badDescriptor(.path) }
                path.append(step)
            }
        }
        return path
    }

    /// The first of `<0;1>`, which is the branch that is given to payers.
    private static func firstOfSeveral(_ text: Substring) -> UInt32? {
        guard text.last == ">" else { return nil }
        let steps = text.dropFirst().dropLast()
            .split(separator: ";", omittingEmptySubsequences: false).map(step)
        guard steps.count >= 2, steps.allSatisfy({ $0 != nil }) else { return nil }
        return steps.first ?? nil
    }

    private static func step(_ text: Substring) -> UInt32? {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let step = UInt32(text), step < DerivationNode.hardenedIndexFirst
        else { return nil }
        return step
    }

    private static func isHardened(_ text: Substring) -> Bool {
        text.contains { hardenedMarks.contains($0) }
    }

    private static func unmarked(_ text: Substring) -> Substring {
        text.last.map(hardenedMarks.contains) == true ? text.dropLast() : text
    }

    private static let hardenedMarks: Set<Character> = ["h", "'"]
}
