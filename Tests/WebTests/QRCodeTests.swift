import Testing

@testable import Web

struct QRCodeTests {
    private let uri = "bitcoin:bcrt1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh?amount=0.00081492"

    @Test(arguments: [1, 20, 100, 300, 1_000])
    func `a code has its finder and timing patterns`(length: Int) throws {
        let code = try #require(QRCode(text: String(repeating: "aB", count: length)))
        #expect((code.size - 17) % 4 == 0)
        let corners = [(0, 0), (0, code.size - 7), (code.size - 7, 0)]
        for (top, left) in corners {
            for row in 0..<7 {
                for column in 0..<7 {
                    let ring = max(abs(row - 3), abs(column - 3))
                    let isDark = code.isDark(row: top + row, column: left + column)
                    #expect(isDark == (ring != 2))
                }
            }
        }
        for place in 8..<code.size - 8 {
            #expect(code.isDark(row: 6, column: place) == (place % 2 == 0))
            #expect(code.isDark(row: place, column: 6) == (place % 2 == 0))
        }
        // The module that is dark in every code, ISO/IEC 18004 section 7.9.1.
        #expect(code.isDark(row: code.size - 8, column: 8))
    }

    @Test func `a payment link looks as recorded`() throws {
        let code = try #require(QRCode(text: uri))
        try expectSnapshot(code.svg(label: "Pay <now>") + "\n", named: "qr.svg")
        #expect(code.svg(label: "x") == QRCode(text: uri)?.svg(label: "x"))
    }

    @Test func `the drawing covers exactly the dark modules`() throws {
        let code = try #require(QRCode(text: uri, correction: .high))
        let path = try #require(code.svg(label: "").split(separator: "d=\"").last)
        var dark: Set<[Int]> = []
        for bar in path.prefix(while: { $0 != "\"" }).split(separator: "M") {
            let numbers = bar.split { !$0.isNumber }.compactMap { Int($0) }
            for column in numbers[0]..<numbers[0] + numbers[2] {
                dark.insert([numbers[1] - 4, column - 4])
            }
        }
        for row in 0..<code.size {
            for column in 0..<code.size {
                #expect(code.isDark(row: row, column: column) == dark.contains([row, column]))
            }
        }
    }

    @Test func `a text that fits no code makes none`() {
        #expect(QRCode(text: "") == nil)
        #expect(QRCode(text: "a\u{0}b") == nil)
        #expect(QRCode(text: String(repeating: "é", count: 2_000)) == nil)
    }
}
