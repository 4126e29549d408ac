import Foundation
import Keys

@testable import Chains

/// A scripted chain as one server sees it, with the answers that a server gives about it.
struct EVMStubChain: Sendable {
    struct Log: Sendable {
        var contract: String
        var topics: [String]
        var data: String
        var isRemoved = false
        /// Nil for the hash of the block that holds it.
        var blockHash: String?
    }

    struct Transaction: Sendable {
        var hash: String
        var from = EVMStubChain.stranger
        /// Nil where it creates a contract.
        var to: String?
        var value = "0x0"
        var input = "0x"
        var status = "0x1"
        var logs: [Log] = []
        /// The most it pays for a unit of gas, in hexadecimal.
        var gasPrice = "0x3b9aca00"
    }

    struct Block: Sendable {
        let height: UInt64
        let hash: String
        let parent: String
        var seconds: Int64
        var transactions: [Transaction]
    }

    /// The best chain from height zero on.
    private(set) var blocks: [Block] = []
    /// Blocks that left it.
    private(set) var stale: [Block] = []
    /// Transactions without a block.
    var waiting: [Transaction] = []
    /// What accounts hold at any height, in lower-case digits.
    var balances: [String: String] = [:]
    private var mined = 0

    static let stranger = "0x00000000000000000000000000000000000000aa"
    static let startSeconds: Int64 = 1_700_000_000

    init(blocks count: Int) { for _ in 0..<count { mine() } }

    static func hash(_ name: String) -> String {
        "0x" + HexText.digits(of: Keccak256.hash(Array(name.utf8)))
    }

    static func pad(_ address: String) -> String {
        "0x" + String(repeating: "0", count: 24) + address.dropFirst(2).lowercased()
    }

    static func payment(_ name: String, to: String, value: UInt128) -> Transaction {
        let value = "0x" + String(value, radix: 16)
        return Transaction(hash: hash(name), to: to, value: value)
    }

    static func log(_ contract: String, to: String, amount: UInt128) -> Log {
        let digits = String(amount, radix: 16)
        return Log(
            contract: contract,
            topics: [EVMLog.transferTopic, pad(stranger), pad(to)],
            data: "0x" + String(repeating: "0", count: 64 - digits.count) + digits
        )
    }

    static func token(
        _ name: String,
        _ contract: String,
        to: String,
        amount: UInt128
    ) -> Transaction {
        let log = log(contract, to: to, amount: amount)
        return Transaction(hash: hash(name), to: contract, input: "0xa9059cbb", logs: [log])
    }

    mutating func mine(_ transactions: [Transaction] = []) {
        mined += 1
        let height = UInt64(blocks.count)
        blocks.append(
            Block(
                height: height,
                hash: Self.hash("block \(height) \(mined)"),
                parent: blocks.last?.hash ?? Self.hash("nothing"),
                seconds: Self.startSeconds + Int64(height),
                transactions: transactions
            )
        )
        let hashes = Set(transactions.map(\.hash))
        waiting.removeAll { hashes.contains($0.hash) }
    }

    /// Takes the last blocks back; their transactions wait again.
    mutating func takeBack(_ count: Int) {
        for _ in 0..<count {
            let block = blocks.removeLast()
            stale.append(block)
            waiting += block.transactions
        }
    }

    mutating func setTime(ofTip seconds: Int64) { blocks[blocks.count - 1].seconds = seconds }

    /// The chain without its last blocks.
    func lagging(by count: Int) -> EVMStubChain {
        var chain = self
        chain.blocks.removeLast(min(count, blocks.count - 1))
        return chain
    }

    // The answers, as JSON texts.

    func block(_ name: String, isFull: Bool) -> String {
        let block: Block?
        switch name {
        case "latest": block = blocks.last
        case "finalized": block = blocks.dropLast(10).last
        default:
            let height = UInt64(name.dropFirst(2), radix: 16)
            block = blocks.first { $0.height == height || $0.hash == name }
        }
        let known = block ?? stale.first { $0.hash == name }
        return known.map { text($0, isFull: isFull) } ?? "null"
    }

