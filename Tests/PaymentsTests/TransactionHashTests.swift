import Payments
import Testing

@Suite struct TransactionHashTests {
    private static let digits = "9f3e2d1c0b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
    private static let upper = digits.uppercased()
    private static let short = String(digits.dropLast())

    private static let pasted: [String] = [
        digits, "0x\(digits)", "0X\(upper)", "  \(digits)\n", upper,
        "\u{FEFF}\(digits)\u{200B}", "txid: \(digits).", "(\(digits))", "\(digits):1",
        "my payment \(digits) does not show", "\(digits) \(upper) 0x\(digits)",
        "https://mempool.space/tx/\(digits)", "https://mempool.space/testnet/tx/\(digits)#vin=0",
        "https://blockstream.info/tx/\(digits)?expand",
        "https://www.blockchain.com/explorer/transactions/btc/\(digits)",
        "https://litecoinspace.org/tx/\(digits)",
        "https://blockchair.com/dogecoin/transaction/\(digits)",
        "https://blockchair.com/bitcoin-cash/transaction/\(digits)?from=app",
        "https://etherscan.io/tx/0x\(digits)#eventlog", "https://bscscan.com/tx/0x\(digits)",
        "https://polygonscan.com/tx/0x\(digits)", "https://tronscan.org/#/transaction/\(digits)",
        "https://tronscan.io/#/transaction/\(digits)/internal-transactions",
        "http://explorer.example/?a=1&hash=0x\(digits)&b=2",
        // A line that broke inside.
        "\(digits.prefix(40))\r\n\(digits.dropFirst(40))",
        "0x\(digits.prefix(20)) \(digits.dropFirst(20))",
    ]

    @Test(arguments: pasted)
    func `is found in what a payer pastes`(text: String) {
        #expect(TransactionHash(pasted: text)?.digits == Self.digits)
    }

    private static let others: [String] = [
        "", " ", "hello", "0x", short, "\(digits)0", "0x\(digits)0", "z\(digits)", "\(digits)g",
        "\(short)g", "0x0x\(digits)", "LTC\(digits)",
        "https://etherscan.io/address/0x9858effd232b4033e47d90003d41ec34ecaeda94",
        // Two different ones: nobody should be told of one as if it were the other.
        "\(digits) \(String(digits.reversed()))",
        // Digits and letters of other scripts that look alike.
        "\(short)\u{FF10}", "\(short)\u{0435}",
    ]

    @Test(arguments: others)
    func `is not made up`(text: String) {
        #expect(TransactionHash(pasted: text) == nil)
    }

    @Test func `names what networks print with and without 0x, and nothing else`() throws {
        let hash = try #require(TransactionHash(Self.digits))
        #expect(hash.spellings == [Self.digits, "0x\(Self.digits)"])
        #expect(hash.names(Self.digits))
        #expect(hash.names("0x\(Self.digits)"))
        #expect(!hash.names(Self.digits.uppercased()))
        #expect(!hash.names(String(Self.digits.dropLast()) + "1"))
        #expect(TransactionHash("\(Self.digits) ") == nil)
    }

    @Test func `any text gives 64 digits of its own or nothing`() {
        var dice = SeededGenerator()
        let alphabet = Array("0123456789abcdefABCDEFxX /:#?&=gz\n\u{200B}é")
        for _ in 0..<2_000 {
            let length = Int.random(in: 0...140, using: &dice)
            var text = ""
            for _ in 0..<length { text.append(alphabet.randomElement(using: &dice) ?? " ") }
            if Bool.random(using: &dice) {
                let place = text.index(text.startIndex, offsetBy: length / 2)
                text.insert(contentsOf: Self.digits, at: place)
            }
            guard let found = TransactionHash(pasted: text) else { continue }
            #expect(found.digits.utf8.count == 64, "\(dice)")
            let bare = text.lowercased().filter { $0.isHexDigit }
            #expect(bare.contains(found.digits), "\(dice)")
            #expect(TransactionHash(pasted: found.digits) == found)
        }
    }
}
