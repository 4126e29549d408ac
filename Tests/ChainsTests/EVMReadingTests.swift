import Keys
import Payments
import Rigs
import Synchronization
import Testing

@testable import Chains

@Suite struct `Reading what EVM servers answer` {
    private static func fragment(_ text: String) -> JSONFragment {
        JSONFragment(Array(text.utf8), subject: "the answer")
    }

    @Test func `the topic of a transfer is the hash of its signature`() {
        let signature = Array("Transfer(address,address,uint256)".utf8)
        #expect("0x" + HexText.digits(of: Keccak256.hash(signature)) == EVMLog.transferTopic)
    }

    @Test(arguments: [
        ("0x0", UInt128(0)), ("0x00000000000000000000000000000000000005", 5), ("0xff", 255),
        ("0xFF", 255), ("0x", nil), ("0", nil), ("12", nil), ("0xg", nil), ("0x-1", nil),
        ("0xffffffffffffffffffffffffffffffff", .max), ("0x100000000000000000000000000000000", nil),
        ("0x" + String(repeating: "0", count: 64), 0),
        ("0x" + String(repeating: "0", count: 65), nil),
        ("é0x1", nil),
    ])
    func `a quantity is exact or nothing`(_ text: String, _ number: UInt128?) {
        let bytes = Array(text.utf8)
        #expect(EVMWord(quantity: bytes.indices, of: bytes)?.uint128 == number)
    }

    @Test func `a word keeps all its bytes`() throws {
        var dice = Dice()
        for _ in 0..<100 {
            let bytes = dice.bytes(32)
            let word = EVMWord(bytes)
            #expect(word.bytes == bytes)
            #expect(word.account == Array(bytes.suffix(20)))
            #expect(EVMWord(word.text) == word)
            #expect(EVMWord(bytes.suffix(20)).isAccount)
        }
        #expect(EVMWord("0x12") == nil)
    }

    @Test func `a filter holds what was put in, and little else`() throws {
        var chain = EVMStubChain(blocks: 1)
        chain.mine([EVMStubChain.token("t", EVMBench.usdt, to: EVMBench.ours, amount: 1)])
        let text = chain.block("0x1", isFull: true)
        let block = try #require(try EVMBlock.read(Self.fragment(text)))
        let bloom = try #require(block.bloom)
        let usdt = try #require(EVMBench.format.decode(EVMBench.usdt)).matchBytes
        let usdc = try #require(EVMBench.format.decode(EVMBench.usdc)).matchBytes
        #expect(bloom.mayContain(EVMBloom.Item(usdt)))
        #expect(bloom.mayContain(EVMBloom.Item(EVMLog.transferTopicWord.bytes)))
        #expect(!bloom.mayContain(EVMBloom.Item(usdc)))
    }

