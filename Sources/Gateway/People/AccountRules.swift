/// What names and passwords have to be like.
package enum AccountRules {
    /// How many characters a name has at most.
    package static let nameLengthMax = 64
    /// How many characters a password has at least.
    package static let passwordLengthMin = 10
    /// How many bytes a password has at most: argon2id would read them all.
    package static let passwordBytesMax = 256
    /// How many recovery codes somebody is given.
    package static let recoveryCodes = 10

    private static let marks: Set<Character> = [".", "_", "@", "+", "-"]

    /// A name as it is kept: in small letters, nothing around it.
    package static func name(_ typed: String) throws(AccountFault) -> String {
        let name = folded(typed)
        guard (1...nameLengthMax).contains(name.count),
            name.allSatisfy({ $0.isLetter || $0.isNumber || marks.contains($0) })
        else { throw .nameFormat }
        return name
    }

    /// A name that was typed, in small letters and with nothing around it.
    static func folded(_ typed: String) -> String {
        var name = typed.lowercased()[...]
        while name.first?.isWhitespace == true { name.removeFirst() }
        while name.last?.isWhitespace == true { name.removeLast() }
        return String(name)
    }

    /// Refuses what would be guessed at once, and what was not typed the same way twice.
    package static func check(
        _ password: SecretText,
        again: SecretText,
        name: String
    ) throws(AccountFault) {
        let text = password.revealed()
        if text.count < passwordLengthMin { throw .passwordShort }
        if text.utf8.count > passwordBytesMax { throw .passwordLong }
        if text.lowercased() == name || Set(text).count == 1 { throw .passwordWeak }
        if text != again.revealed() { throw .passwordsDiffer }
    }

    /// A code that was typed, without what people put between its parts.
    static func code(_ typed: String) -> String {
        String(typed.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(codeLengthMax))
    }

    private static let codeLengthMax = 32
}
