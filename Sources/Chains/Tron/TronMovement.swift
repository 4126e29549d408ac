import Payments

/// Value that a transaction moved to an account, whoever's that is.
struct TronMovement: Sendable, Hashable {
    let txid: String
    let index: UInt32
    let account: [UInt8]
    let amount: Amount
}
