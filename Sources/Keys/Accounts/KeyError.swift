/// Why a text is not an account key that Florin can take.
///
/// No case carries any of the given text, so a private key pasted by mistake stays out of errors,
/// descriptions and logs.
package enum KeyError: Error, Hashable, Sendable {
    /// The shapes in which people hold private keys.
    package enum PrivateForm: String, Sendable, Hashable, CaseIterable {
        /// An extended private key: xprv and its like.
        case extendedKey
        /// One private key in the import format of wallets.
        case walletImport
        /// One private key encrypted with a passphrase (BIP38).
        case encrypted
        /// A private key or seed in hexadecimal digits.
        case hexadecimal
        /// Any of them inside an output descriptor.
        case inDescriptor
    }

    /// What is wrong with an output descriptor or a key expression.
    package enum DescriptorFault: Sendable, Hashable, CaseIterable {
        /// The eight characters after # do not fit the rest.
        case checksum
        /// Another function than wpkh, pkh or sh(wpkh).
        case function
        /// The part in square brackets is not a fingerprint and a path.
        case origin
        /// The steps after the key cannot be read.
        case path
        /// A step after the key is hardened.
        case hardenedStep
        /// The path does not end in /*, so there is one address only.
        case singleAddress
        /// The network has accounts, which descriptors do not describe.
        case network
    }

    /// A private key; Florin never takes one.
    case privateKeyGiven(PrivateForm)
    /// Words that look like a recovery phrase.
    case mnemonicGiven(wordCount: Int)
    /// Nothing but white space.
    case empty
    /// Longer than any key or descriptor.
    case tooLong(characterCount: Int, characterCountMax: Int)
    /// An address, where the key behind all addresses is needed.
    case addressGiven(AddressFormat.Family)
    /// A character that keys do not contain.
    case badCharacter
    /// The checksum of the key does not hold.
    case badChecksum
    /// Decodes, but not to the 78 bytes of an extended key.
    case wrongLength(byteCount: Int)
    /// Version bytes that no supported coin uses.
    case unknownVersion(UInt32)
    /// A key of the test chain where the main chain is meant, or the other way around.
    case wrongChain(given: ChainKind, expected: ChainKind)
    /// A key that only another coin writes like this.
    case wrongCoin(versionName: String, expected: AddressFormat.Family)
    /// A share of a multi-signature wallet.
    case multisignatureKey(versionName: String)
    /// A kind of address that the network does not have.
    case unsupportedScriptKind(ScriptKind, AddressFormat.Family)
    /// The descriptor or key says one kind of address and the setting another.
    case contradictoryScriptKind(given: ScriptKind, expected: ScriptKind)
    /// The bytes are no point of the curve.
    case notOnCurve
    /// A master key that claims to have a parent.
    case masterKeyWithParent
    /// Depth 255, below which nothing can be derived.
    case tooDeep
    /// An output descriptor that cannot be used.
    case badDescriptor(DescriptorFault)
    /// One of 2¹²⁷ indexes that have no key; the next one has.
    case noKeyAtIndex(UInt32)
}
