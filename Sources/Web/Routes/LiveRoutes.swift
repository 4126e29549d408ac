import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

/// The live events of the payer's pages: one named `standing` whenever a page would look different.
///
/// An open page costs this process a connection and a line in the feed; see `InvoiceFeed`.
struct LiveRoutes: Sendable {
    /// After so many words a page connects anew: about an hour where nothing happens.
    private static let wordsMax = 225
    /// When a page that found no place asks again, in seconds.
    private static let retrySeconds = 15
    /// Pages that lost their line at the same time come back over so many half seconds.
    private static let returnsMax = 8
    private static let lastEventID = HTTPField.Name("Last-Event-ID")

    let gateway: Gateway
    let invoices: InvoiceDesk
    let plainPage: PlainPage

    init(_ gateway: Gateway, plainPage: PlainPage) {
        self.gateway = gateway
        invoices = InvoiceDesk(gateway)
        self.plainPage = plainPage
    }

    func add(to router: Router<SiteContext>) {
        router.get("checkout/{code}/events") { request, context in
            try await events(
                of: .code(InvoiceCode(context.parameters.require("code"))),
                known: Self.known(to: request),
                from: PeerAddress.limited(context.clientAddress(of: request))
            )
        }
    }

    /// The version that a page shows: the last one it was told, or the one it was made by.
    private static func known(to request: Request) -> String? {
        lastEventID.flatMap { request.headers[$0] }
            ?? request.uri.queryParameters["seen"].map(String.init)
    }

    private func events(
        of reference: InvoiceReference,
        known: String?,
        from address: String?
    ) async throws -> Response {
        guard let id = try await invoices.id(of: reference) else {
            return .page(plainPage.render(.invoiceNotFound(.embedded)), status: .notFound)
        }
        guard let listener = gateway.feed.listen(to: id, from: address) else { return busy }
        guard let first = try await invoices.pageState(of: id), !first.isFinal else {
            // It tells an event source not to come back (HTML, 9.2).
            return Response(status: .noContent, headers: [.cacheControl: "no-store"])
        }
        gateway.feed.begin(id, as: first)
        let isCurrent = known.map { $0 == first.version } ?? true
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store",
        ]
        let body = ResponseBody { writer in
            let retry = 2_000 + 500 * (listener.number % Self.returnsMax)
            try await writer.write(ByteBuffer(string: "retry: \(retry)\n\n"))
            if !isCurrent { try await writer.write(Self.event(first.version)) }
            var told = first.version
            var words = 0
            for await state in listener.states {
                if state.version != told {
                    told = state.version
                    try await writer.write(Self.event(told))
                } else {
                    // A comment keeps proxies from closing the line, and shows a gone browser.
                    try await writer.write(ByteBuffer(string: ":\n\n"))
                }
                words += 1
                if state.isFinal || words == Self.wordsMax { break }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func event(_ version: String) -> ByteBuffer {
        ByteBuffer(string: "event: standing\nid: \(version)\ndata: \(version)\n\n")
    }

    private var busy: Response {
        var response = Response.content(
            Array("too many open pages\n".utf8),
            type: "text/plain; charset=utf-8",
            status: .serviceUnavailable
        )
        response.headers[.retryAfter] = String(Self.retrySeconds)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
