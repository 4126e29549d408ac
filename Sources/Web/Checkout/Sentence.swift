/// A text of a language with values filled in: its own words and the values, one after the other.
///
/// Templates show it by the partial `sentence`, each value inside `<bdi>`.
struct Sentence: Sendable, Hashable {
    struct Part: Sendable, Hashable {
        let part: String
        let isValue: Bool
    }

    let parts: [Part]

    /// Splits a text at its `{name}`s; a name without a value stays as it is.
    init(_ text: String, values: [String: String]) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            if open > rest.startIndex {
                parts.append(Part(part: String(rest[..<open]), isValue: false))
            }
            if let value = values[name] {
                parts.append(Part(part: ShownText.safe(value), isValue: true))
            } else {
                parts.append(Part(part: String(rest[open...close]), isValue: false))
            }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(Part(part: String(rest), isValue: false)) }
        self.parts = parts
    }

    /// The text with values between isolates (UAX 9) wherever a direction could leak out of them.
    func plain(isRightToLeft: Bool) -> String {
        parts.map { part in
            guard part.isValue, isRightToLeft || part.part.utf8.contains(where: { $0 >= 0x80 })
            else { return part.part }
            return "\u{2068}\(part.part)\u{2069}"
        }
        .joined()
    }
}

/// Text of strangers made harmless to the lines around it.
enum ShownText {
    /// Without controls and without the marks that open or close a direction (UAX 9, 2.1–2.5).
    ///
    /// An override in a shop's name could turn an amount around, and a closing mark could end the
    /// isolation that a page puts around the name.
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isHarmful(scalar) {
                safe.append(scalar)
            } else if scalar.properties.isWhitespace {
                safe.append(" ")
            }
        }
        return String(safe)
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
