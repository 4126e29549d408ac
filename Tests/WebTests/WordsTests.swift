import Testing
import Wire

@testable import Web

struct WordsTests {
    /// What is the same word in both languages.
    private static let sameAsEnglish: [Language: Set<Phrase>] = [
        .german: [.shop, .coin], .french: [.transaction], .turkish: [.coin],
    ]

    @Test(arguments: Language.allCases)
    func `a language has every text, with the same values in it`(language: Language) throws {
        let parsed = try JSONValue.parse(Words.source(of: language))
        let keys = try #require(parsed.object).members.map(\.key)
        #expect(Set(keys) == Set(Phrase.allCases.map(\.rawValue)))
        #expect(keys.count == Phrase.allCases.count)
        let (words, english) = (Words.of(language), Words.of(.english))
        for phrase in Phrase.allCases {
            #expect(names(in: words[phrase]) == names(in: english[phrase]), "\(phrase)")
        }
    }

    private func names(in text: String) -> [String] {
        text.matches(of: /\{[^}]*\}/).map { String($0.output) }.sorted()
    }

    @Test(arguments: Language.allCases)
    func `a text is whole, plain and its language's own`(language: Language) {
        let (words, english) = (Words.of(language), Words.of(.english))
        for phrase in Phrase.allCases {
            let text = words[phrase]
            #expect(!text.isEmpty && text.first != " " && text.last != " ", "\(phrase)")
            #expect(!text.contains(/[<>&\n\t"]/), "\(phrase)")
            #expect(!text.contains("  "), "\(phrase)")
            #expect(ShownText.safe(text) == text, "\(phrase)")
            guard language != .english else { continue }
            let isSame = text == english[phrase]
            let isKnown = Self.sameAsEnglish[language]?.contains(phrase) ?? false
            #expect(isSame == isKnown, "\(phrase) in \(language)")
        }
    }

    @Test(arguments: Language.allCases)
    func `a sentence ends as its English one does`(language: Language) {
        let ends: Set<Character> = [".", "。", "।"]
        for phrase in Phrase.allCases {
            let isEnded = Words.of(.english)[phrase].last.map(ends.contains)
            let text = Words.of(language)[phrase]
            #expect(text.last.map(ends.contains) == isEnded, "\(phrase): \(text)")
        }
    }

    @Test func `values stand apart from the words around them`() {
        let sentence = Sentence(
            "Pay {sum} to {merchant}.",
            values: ["sum": "1 BTC", "merchant": "Ü"]
        )
        #expect(sentence.parts.map(\.isValue) == [false, true, false, true, false])
        #expect(sentence.plain(isRightToLeft: false) == "Pay 1 BTC to \u{2068}Ü\u{2069}.")
        #expect(
            sentence.plain(isRightToLeft: true)
                == "Pay \u{2068}1 BTC\u{2069} to \u{2068}Ü\u{2069}."
        )
    }

    @Test func `a value with braces is not filled in again`() {
        let sentence = Sentence("{a}{b}", values: ["a": "{b}", "b": "x"])
        #expect(sentence.plain(isRightToLeft: false) == "{b}x")
        #expect(Sentence("{c} {", values: [:]).plain(isRightToLeft: false) == "{c} {")
    }

    @Test func `marks that turn a line around are taken out, others stay`() {
        #expect(ShownText.safe("a\u{202E}b\u{2069}c") == "abc")
        #expect(ShownText.safe("a\r\nb\u{85}c\u{7}") == "a  b c")
        #expect(ShownText.safe("שלום\u{200F}!") == "שלום\u{200F}!")
        #expect(ShownText.safe("👨‍👩‍👧 é") == "👨‍👩‍👧 é")
    }
}
