/// How much of a JSON text is read before it is refused.
package struct JSONLimits: Sendable, Hashable {
    /// The longest text that is read at all.
    package var bytesMax: Int
    var depthMax: Int
    var membersMax: Int
    var numberBytesMax: Int

    /// What a request of OkiPays may be: its documented bodies stay below 4 KB and five levels.
    package static let request = JSONLimits(bytesMax: 64 * 1024)

    /// What a request of OnchainPay may be (API contract A1): it may offer every coin by name.
    package static let onchainPayRequest = JSONLimits(bytesMax: 256 * 1024)

    /// What a client reads of one answer: a page of a thousand invoices with all their coins.
    package static let answer = JSONLimits(bytesMax: 16 * 1024 * 1024)

    init(bytesMax: Int, depthMax: Int = 32, membersMax: Int = 256, numberBytesMax: Int = 64) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.membersMax = membersMax
        self.numberBytesMax = numberBytesMax
    }
}
