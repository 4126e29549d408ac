extension JSONScanner {
    /// The next value as `0x` and exactly so many digits; nil where it is null.
    ///
    /// A text that is anything else is an error.
    mutating func word(digits: Int = EVMWord.digitCount) throws(ChainError) -> EVMWord? {
        guard try isText() else { return nil }
        guard let word = EVMWord(try text(), of: bytes, digits: digits) else { throw malformed }
        return word
    }

    /// The next value as a quantity of up to 256 bits; nil where it is null.
    ///
    /// A text that is anything else is an error.
    mutating func quantity() throws(ChainError) -> EVMWord? {
        guard try isText() else { return nil }
        guard let word = EVMWord(quantity: try text(), of: bytes) else { throw malformed }
        return word
    }

    /// Whether the next value is a text; a scalar is left behind, anything else is an error.
    private mutating func isText() throws(ChainError) -> Bool {
        switch try kind() {
        case .text: return true
        case .scalar:
            try skip()
            return false
        case .object, .array: throw malformed
        }
    }
}