    @Test(arguments: [
        "", "{", "[", "}", "nul", "{\"a\"}", "{\"a\":", "{\"hash\":1", "{\"hash\":[]}", "\"\\",
        "{\"transactions\":{}}", "{\"number\":\"0x1\"}", "[{}]",
    ])
    func `what is no block is an error`(_ text: String) {
        #expect(throws: ChainError.malformed(what: "the answer")) {
            try EVMBlock.read(Self.fragment(text))
        }
    }

    @Test func `a height or time beyond all reason is an error`() {
        let good = EVMStubChain(blocks: 1).block("0x0", isFull: true)
        for (old, new) in [
            (#""number":"0x0""#, #""number":"0xffffffffffffffff""#),
            (#""timestamp":"0x6553f100""#, #""timestamp":"0xffffffffffffffff""#),
        ] {
            #expect(good.contains(old))
            #expect(throws: ChainError.self) {
                try EVMBlock.read(Self.fragment(good.replacing(old, with: new)))
            }
        }
    }

    @Test func `deep nesting costs no stack`() throws {
        let depth = 200_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        var scanner = JSONScanner(Self.fragment("[\(text),7]"))
        try scanner.enterArray()
        let isDeepThere = try scanner.nextElement()
        try scanner.skip()
        let isNumberThere = try scanner.nextElement()
        let number = try scanner.value().number
        let isMoreThere = try scanner.nextElement()
        #expect(isDeepThere && isNumberThere && !isMoreThere)
        #expect(number == 7)
    }

    @Test(arguments: [
        (
            ChainError.node(code: -32005, message: "query returned more than 10000 results"),
            EVMFault.size
        ),
        (.node(code: -32602, message: "Log response size exceeded."), .size),
        (.node(code: -32614, message: "eth_getLogs is limited to a 10,000 range"), .size),
        (.node(code: -32005, message: "daily request count exceeded, request rate limited"), .rate),
        (.node(code: 429, message: "Your app has exceeded its compute units per second"), .rate),
        (.node(code: -32000, message: "query timeout exceeded"), .slowness),
        (.node(code: -32601, message: "the method does not exist"), .other),
        (.tooLarge(what: "x"), .size), (.refused(status: 413), .size),
        (.refused(status: 429), .rate), (.refused(status: 503), .other), (.timedOut, .slowness),
    ])
    func `an error says what to do`(_ error: ChainError, _ fault: EVMFault) {
        #expect(EVMFault(error) == fault)
    }

    @Test func `a span halves at once and grows slowly`() {
        var span = AdaptiveSpan(max: 100)
        let isShrunk = [span.shrink(from: 100), span.shrink(from: 50)]
        #expect(isShrunk == [true, true])
        #expect(span.count == 25)
        for _ in 0..<7 { span.succeed(with: 25) }
        span.succeed(with: 3)
        #expect(span.count == 25)
        span.succeed(with: 25)
        #expect(span.count == 28)
        for _ in 0..<10_000 { span.succeed(with: 100) }
        #expect(span.count == 100)
        while span.shrink(from: span.count) {}
        #expect(span.count == 1)
    }

    @Test func `nothing of an endpoint prints but its host`() {
        let endpoint = EVMEndpoint(
            url: "https://user:passw0rdpassw0rd@node.example:8545/v2/aKeyOfTwenty?k=another-key",
            headers: ["Authorization": "Bearer tokentoken"]
        )
        var dumped = ""
        dump(endpoint, to: &dumped)
        #expect(endpoint.name == "node.example:8545")
        #expect("\(endpoint)" == "EVMEndpoint(node.example:8545)")
        #expect(!dumped.contains("Key") && !dumped.contains("token"))
        let message = "no project aKeyOfTwenty for Bearer tokentoken"
        #expect(endpoint.redacting(message) == "no project … for Bearer …")
    }

    private static func mutation(of bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 2: bytes.insert(contentsOf: Array(#"{"[]},:\0x"#.utf8), at: place)
            case 3: bytes.removeSubrange(place..<min(place + 9, bytes.count))
            default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &dice))
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return bytes
    }

    @Test func `broken answers give an error or a value, never a trap`() throws {
        var dice = Dice()
        var chain = EVMStubChain(blocks: 1)
        chain.mine([
            EVMStubChain.token("t", EVMBench.usdt, to: EVMBench.ours, amount: 1),
            EVMStubChain.payment("p", to: EVMBench.ours, value: 1),
        ])
        let answers = [
            chain.block("0x1", isFull: true), chain.block("0x1", isFull: false),
            chain.logs(from: 1, to: 1), chain.receipt(EVMStubChain.hash("p")),
            chain.transaction(EVMStubChain.hash("p")),
        ]
        .map { Array($0.utf8) }
        let contract = try #require(EVMBench.format.decode(EVMBench.usdt)).matchBytes
        let contracts: Set = [EVMWord(contract)]
        for _ in 0..<3_000 {
            let answer = answers[Int.random(in: 0..<answers.count, using: &dice)]
            let bytes = Self.mutation(of: answer, &dice)
            let broken = JSONFragment(bytes, subject: "x")
            let block = try? EVMBlock.read(broken)
            #expect((block?.transactions.count ?? 0) < 100, "\(dice)")
            _ = try? EVMLog.read(broken, of: contracts)
            _ = try? EVMReceipt.read(broken)
            _ = try? EVMTransaction.read(broken)
            _ = (broken.text, broken.number, broken.isNull)
        }
    }

    @Test func `a server that answers nonsense takes nothing down`() async throws {
        let chain = EVMStubChain(blocks: 30)
        let bench = try await EVMBench.start(chain)
        let dice = Mutex(Dice())
        bench.servers[0].change { manners in
            manners.lie = { _, text in
                dice.withLock { dice in
                    guard Int.random(in: 0..<6, using: &dice) == 0 else { return text }
                    let bytes = Self.mutation(of: Array(text.utf8), &dice)
                    return String(decoding: bytes, as: UTF8.self)
                }
            }
        }
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 20))
        for _ in 0..<100 {
            if let update = try? await bench.update(after: ledger.cursor) { ledger.store(update) }
        }
        // One server alone is believed what it says, if it fits together; it may even say an end.
        #expect(ledger.blocks.count >= 20, "\(dice.withLock(\.description))")
        try await bench.close()
    }
}
