package import Payments

/// How many questions are taken.
package struct InquiryLimits: Sendable, Hashable {
    /// The most different transactions that are asked about on one invoice.
    package var hashesMax = 20
    /// How long the same question is not asked again.
    package var againSecondsMin: Int64 = 30
    /// The most questions that wait for their first answer.
    package var waitingMax = 1_000
    /// The most blocks that are read again for one.
    package var rereadBlocksMax: UInt64 = 2_000
    /// How long after blocks were read again for one none are for the next.
    package var rereadSecondsMin: Int64 = 600

    /// The usual limits.
    package init() {}
}

/// What became of a question.
package enum InquiryOutcome: Sendable, Hashable {
    /// It is stored, or was a moment ago.
    case asked
    /// The invoice has as many as it may have.
    case tooMany
    /// Too many wait already.
    case busy
}

/// An address of an invoice's choice, as networks recognise it.
package struct PayableAccount: Sendable, Hashable {
    /// Where it was issued.
    package let network: NetworkID
    /// An output script or a 20-byte account.
    package let matchBytes: [UInt8]
}

/// Everything the database says that helps to answer a question.
package struct InquiryGround: Sendable, Hashable {
    /// The invoice it is asked on.
    package let stored: InvoiceRecord
    /// The addresses of its choices.
    package let accounts: [PayableAccount]
    /// The networks on which the transaction paid somebody else.
    package let networksOfOthers: [NetworkID]
}

/// Whether blocks are read again in which a payment must have been overlooked.
package enum RereadOutcome: Sendable, Hashable {
    /// The payment is recorded by now.
    case recorded
    /// The block is still ahead, or blocks are being read again already.
    case underway
    /// They are going to be read again.
    case requested
    /// They were read again, and there is no such payment.
    case vain
    /// The block is too deep, or on a sibling network: an operator is told, and may read it again.
    case operatorsTurn
    /// The block is from before the address was issued.
    case tooOld
}
