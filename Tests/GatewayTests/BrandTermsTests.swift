import Gateway
import Testing

struct BrandTermsTests {
    @Test(
        arguments: [
            ("#FFFFFF", "#000000", 21.0), ("#000000", "#ffffff", 21.0),
            ("#777777", "#000000", 4.69), ("#767676", "#000000", 4.62),
            ("#2f5bea", "#ffffff", 5.52), ("#ff0000", "#000000", 5.25),
            ("#ffff00", "#000000", 19.56), ("#0000ff", "#ffffff", 8.59),
            ("#10785c", "#ffffff", 5.44),
        ] as [(String, String, Double)]
    )
    func `text on a colour is black or white, whichever has more contrast`(
        colour: String,
        text: String,
        contrast: Double
    ) throws {
        let colour = try BrandColour(colour)
        #expect(colour.buttonText == text)
        #expect(abs(colour.textContrast - contrast) < 0.01, "\(colour.textContrast)")
    }

    @Test func `on every grey, and on the corners of the cube, text can be read`() throws {
        for level in 0...255 {
            let pair = String(level >> 4, radix: 16) + String(level & 15, radix: 16)
            for text in ["#\(pair)\(pair)\(pair)", "#\(pair)00ff", "#ff\(pair)00", "#00ff\(pair)"] {
                #expect(try BrandColour(text).textContrast >= 4.58, "\(text)")
            }
        }
    }

    @Test(arguments: [
        "", "2f5bea", "#2f5be", "#2f5beaa", "#2f5beg", "red", "#fff", "#2f5be ", "#２f5bea",
        "#00000}", "url(a)",
    ])
    func `anything but six digits is no colour`(text: String) {
        let fault = #expect(throws: TermsFault.self) { try BrandColour(text) }
        #expect(fault?.field == .colour)
    }

    @Test func `origins are read one a line, in lower case, each once`() throws {
        let text = """
              https://Shop.Example\r
            https://shop.example:8443

            http://localhost:3000
            http://127.0.0.1
            https://shop.example
            """
        #expect(
            try FrameOrigins.read(text) == [
                "https://shop.example", "https://shop.example:8443", "http://localhost:3000",
                "http://127.0.0.1",
            ]
        )
        #expect(try FrameOrigins.read(" \n\n") == [])
    }

    @Test(arguments: [
        "http://shop.example", "shop.example", "https://", "https:///", "https://shop.example/",
        "https://shop.example/pay", "https://shop.example?a", "https://a b", "https://*.example",
        "*", "'self'", "https://shop.example; script-src *", "https://shop.example:0",
        "https://shop.example:65536", "https://shop.example:", "https://shop.example:1:2",
        "https://user@shop.example", "https://-a.example", "https://a..example", "ftp://a.example",
        "http://localhost.evil.example", "data:text/html,x", "https://шоп.example",
        "https://\(String(repeating: "a", count: 64)).example",
    ])
    func `anything else may not frame a checkout`(text: String) {
        let fault = #expect(throws: TermsFault.self) { try FrameOrigins.read(text) }
        #expect(fault?.field == .origins)
    }

    @Test func `there are at most twenty origins`() throws {
        let twenty = (1...20).map { "https://shop\($0).example" }.joined(separator: "\n")
        #expect(try FrameOrigins.read(twenty).count == 20)
        #expect(throws: TermsFault.self) {
            try FrameOrigins.read(twenty + "\nhttps://one.more.example")
        }
    }
}
