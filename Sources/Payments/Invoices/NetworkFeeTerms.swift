/// Who bears what it costs to move the received coin on.
package enum NetworkFeeTerms: String, Sendable, Hashable, CaseIterable {
    /// Nobody is told about it.
    case ignored
    /// It is inside the amount due: the payer pays the price, the merchant nets less
    /// (OkiPays `include_commission`, API contract B8).
    case inside
    /// It is added to the amount due (OnchainPay `includeFee`, API contract A5.6).
    case onTop
}
