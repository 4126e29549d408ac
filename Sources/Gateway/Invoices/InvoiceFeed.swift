package import Payments
import Storage
import Synchronization

/// The open pages of this process, and which of them have to be told something.
///
/// A change only makes an invoice stale here, if some page shows it. `FeedKeeper` reads the stale
/// ones and tells every page of them, so an open page costs a line in a table and no work: no
/// timer, no task, no read. It is a lock and not an actor because it is rung from within
/// synchronous code, and because a listener's end is one.
package final class InvoiceFeed: Sendable {
    /// The most pages that are kept current by this process; others ask from time to time.
    package static let pagesMax = 50_000
    /// The most pages of one client's address.
    package static let pagesPerAddressMax = 100
    /// Each look tells one of so many parts of the pages that they are still connected.
    package static let beatParts = 16

    private struct Page {
        var state: PageState?
        var lines: Set<Int> = []
    }

    private struct Line {
        let invoice: InvoiceID
        let address: String?
        let states: AsyncStream<PageState>.Continuation
    }

    private struct State {
        var pages: [InvoiceID: Page] = [:]
        var lines = [[Int: Line]](repeating: [:], count: InvoiceFeed.beatParts)
        var stale: Set<InvoiceID> = []
        var countByAddress: [String: Int] = [:]
        var count = 0
        var numberLast = 0
        var partNext = 0
        var isClosed = false

        subscript(number: Int) -> Line? {
            get { lines[number % InvoiceFeed.beatParts][number] }
            set { lines[number % InvoiceFeed.beatParts][number] = newValue }
        }
    }

    /// Rings when something became stale.
    package let bell = Bell()
    private let pagesMax: Int
    private let pagesPerAddressMax: Int
    private let state = Mutex(State())

    /// Makes a feed nobody listens to.
    package init(
        pagesMax: Int = InvoiceFeed.pagesMax,
        pagesPerAddressMax: Int = InvoiceFeed.pagesPerAddressMax
    ) {
        self.pagesMax = pagesMax
        self.pagesPerAddressMax = pagesPerAddressMax
    }

    /// How many pages listen.
    package var listenerCount: Int { state.withLock { $0.count } }
}

extension InvoiceFeed {
    /// Opens a page's line; nil where there are too many, or where the feed is closed.
    ///
    /// Whoever listens reads the invoice afterwards and calls `begin`: what happens in between is
    /// not lost then.
    ///
    /// `address`: The client's, where it is one client's and not a proxy's for many.
    package func listen(to invoice: InvoiceID, from address: String? = nil) -> InvoiceListener? {
        let (states, continuation) = AsyncStream.makeStream(
            of: PageState.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number: Int? = state.withLock { state in
            guard !state.isClosed, state.count < pagesMax else { return nil }
            if let address {
                guard state.countByAddress[address, default: 0] < pagesPerAddressMax else {
                    return nil
                }
                state.countByAddress[address, default: 0] += 1
            }
            state.count += 1
            state.numberLast += 1
            let number = state.numberLast
            state[number] = Line(invoice: invoice, address: address, states: continuation)
            state.pages[invoice, default: Page()].lines.insert(number)
            return number
        }
        return number.map { InvoiceListener(states: states, number: $0, feed: self) }
    }

    /// Takes how an invoice was when its first page began to listen.
    package func begin(_ invoice: InvoiceID, as first: PageState) {
        state.withLock { state in
            guard let page = state.pages[invoice], page.state == nil else { return }
            state.pages[invoice]?.state = first
        }
    }

    func giveBack(_ number: Int) {
        state.withLock { state in
            guard let line = state[number] else { return }
            state[number] = nil
            state.count -= 1
            if let address = line.address, let count = state.countByAddress[address] {
                state.countByAddress[address] = count > 1 ? count - 1 : nil
            }
            state.pages[line.invoice]?.lines.remove(number)
            if state.pages[line.invoice]?.lines.isEmpty == true {
                state.pages[line.invoice] = nil
                state.stale.remove(line.invoice)
            }
        }
    }

    /// Ends every line at once and takes no more.
    package func close() {
        let lines = state.withLock { state in
            state.isClosed = true
            return state.lines.flatMap { $0.values.map(\.states) }
        }
        for line in lines { line.finish() }
    }
}

extension InvoiceFeed {
    /// Says that invoices changed; those that no page shows cost nothing.
    package func announce(_ invoices: some Sequence<InvoiceID>) {
        markStale { state in
            for invoice in invoices where state.pages[invoice] != nil {
                state.stale.insert(invoice)
            }
        }
    }

    /// Compares what is stored with what pages know.
    func compare(standings: [StandingChange], answers: [InquiryChange]) {
        markStale { state in
            for change in standings {
                guard let page = state.pages[change.invoice] else { continue }
                if change.revision > page.state?.revision ?? 0 {
                    state.stale.insert(change.invoice)
                }
            }
            for change in answers {
                guard let page = state.pages[change.invoice] else { continue }
                if page.state?.answeredAt.map({ change.answeredAt > $0 }) ?? true {
                    state.stale.insert(change.invoice)
                }
            }
        }
    }

    /// Says that networks have new blocks: for pages whose payment is not deep enough there.
    func announceBlocks(of networks: Set<NetworkID>) {
        markStale { state in
            for (invoice, page) in state.pages {
                guard let waits = page.state?.networks, !waits.isEmpty else { continue }
                if waits.contains(where: networks.contains) { state.stale.insert(invoice) }
            }
        }
    }

    private func markStale(_ mark: (inout State) -> Void) {
        let isNews = state.withLock { state in
            let wasEmpty = state.stale.isEmpty
            mark(&state)
            return wasEmpty && !state.stale.isEmpty
        }
        if isNews { bell.ring() }
    }

    /// Takes out some invoices that are to be read anew.
    func takeStale(limit: Int) -> [InvoiceID] {
        state.withLock { state in
            let taken = Array(state.stale.prefix(limit))
            state.stale.subtract(taken)
            return taken
        }
    }

    /// Tells every page of some invoices how it looks now.
    func tell(_ states: [InvoiceID: PageState]) {
        let lines = state.withLock { state in
            var lines: [(line: AsyncStream<PageState>.Continuation, now: PageState)] = []
            for (invoice, now) in states {
                guard let page = state.pages[invoice], page.state != now else { continue }
                state.pages[invoice]?.state = now
                for number in page.lines {
                    if let line = state[number] { lines.append((line.states, now)) }
                }
            }
            return lines
        }
        for (line, now) in lines { line.yield(now) }
    }

    /// Tells the next part of the pages again what they know, which keeps their lines open.
    func beat() {
        let lines = state.withLock { state in
            let part = state.partNext
            state.partNext = (part + 1) % Self.beatParts
            return state.lines[part].values.compactMap { line in
                state.pages[line.invoice]?.state.map { (line.states, $0) }
            }
        }
        for (line, now) in lines { line.yield(now) }
    }
}
