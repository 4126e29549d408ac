import Payments
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1)))
struct CSVTextTests {
    @Test(
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "'  =1"), ("\u{00A0}=1", "'\u{00A0}=1"), ("\u{FF1D}1", "'\u{FF1D}1"),
            ("\tx", "'\tx"), ("\rx", "'\rx"), ("\nx", "'\nx"),
            ("tea", "tea"), ("a=b", "a=b"), ("", ""), ("'=1", "'=1"), ("0-1", "0-1"),
        ]
    )
    func `text from outside never begins a formula`(text: String, safe: String) {
        #expect(CSVText.harmless(text) == safe)
    }

    @Test func `a number of our own stays a number, and text of others does not`() {
        #expect(CSVText.line([.own("-1"), .foreign("-1"), .foreign(nil)]) == "-1,'-1,\r\n")
    }

    @Test func `quotes, commas and line ends are quoted as RFC 4180 says`() {
        let line = CSVText.line([
            .foreign("a,b"), .foreign("say \"hi\""), .foreign("two\r\nlines"), .foreign("plain"),
        ])
        #expect(line == "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",plain\r\n")
    }

    @Test(arguments: [
        "2026-02-30", "2026-13-01", "2026-1-01", "today", "", "2026-01-01T", "9-09-09-09",
    ])
    func `a day that does not exist is none`(text: String) {
        #expect(UTCDate.start(of: text) == nil)
    }

    @Test func `a day begins at midnight in UTC`() {
        #expect(UTCDate.start(of: "1970-01-02")?.seconds == 86_400)
        #expect(UTCDate.start(of: "2024-02-29")?.seconds == 1_709_164_800)
    }
}
