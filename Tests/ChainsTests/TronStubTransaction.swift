import Foundation
import Payments
import Rigs

@testable import Chains

/// A transaction of the scripted chain: as a block holds it, and its receipt.
struct TronStubTransaction: Sendable, Hashable {
    let txid: String
    var transaction: JSONValue
    var receipt: [String: JSONValue]

    /// TRX sent by the transaction itself.
    static func trx(
        _ name: String,
        to account: [UInt8],
        sun: Int,
        result: String? = "SUCCESS",
        type: String = "TransferContract",
        receipt: [String: JSONValue] = ["receipt": ["net_fee": 267_000]]
    ) -> TronStubTransaction {
        let value: JSONValue = [
            "amount": .number(Decimal(sun)), "owner_address": .string(hex41(stranger)),
            "to_address": .string(hex41(account)),
        ]
        return TronStubTransaction(name, type, value, result, receipt)
    }

    /// A call of a contract with what it wrote down and what it sent.
    static func call(
        _ name: String,
        result: String = "SUCCESS",
        logs: [JSONValue] = [],
        steps: [JSONValue] = []
    ) -> TronStubTransaction {
        var receipt: [String: JSONValue] = [
            "receipt": ["energy_usage_total": 64_285, "result": .string(result)],
            "contractResult": [""],
        ]
        if result != "SUCCESS" { receipt["result"] = "FAILED" }
        if !logs.isEmpty { receipt["log"] = .array(logs) }
        if !steps.isEmpty { receipt["internal_transactions"] = .array(steps) }
        let value: JSONValue = ["data": "a9059cbb", "contract_address": .string(hex41(usdt))]
        return TronStubTransaction(name, "TriggerSmartContract", value, result, receipt)
    }

    /// A log as USDT writes it for a transfer.
    static func log(
        to account: [UInt8],
        units: String,
        contract: [UInt8] = usdt,
        topics: [String]? = nil
    ) -> JSONValue {
        let usual = [
            TronMovements.transferTopic, padded(hex(stranger)), padded(hex(account)),
        ]
        return [
            "address": .string(hex(contract)),
            "topics": .array((topics ?? usual).map { .string($0) }),
            "data": .string(padded(units)),
        ]
    }

    /// A step of a contract that sends TRX.
    static func step(
        to account: [UInt8],
        values: JSONValue,
        note: String = "63616c6c",
        isRejected: Bool = false
    ) -> JSONValue {
        var fields: [String: JSONValue] = [
            "hash": .string(hash("step")), "caller_address": .string(hex41(usdt)),
            "transferTo_address": .string(hex41(account)), "callValueInfo": values,
            "note": .string(note),
        ]
        if isRejected { fields["rejected"] = true }
        return .object(fields)
    }

    /// The account of USDT's contract.
    static let usdt = HexText.bytes(of: "a614f803b6fd780986a42c78ec9c7f77e6ded13c") ?? []
    static let stranger = [UInt8](repeating: 0x77, count: 20)

    static func hex(_ bytes: [UInt8]) -> String { HexText.reversed(bytes.reversed()) }

    static func hex41(_ bytes: [UInt8]) -> String { "41" + hex(bytes) }

    /// Hexadecimal digits filled up to 32 bytes.
    static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 64 - digits.count)) + digits
    }

    /// 64 digits that follow from a name.
    static func hash(_ name: String) -> String {
        let digits = hex(Array(name.utf8))
        return String((digits + String(repeating: "0", count: 64)).prefix(64))
    }

    private init(
        _ name: String,
        _ type: String,
        _ value: JSONValue,
        _ result: String?,
        _ receipt: [String: JSONValue]
    ) {
        txid = Self.hash(name)
        let url = "type.googleapis.com/protocol.\(type)"
        let contract: JSONValue = [
            "type": .string(type), "parameter": ["value": value, "type_url": .string(url)],
        ]
        let outcome: JSONValue = result.map { ["contractRet": .string($0)] } ?? [:]
        transaction = [
            "ret": [outcome], "signature": [.string(Self.hash("signature"))],
            "txID": .string(txid),
            "raw_data": ["contract": [contract], "ref_block_bytes": "1d5b"],
        ]
        self.receipt = receipt
        self.receipt["id"] = .string(txid)
    }
}
