import Testing

@testable import Web

struct LanguageTests {
    @Test(arguments: [
        ("de", Language.german), ("pt-BR", .portuguese), ("zh-Hans-CN", .chinese),
        ("ZH-tw", .chinese),
        ("de-CH, fr;q=0.8", .german), ("fr;q=0.2, es;q=0.9", .spanish),
        ("nl, fi;q=0.9, uk;q=0.1", .ukrainian), ("fr;q=0.5,tr;q=0.5", .french),
        ("it, nl", .english), ("", .english), ("*", .english), ("en;q=0, *", .spanish),
        ("de;q=0, de-AT", .english), ("ja;q=1.000", .japanese), ("ja;q=1.5, hi", .hindi),
        ("ja;q=, hi;q=0.1", .hindi), ("ar ; q=0.3 ,\tru;q=0.2", .arabic), (";;,,q=1", .english),
        ("den, deutsch", .english),
    ])
    func `the header's weights decide`(header: String, language: Language) {
        #expect(Language.negotiated(header) == language)
    }

    @Test func `no header is English`() {
        #expect(Language.negotiated(nil) == .english)
    }

    @Test func `a long header is read to a limit`() {
        let long = String(repeating: "xx;q=0.9,", count: 10_000) + "de"
        #expect(Language.negotiated(long) == .english)
    }

    @Test func `only Arabic runs from right to left`() {
        #expect(Language.allCases.filter(\.isRightToLeft) == [.arabic])
    }

    @Test func `a picked language stays in links and forms`() {
        let picked = PageLanguage(.turkish, isPicked: true)
        #expect(picked.keeping("/checkout/A") == "/checkout/A?lang=tr")
        #expect(picked.keeping("/checkout/A?choose=1") == "/checkout/A?choose=1&lang=tr")
        #expect(picked.fields == [FormField(name: "lang", value: "tr")])
        #expect(PageLanguage(.turkish).keeping("/checkout/A") == "/checkout/A")
        #expect(PageLanguage(.turkish).fields.isEmpty)
    }
}
