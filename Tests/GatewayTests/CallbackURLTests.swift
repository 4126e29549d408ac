import Foundation
import Gateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CallbackURLTests {
    @Test(arguments: [
        "http://shop.example", "https://shop.example/hook?a=1&b=2", "HTTPS://Shop.Example:8443/",
        "http://127.0.0.1:80/x", "http://[2606:4700::1111]:8080/x",
    ])
    func `an absolute http or https URL is taken as it is`(text: String) throws {
        #expect(try CallbackURL(text).text == text)
    }

    @Test(arguments: [
        "", "shop.example", "/hook", "//shop.example/hook", "ftp://shop.example",
        "file:///etc/passwd",
        "javascript:alert(1)", "http://", "http:///hook", "mailto:a@shop.example",
    ])
    func `anything but an absolute http or https URL is refused`(text: String) {
        #expect(throws: CallbackURL.Fault.notHTTP) { try CallbackURL(text) }
    }

    @Test(arguments: ["http://user@shop.example", "http://user:pw@shop.example/", "http://:pw@a.b"])
    func `credentials in a URL are refused`(text: String) {
        #expect(throws: CallbackURL.Fault.hasCredentials) { try CallbackURL(text) }
    }

    @Test(arguments: [
        "http://shop.example/a b", "http://shop.example/\r\nX: y", "http://münchen.example",
        "http://shop.example/\u{0}", "http://shop.example/\u{7F}",
    ])
    func `characters that do not belong in a URL are refused`(text: String) {
        #expect(throws: CallbackURL.Fault.badCharacters) { try CallbackURL(text) }
    }

    @Test func `a URL is bounded in length`() throws {
        let longest = "http://shop.example/"
            .padding(toLength: CallbackURL.lengthMax, withPad: "a", startingAt: 0)
        #expect(try CallbackURL(longest).text == longest)
        #expect(throws: CallbackURL.Fault.tooLong(lengthMax: CallbackURL.lengthMax)) {
            try CallbackURL(longest + "a")
        }
    }
}
