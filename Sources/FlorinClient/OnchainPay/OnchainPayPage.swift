/// A part of a list, and the length of the whole.
public struct OnchainPayPage<Item: Sendable & Hashable>: Sendable, Hashable {
    /// The invoices or orders of this page.
    public let items: [Item]
    /// How many there are on all pages together.
    public let total: Int
}
