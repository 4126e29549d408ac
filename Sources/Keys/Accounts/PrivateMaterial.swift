/// Recognises private keys and recovery phrases, so that they can be refused by name.
///
/// It errs on the side of refusing: a damaged private key is still a private key, so lengths and
/// first letters count and checksums do not. It says which shape it saw, and keeps none of it.
enum PrivateMaterial {
    /// From so many characters on a run that begins like a private key is taken for one; addresses
    /// and checksums, which may begin so by chance, are shorter.
    private static let extendedKeyCharactersMin = 40
    private static let walletImportCharacters = 51...52
    private static let encryptedKeyCharacters = 58
    private static let encryptedKeyPrefix = "6P"
    /// Digits of 16 to 32 bytes of entropy, a 32-byte key, or a 64-byte seed; 40 is an account.
    private static let hexadecimalCharacters: Set<Int> = [32, 48, 56, 64, 128]
    /// BIP39 phrases have 12 to 24 words; other schemes have more, and someone may miss one.
    private static let phraseWordsMin = 11
    private static let wordLetters = 2...12

    static func refusal(of text: String) -> KeyError? {
        if let wordCount = phraseWordCount(of: text) {
            return .mnemonicGiven(wordCount: wordCount)
        }
        let digits = text.lowercased().hasPrefix("0x") ? text.dropFirst(2) : text[...]
        if hexadecimalCharacters.contains(digits.utf8.count),
            digits.utf8.allSatisfy(Hexadecimal.isDigit)
        {
            return .privateKeyGiven(.hexadecimal)
        }
        let runs = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard let form = runs.lazy.compactMap(form(of:)).first else { return nil }
        return .privateKeyGiven(text.contains("(") ? .inDescriptor : form)
    }

    private static func phraseWordCount(of text: String) -> Int? {
        // BIP39 lists exist in many scripts, and people number, quote and separate the words.
        let words = text.split { $0.isWhitespace || ",;".contains($0) }
            .compactMap { piece in
                let word = piece.drop { !$0.isLetter }
                return word.lastIndex(where: \.isLetter).map { word[...$0] }
            }
        let areWords = words.allSatisfy { wordLetters ~= $0.count && $0.allSatisfy(\.isLetter) }
        return areWords && words.count >= phraseWordsMin ? words.count : nil
    }

    private static func form(of run: Substring) -> KeyError.PrivateForm? {
        let count = run.utf8.count
        if count >= extendedKeyCharactersMin {
            let start = run.prefix(4).lowercased()
            let isPrivate = ExtendedKeyVersion.all.contains { version in
                version.privateName.lowercased() == start
            }
            if isPrivate { return .extendedKey }
        }
        guard run.utf8.allSatisfy(Base58.isDigit) else { return nil }
        if walletImportCharacters ~= count { return .walletImport }
        if count == encryptedKeyCharacters, run.hasPrefix(encryptedKeyPrefix) { return .encrypted }
        return nil
    }
}
