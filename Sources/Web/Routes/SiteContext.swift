package import Hummingbird
import HTTPTypes
import Logging
package import NIOCore
import Payments

/// What is known of a request beside the request itself: its route's parameters and its maker.
package struct SiteContext: RequestContext, RemoteAddressRequestContext {
    /// What the router keeps about the request.
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection, which may be a proxy's.
    package let remoteAddress: SocketAddress?

    /// Whose word on where a request comes from is believed.
    var proxies = Self.loopback

    /// Takes what the connection knows.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// The address a request comes from, as text.
    ///
    /// A reverse proxy that is trusted is believed: then it is the last address it added to
    /// `X-Forwarded-For`, since everything before that one is whatever the client wrote.
    func clientAddress(of request: Request) -> String {
        let peer = remoteAddress?.ipAddress ?? ""
        guard let own = IPAddress(peer), proxies.contains(where: { $0.contains(own) }),
            let name = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        else { return peer }
        let told = last.filter { !$0.isWhitespace }
        return told.isEmpty || told.utf8.count > Self.addressBytesMax ? peer : String(told)
    }

    /// The longest text of an IPv6 address with a zone.
    private static let addressBytesMax = 64

    /// A proxy on this machine.
    static let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressBlock($0) }
}
