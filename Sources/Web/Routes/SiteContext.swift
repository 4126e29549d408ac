package import Hummingbird
import HTTPTypes
import Logging
package import NIOCore

/// What is known of a request beside the request itself: its route's parameters and its maker.
package struct SiteContext: RequestContext, RemoteAddressRequestContext {
    /// What the router keeps about the request.
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection, which may be a proxy's.
    package let remoteAddress: SocketAddress?

    /// Takes what the connection knows.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// The address a request comes from, as text.
    ///
    /// A reverse proxy on this machine is believed: then it is the last address it added to
    /// `X-Forwarded-For`, since everything before that one is whatever the client wrote.
    func clientAddress(of request: Request) -> String {
        let peer = remoteAddress?.ipAddress ?? ""
        guard Self.loopback.contains(peer), let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        else { return peer }
        let told = last.filter { !$0.isWhitespace }
        return told.isEmpty || told.utf8.count > Self.addressBytesMax ? peer : String(told)
    }

    /// The longest text of an IPv6 address with a zone.
    private static let addressBytesMax = 64
    private static let loopback: Set<String> = ["127.0.0.1", "::1", "::ffff:127.0.0.1"]
}
