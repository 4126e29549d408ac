import ServiceLifecycle

/// Ends the lines of open pages as soon as a stop begins.
///
/// It is listed after the server, so that it is the first to hear of the stop: a server waits for
/// its open lines.
package struct FeedCloser: Service {
    private let feed: InvoiceFeed

    /// Closes a feed when the time has come.
    package init(_ feed: InvoiceFeed) { self.feed = feed }

    /// Waits for the stop.
    package func run() async throws {
        try? await gracefulShutdown()
        feed.close()
    }
}