    private func text(_ block: Block, isFull: Bool) -> String {
        let transactions = block.transactions.map {
            isFull ? text($0, in: block) : "\"\($0.hash)\""
        }
        return """
            {"number":"\(EVMWord.quantity(block.height))","hash":"\(block.hash)",\
            "parentHash":"\(block.parent)","timestamp":"0x\(String(block.seconds, radix: 16))",\
            "logsBloom":"\(bloom(of: block))","extraData":"0x\\u0041","uncles":[],\
            "transactions":[\(transactions.joined(separator: ","))]}
            """
    }

    private func text(_ transaction: Transaction, in block: Block?) -> String {
        let to = transaction.to.map { "\"\($0)\"" } ?? "null"
        let blockHash = block.map { "\"\($0.hash)\"" } ?? "null"
        let number = block.map { "\"\(EVMWord.quantity($0.height))\"" } ?? "null"
        return """
            {"hash":"\(transaction.hash)","from":"\(transaction.from)","to":\(to),\
            "value":"\(transaction.value)","input":"\(transaction.input)",\
            "gasPrice":"0x1","maxFeePerGas":"\(transaction.gasPrice)",\
            "blockHash":\(blockHash),"blockNumber":\(number),"accessList":[{"a":[]}]}
            """
    }

    private func bloom(of block: Block) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        for log in block.transactions.flatMap(\.logs) {
            for item in [log.contract] + log.topics {
                guard let item = HexText.bytes(of: String(item.dropFirst(2))) else { continue }
                let hash = Keccak256.hash(item)
                for place in [0, 2, 4] {
                    let bit = (Int(hash[place]) * 256 + Int(hash[place + 1])) % 2048
                    bytes[255 - bit / 8] |= 1 << UInt8(bit % 8)
                }
            }
        }
        return "0x" + HexText.digits(of: bytes)
    }

    /// Every log of a range or of one block, whatever it is: the filter is ours to apply again.
    func logs(
        from first: UInt64,
        to last: UInt64,
        blockHash: String? = nil,
        of hash: String? = nil
    ) -> String {
        let wanted = blocks.filter {
            blockHash.map { [hash = $0.hash] in hash == $0 } ?? (first...last ~= $0.height)
        }
        let texts = wanted.flatMap { block in
            let pairs = block.transactions.filter { $0.status == "0x1" || $0.status == "lie" }
                .flatMap { transaction in transaction.logs.map { (transaction, $0) } }
            return pairs.enumerated().compactMap { index, pair -> String? in
                let (transaction, log) = pair
                if let hash, transaction.hash != hash { return nil }
                let topics = log.topics.map { "\"\($0)\"" }.joined(separator: ",")
                return """
                    {"address":"\(log.contract.lowercased())","topics":[\(topics)],\
                    "data":"\(log.data)","blockNumber":"\(EVMWord.quantity(block.height))",\
                    "blockHash":"\(log.blockHash ?? block.hash)",\
                    "transactionHash":"\(transaction.hash)","transactionIndex":"0x0",\
                    "logIndex":"0x\(String(index, radix: 16))","removed":\(log.isRemoved)}
                    """
            }
        }
        return "[\(texts.joined(separator: ","))]"
    }

    func receipt(_ hash: String) -> String {
        for block in blocks {
            for transaction in block.transactions where transaction.hash == hash {
                let status = transaction.status == "lie" ? "0x0" : transaction.status
                let logs = logs(from: 0, to: 0, blockHash: block.hash, of: hash)
                return """
                    {"transactionHash":"\(hash)","blockHash":"\(block.hash)",\
                    "status":"\(status)","logs":\(logs)}
                    """
            }
        }
        return "null"
    }

    func transaction(_ hash: String) -> String {
        for block in blocks {
            for transaction in block.transactions where transaction.hash == hash {
                return text(transaction, in: block)
            }
        }
        return waiting.first { $0.hash == hash }.map { text($0, in: nil) } ?? "null"
    }
}
