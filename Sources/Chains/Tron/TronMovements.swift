import Logging
import Payments

/// Reads what a block moved, in TRX and in the tokens of known contracts.
///
/// Transfers of one transaction are told apart by their index: 0 for TRX that the transaction
/// itself sends, 1 and up for its logs in their order, 0x8000_0000 and up for the steps of
/// contracts in theirs. Whatever is odd in one place is not money and is left out there.
struct TronMovements: Sendable {
    let native: Asset
    /// The tokens by the 20 bytes of their contracts.
    let tokens: [[UInt8]: Asset]
    let logger: Logger

    /// The first index of what contracts send in TRX.
    private static let stepIndexFirst: UInt32 = 0x8000_0000

    /// The hash of `Transfer(address,address,uint256)`.
    static let transferTopic = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"

    /// The notes of the steps that move TRX, as text and as nodes write it, in hexadecimal.
    ///
    /// Others name an account and a sum as well, and move nothing to it: who delegates energy with
    /// `delegateResourceOfEnergy`, or freezes, keeps the TRX (java-tron, Program.java).
    static let payingNotes: Set<String> = ["call", "63616c6c", "suicide", "73756963696465"]

    /// What a block moved, from the block and the receipts of all its transactions.
    ///
    /// Errors: `malformed` where the two do not belong together, which also happens while a node
    ///   lags or changes its chain: asking again helps then.
    func movements(
        in block: TronBlock,
        receipts: [TronReceipt]
    ) throws(ChainError) -> [TronMovement] {
        let height = block.id.height
        guard receipts.count == block.transactions.count else {
            let counts = "\(receipts.count) receipts for \(block.transactions.count) transactions"
            throw .malformed(what: "block \(height): \(counts)")
        }
        var receiptsByID: [String: TronReceipt] = [:]
        for receipt in receipts {
            // The time as well, because receipts are asked for by height and a chain may change in
            // between: two blocks of one height never have one time.
            guard receipt.height == height, receipt.milliseconds == block.milliseconds,
                receiptsByID.updateValue(receipt, forKey: receipt.txid) == nil
            else { throw .malformed(what: "a receipt of block \(height)") }
        }
        var found: [TronMovement] = []
        for transaction in block.transactions {
            guard let receipt = receiptsByID.removeValue(forKey: transaction.txid) else {
                throw .malformed(what: "block \(height): a transaction without a receipt")
            }
            found += movements(of: transaction, receipt: receipt)
        }
        return found
    }

    /// What a transaction moved, by itself and by its receipt; nothing where it failed.
    func movements(of transaction: TronTransaction, receipt: TronReceipt) -> [TronMovement] {
        guard !transaction.hasFailed, !receipt.hasFailed else { return [] }
        var found: [TronMovement] = []
        if let payment = transaction.payment {
            found.append(trx(payment.sun, to: payment.account, in: transaction.txid, 0))
        }
        guard receipt.hasRun else { return found }
        return found + tokenMovements(of: receipt) + stepMovements(of: receipt)
    }

    /// The contracts of unknown tokens that say they moved something, and whom to.
    func strangers(in receipt: TronReceipt) -> [(contract: [UInt8], account: [UInt8])] {
        guard receipt.hasRun else { return [] }
        return receipt.logs.compactMap { log in
            guard let topics = log.topics, topics.count == 3,
                topics[0].lowercased() == Self.transferTopic,
                let contract = log.address.flatMap(TronText.contract), tokens[contract] == nil,
                let account = TronText.receiver(inTopic: topics[2])
            else { return nil }
            return (contract, account)
        }
    }

    private func tokenMovements(of receipt: TronReceipt) -> [TronMovement] {
        receipt.logs.enumerated().compactMap { position, log in
            guard let topics = log.topics, topics.count == 3,
                topics[0].lowercased() == Self.transferTopic,
                let asset = log.address.flatMap(TronText.contract).flatMap({ tokens[$0] }),
                let account = TronText.receiver(inTopic: topics[2]),
                let word = log.data.flatMap(TronText.word),
                let index = UInt32(exactly: position + 1), index < Self.stepIndexFirst
            else { return nil }
            guard let units = UInt128(tronWord: word) else {
                logger.warning(
                    "token transfer beyond 128 bits left out",
                    metadata: ["chain.txid": "\(receipt.txid)", "chain.coin": "\(asset.ticker)"]
                )
                return nil
            }
            guard units > 0 else { return nil }
            return TronMovement(
                txid: receipt.txid,
                index: index,
                account: account,
                amount: Amount(units: units, of: asset)
            )
        }
    }

    private func stepMovements(of receipt: TronReceipt) -> [TronMovement] {
        receipt.steps.enumerated().compactMap { position, step in
            guard !step.isRejected, let note = step.note,
                Self.payingNotes.contains(note.lowercased()),
                let account = step.to.flatMap(TronText.account),
                let offset = UInt32(exactly: position), offset < Self.stepIndexFirst
            else { return nil }
            // A step names TRX at most once, and tokens beside it.
            let sums = step.values.filter { !$0.isToken && $0.sun > 0 }
            guard sums.count == 1 else { return nil }
            return trx(sums[0].sun, to: account, in: receipt.txid, Self.stepIndexFirst + offset)
        }
    }

    private func trx(
        _ sun: UInt64,
        to account: [UInt8],
        in txid: String,
        _ index: UInt32
    ) -> TronMovement {
        TronMovement(
            txid: txid,
            index: index,
            account: account,
            amount: Amount(units: UInt128(sun), of: native)
        )
    }
}
