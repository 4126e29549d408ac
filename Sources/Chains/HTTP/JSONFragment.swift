import FoundationEssentials

/// A value inside a JSON text, by the place where it stands; nothing of it is decoded yet.
struct JSONFragment: Sendable {
    /// The whole text, shared by all its fragments.
    let bytes: [UInt8]
    /// Where the value stands.
    let range: Range<Int>
    /// What the text is, for the words of an error.
    let subject: String

    /// A whole text as one fragment.
    init(_ bytes: [UInt8], subject: String) {
        self.init(bytes, range: bytes.indices, subject: subject)
    }

    init(_ bytes: [UInt8], range: Range<Int>, subject: String) {
        self.bytes = bytes
        self.range = range
        self.subject = subject
    }

    /// Whether the value is `null`.
    var isNull: Bool { bytes[range].elementsEqual("null".utf8) }

    /// The value where it is a text, its escapes resolved; else nil.
    ///
    /// Slow; for words that people read.
    var text: String? { try? JSONDecoder().decode(String.self, from: Data(bytes[range])) }

    /// The value where it is a whole number without sign, point and exponent; else nil.
    var number: Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }

    /// The error of a value that is not what the protocol says.
    var malformed: ChainError { .malformed(what: subject) }
}
