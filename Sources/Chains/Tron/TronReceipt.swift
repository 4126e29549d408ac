import Payments

/// What a transaction did, from `gettransactioninfobyblocknum`.
struct TronReceipt: Decodable, Sendable {
    /// An event that a contract wrote down.
    struct Log: Decodable, Sendable {
        let address: String?
        let topics: [String]?
        let data: String?
    }

    /// A step of a contract's run.
    struct Step: Decodable, Sendable {
        let to: String?
        let values: [Value]
        let isRejected: Bool
        let note: String?

        private enum CodingKeys: String, CodingKey {
            case to = "transferTo_address"
            case values = "callValueInfo"
            case isRejected = "rejected"
            case note
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            to = try fields.decodeIfPresent(String.self, forKey: .to)
            values = try fields.decodeIfPresent([Value].self, forKey: .values) ?? []
            // Only a field that is not there means no: null is nothing that a node writes.
            let saysMore = fields.contains(.isRejected)
            isRejected = saysMore ? try fields.decode(Bool.self, forKey: .isRejected) : false
            note = try fields.decodeIfPresent(String.self, forKey: .note)
        }
    }

    /// TRX, or where it names one, a TRC-10 token.
    struct Value: Decodable, Sendable {
        let sun: UInt64
        let isToken: Bool

        private enum CodingKeys: String, CodingKey { case callValue, tokenId }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            let number = try values.decodeIfPresent(Int64.self, forKey: .callValue)
            sun = UInt64(clamping: number ?? 0)
            isToken = values.contains(.tokenId)
        }
    }

    private struct Resources: Decodable, Sendable { let result: String? }

    let txid: String
    let height: UInt64
    let milliseconds: Int64
    let logs: [Log]
    let steps: [Step]
    private let result: String?
    private let runResult: String?

    private enum CodingKeys: String, CodingKey {
        case id, blockNumber, blockTimeStamp, result, receipt, log
        case steps = "internal_transactions"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        txid = try TronText.hash(values.decode(String.self, forKey: .id), "a receipt's id")
        height = try values.decodeIfPresent(UInt64.self, forKey: .blockNumber) ?? 0
        milliseconds = try values.decodeIfPresent(Int64.self, forKey: .blockTimeStamp) ?? 0
        logs = try values.decodeIfPresent([Log].self, forKey: .log) ?? []
        steps = try values.decodeIfPresent([Step].self, forKey: .steps) ?? []
        result = try values.decodeIfPresent(String.self, forKey: .result)
        runResult = try values.decodeIfPresent(Resources.self, forKey: .receipt)?.result
    }

    /// Whether anything failed: any word but the node's own `SUCESS`, or a run without success.
    var hasFailed: Bool {
        result != nil && result != "SUCESS" || runResult != nil && runResult != "SUCCESS"
    }

    /// Whether a contract was run to its end; plain transfers have no such result.
    var hasRun: Bool { !hasFailed && runResult == "SUCCESS" }
}

/// The receipts of a block; a node without that block answers `{}`.
struct TronReceiptList: Decodable, Sendable {
    let receipts: [TronReceipt]

    private enum NoKeys: CodingKey {}

    init(from decoder: any Decoder) throws {
        let isObject = (try? decoder.container(keyedBy: NoKeys.self)) != nil
        receipts = isObject ? [] : try [TronReceipt](from: decoder)
    }
}
