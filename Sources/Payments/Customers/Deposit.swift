/// Money that came to a static address and belongs to no invoice.
package struct Deposit: Sendable, Hashable {
    /// Where a deposit is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Seen, not yet deep enough.
        case pending
        /// Deep enough to count.
        case processed
        /// Replaced, double-spent or dropped.
        case lost
    }

    /// Which it is.
    package let id: DepositID
    /// Where it came to.
    package let address: StaticAddress
    /// The transfer.
    package let transfer: Transfer
    /// Where it is.
    package let state: State
    /// How many blocks hold it.
    package let confirmations: UInt64
    /// When it was made known.
    package let arrivedAt: Instant
    /// When its state last changed.
    package let updatedAt: Instant

    /// Describes a deposit.
    package init(
        id: DepositID,
        address: StaticAddress,
        transfer: Transfer,
        state: State,
        confirmations: UInt64,
        arrivedAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.address = address
        self.transfer = transfer
        self.state = state
        self.confirmations = confirmations
        self.arrivedAt = arrivedAt
        self.updatedAt = updatedAt
    }
}

extension Deposit.State {
    /// Where a transfer puts its deposit.
    ///
    /// `needed`: How many blocks must hold it; 0 counts at first sight.
    package init(
        position: TransferFact.Position,
        isFinal: Bool,
        confirmations: UInt64,
        needed: Int
    ) {
        self =
            switch position {
            case _ where isFinal: .processed
            case .gone: .lost
            case .pending: needed == 0 ? .processed : .pending
            case .inBlock: confirmations >= UInt64(max(needed, 1)) ? .processed : .pending
            }
    }
}
