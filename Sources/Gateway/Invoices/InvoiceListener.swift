/// One open page's line to the feed; it is given back when the last reference goes.
package final class InvoiceListener: Sendable {
    /// How the page looks, again and again, until the feed closes.
    ///
    /// It comes after each change, and from time to time unchanged, to keep the line open.
    /// Whoever is slow misses what lies between, never the last one.
    package let states: AsyncStream<PageState>
    /// Tells lines apart.
    package let number: Int

    private let feed: InvoiceFeed

    init(states: AsyncStream<PageState>, number: Int, feed: InvoiceFeed) {
        self.states = states
        self.number = number
        self.feed = feed
    }

    deinit { feed.giveBack(number) }
}
