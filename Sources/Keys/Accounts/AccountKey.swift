/// The merchant's account key: an extended public key or an output descriptor, and what follows.
///
///     let key = try AccountKey(parsing: "zpub6…", format: .init(family: .bitcoin, chain: .main))
///     try key.address(at: 0).text  // bc1q…
///
/// A bare key is taken for the key of an account (depth 3 in BIP44, BIP49 and BIP84), and addresses
/// come from its external branch: `KEY/0/index`. A key of another depth is treated the same way.
/// A descriptor, or a path after the key, says itself where the addresses are.
///
/// It holds no private key and cannot sign. Descriptions leave the key out: who has it can see all
/// of a merchant's payments.
package struct AccountKey: Sendable, Hashable {
    /// The given text without surrounding space; parsing it again gives an equal key.
    package let canonicalText: String
    /// What its addresses pay to.
    package let scriptKind: ScriptKind
    /// How its addresses are written.
    package let format: AddressFormat
    /// The first four bytes of the hash of the public key, in hexadecimal digits (BIP32).
    package let fingerprint: String
    /// The steps from the given key to the parent of all addresses.
    private let branchPath: [UInt32]
    /// The parent of all addresses, derived once so that an address costs one derivation.
    private let branch: DerivationNode

    private static let externalBranch: [UInt32] = [0]
    private static let characterCountMax = 1024

    /// Reads an extended public key of any known SLIP-132 version, or an output descriptor.
    ///
    /// - Parameters:
    ///   - text: the key, possibly with space around it.
    ///   - format: of the network that the key is for.
    ///   - scriptKind: overrides what the version of a bare key says; may not contradict a
    ///     descriptor.
    ///   - acceptsAnyChain: for simulated networks: a key of the main chain is taken as well, and
    ///     addresses are then written as on the main chain.
    /// - Throws: why it cannot be taken, in values that hold none of the text.
    package init(
        parsing text: String,
        format: AddressFormat,
        scriptKind: ScriptKind? = nil,
        acceptsAnyChain: Bool = false
    ) throws(KeyError) {
        let trimmed = Self.trimming(text)
        guard !trimmed.isEmpty else { throw .empty }
        // Before any other check, so that the warning is never lost behind another complaint.
        if let refusal = PrivateMaterial.refusal(of: trimmed) { throw refusal }
        guard trimmed.utf8.count <= Self.characterCountMax else {
            throw .tooLong(
                characterCount: trimmed.count,
                characterCountMax: Self.characterCountMax
            )
        }
        if let family = AddressFormat.family(ofAddress: trimmed) { throw .addressGiven(family) }

        let described = try Self.describe(trimmed, family: format.family)
        guard let version = ExtendedKeyVersion.known(described.key.key.version)
        else { throw .unknownVersion(described.key.key.version) }
        self.format = try version.format(for: format, acceptsAnyChain: acceptsAnyChain)
        self.scriptKind = try version.scriptKind(
            family: format.family,
            described: described.scriptKind,
            asked: scriptKind
        )
        var node = described.key.key.node
        branchPath = described.key.branchPath ?? Self.externalBranch
        let digits = Hexadecimal.characters(of: described.key.key.fingerprint)
        fingerprint = String(decoding: digits, as: UTF8.self)
        for step in branchPath {
            node = try node.child(at: step)
        }
        branch = node
        canonicalText = trimmed
    }

    /// The address at an index of the branch; an index of 2³¹ or more traps.
    package func address(at index: UInt32) throws(KeyError) -> DerivedAddress {
        let point = try branch.childPoint(at: index)
        let matchBytes = scriptKind.matchBytes(of: point)
        guard let text = format.encode(matchBytes: matchBytes) else {
            preconditionFailure("the kind of address was checked against the format")
        }
        return DerivedAddress(text: text, matchBytes: matchBytes, index: index)
    }

    /// The path of the address at an index as wallets write it, from the given key on: `0/5`.
    ///
    /// Where a descriptor tells the key's own origin, from there on: `m/84h/0h/0h/0/5`.
    package func path(at index: UInt32) -> String {
        let steps = (branchPath + [index]).map(String.init).joined(separator: "/")
        guard let start = canonicalText.firstIndex(of: "["),
            let end = canonicalText.firstIndex(of: "]"), start < end
        else { return steps }
        let origin = canonicalText[start..<end].split(separator: "/").dropFirst()
        return (["m"] + origin.map(String.init) + [steps]).joined(separator: "/")
    }

    /// Text of a fresh account key that nobody can spend from, for sandboxes.
    ///
    /// It can be parsed for the format without an override and gives its most modern addresses.
    package static func unspendableText(format: AddressFormat, entropy: [UInt8]) -> String {
        let kind: ScriptKind =
            switch format.family {
            case .bitcoin, .litecoin: .p2wpkh
            case .dogecoin, .bitcoincash: .p2pkh
            case .evm, .tron: .account
            }
        guard let version = ExtendedPublicKey.version(for: kind, format: format) else {
            preconditionFailure("every format has a version for its own kind")
        }
        return ExtendedPublicKey.unspendable(entropy: entropy).serialized(version: version)
    }

    /// Whether text, kind of address and format are the same; they determine the branch.
    package static func == (left: AccountKey, right: AccountKey) -> Bool {
        left.canonicalText == right.canonicalText && left.scriptKind == right.scriptKind
            && left.format == right.format
    }

    /// Feeds the text, the kind of address and the format.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(canonicalText)
        hasher.combine(scriptKind)
        hasher.combine(format)
    }

    private static func describe(
        _ text: String,
        family: AddressFormat.Family
    ) throws(KeyError) -> (key: KeyExpression, scriptKind: ScriptKind?) {
        guard text.contains("(") else { return (try KeyExpression(parsing: text[...]), nil) }
        guard !family.hasAccounts else { throw .badDescriptor(.network) }
        let descriptor = try OutputDescriptor(parsing: text)
        return (descriptor.key, descriptor.scriptKind)
    }

    private static func trimming(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension AccountKey: CustomStringConvertible, CustomDebugStringConvertible {
    /// The kind and the network, without the key.
    package var description: String {
        "AccountKey(\(scriptKind.rawValue), \(format.family.name) \(format.chain.rawValue))"
    }

    /// The same as `description`.
    package var debugDescription: String { description }
}
