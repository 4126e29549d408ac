import Payments

/// A transaction in a block, as far as it matters: whether it moves TRX by itself.
struct TronTransaction: Decodable, Sendable {
    /// A transfer of TRX.
    struct Payment: Sendable {
        let account: [UInt8]
        let sun: UInt64
    }

    let txid: String
    /// Whether the block says that it failed; old blocks say nothing of it.
    let hasFailed: Bool
    let payment: Payment?

    private enum CodingKeys: String, CodingKey {
        case txID
        case results = "ret"
        case rawData = "raw_data"
    }

    private struct Outcome: Decodable { let contractRet: String? }

    private struct RawData: Decodable { let contract: [Contract]? }

    /// What a transaction does; only transfers of TRX are looked into.
    private struct Contract: Decodable {
        let payment: Payment?

        enum CodingKeys: String, CodingKey { case type, parameter }

        struct Parameter: Decodable { let value: Value }

        struct Value: Decodable {
            let toAddress: String?
            let amount: Int64?

            enum CodingKeys: String, CodingKey {
                case toAddress = "to_address"
                case amount
            }
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            // Of all kinds, TransferAssetContract (TRC-10) looks most alike and moves no TRX.
            guard try values.decodeIfPresent(String.self, forKey: .type) == "TransferContract"
            else {
                payment = nil
                return
            }
            let value = try values.decode(Parameter.self, forKey: .parameter).value
            let sun = UInt64(clamping: value.amount ?? 0)
            payment = value.toAddress.flatMap(TronText.account).flatMap { account in
                sun > 0 ? Payment(account: account, sun: sun) : nil
            }
        }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        txid = try TronText.hash(values.decode(String.self, forKey: .txID), "a transaction's id")
        let outcomes = try values.decodeIfPresent([Outcome].self, forKey: .results) ?? []
        hasFailed = outcomes.contains { $0.contractRet != nil && $0.contractRet != "SUCCESS" }
        let contracts = try values.decode(RawData.self, forKey: .rawData).contract ?? []
        // The protocol knows exactly one; nobody has said what several would mean.
        payment = contracts.count == 1 ? contracts[0].payment : nil
    }
}
