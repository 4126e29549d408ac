import Wire

/// Every text of the payer's pages in one language.
///
/// Texts are plain, without markup, and are written so that no number needs a plural:
/// "Confirmations: 2 of 6". What is filled in is kept apart by direction, so that a Latin address
/// in an Arabic sentence, or a shop's name full of overrides, changes nothing around it.
struct Words: Sendable {
    let language: Language
    /// By the raw value of their `Phrase`, which templates read: `{{words.copy}}`.
    let texts: [String: String]

    private init(_ language: Language, source: [UInt8]) {
        self.language = language
        let parsed = try? JSONValue.parse(source)
        guard let object = parsed?.object else {
            preconditionFailure("the texts in \(language.ownName) are not JSON")
        }
        texts = Dictionary(
            object.members.compactMap { member in
                member.value.string.map { (member.key, $0) }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static let all: [Language: Words] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, Words($0, source: source(of: $0))) }
    )

    static func of(_ language: Language) -> Words {
        guard let words = all[language] else {
            preconditionFailure("there are no texts in \(language.ownName)")
        }
        return words
    }

    /// The embedded file of a language.
    static func source(of language: Language) -> [UInt8] {
        switch language {
        case .english: PackageResources.en_json
        case .spanish: PackageResources.es_json
        case .portuguese: PackageResources.pt_json
        case .german: PackageResources.de_json
        case .french: PackageResources.fr_json
        case .russian: PackageResources.ru_json
        case .ukrainian: PackageResources.uk_json
        case .turkish: PackageResources.tr_json
        case .arabic: PackageResources.ar_json
        case .hindi: PackageResources.hi_json
        case .chinese: PackageResources.zh_json
        case .japanese: PackageResources.ja_json
        }
    }

    /// A text with nothing to fill in.
    subscript(phrase: Phrase) -> String {
        guard let text = texts[phrase.rawValue] else {
            preconditionFailure("no text in \(language.ownName) for \(phrase.rawValue)")
        }
        return text
    }

    /// A text for a page's body, with values that the page sets apart.
    func sentence(_ phrase: Phrase, _ values: [String: String] = [:]) -> Sentence {
        Sentence(self[phrase], values: values)
    }

    /// The same for titles and attributes, where there is no markup to set values apart.
    func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        sentence(phrase, values).plain(isRightToLeft: language.isRightToLeft)
    }
}
