import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// What came of posting a notification.
package enum CallbackResult: Sendable, Hashable {
    /// The shop answered.
    case answered(status: Int, body: [UInt8])
    /// It did not, or only in part; the label is safe for logs.
    case failed(label: String)
}

/// Posts notifications to shops: bounded in time and size, without redirects, and not to the
/// inside network.
///
/// The host's address is looked up once, checked, and connected to, so that a name that changes
/// its address between look and call gains nothing (DNS rebinding).
package struct CallbackClient: Sendable {
    /// How long a shop may take for everything, in seconds.
    package static let secondsMax = 10
    /// How much of an answer is read.
    package static let answerBytesMax = 16 * 1_024

    private let mayCallPrivate: Bool
    private let exemptURLs: Set<String>
    private let secondsMax: Int

    /// Decides whom notifications may go to.
    ///
    /// - Parameters:
    ///   - mayCallPrivate: Allows every address of the inside network: for shops on the same
    ///     machine.
    ///   - exemptURLs: Allows just these there.
    ///   - secondsMax: How long a shop may take for everything.
    package init(
        mayCallPrivate: Bool,
        exemptURLs: Set<String> = [],
        secondsMax: Int = CallbackClient.secondsMax
    ) {
        self.mayCallPrivate = mayCallPrivate
        self.exemptURLs = exemptURLs
        self.secondsMax = secondsMax
    }

    /// Posts a JSON body and reads the answer.
    package func post(
        _ body: [UInt8],
        to url: CallbackURL,
        headers: [NotificationHeader]
    ) async -> CallbackResult {
        await withTaskGroup(of: CallbackResult.self) { group in
            group.addTask { await exchange(body, with: url, headers: headers) }
            group.addTask {
                try? await Task.sleep(for: .seconds(secondsMax))
                return .failed(label: "timeout")
            }
            let first = await group.next() ?? .failed(label: "cancelled")
            group.cancelAll()
            return first
        }
    }

    private func exchange(
        _ body: [UInt8],
        with url: CallbackURL,
        headers: [NotificationHeader]
    ) async -> CallbackResult {
        guard let address = await resolve(url) else { return .failed(label: "unknown host") }
        guard let numeric = address.ipAddress, isAllowed(address, for: url) else {
            return .failed(label: "private address")
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration(pinning: url.host, to: numeric)
        )
        let result: CallbackResult
        do {
            var request = HTTPClientRequest(url: url.text)
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.headers.add(name: "user-agent", value: "Florin")
            for header in headers { request.headers.add(name: header.name, value: header.value) }
            request.body = .bytes(ByteBuffer(bytes: body))
            let response = try await client.execute(
                request,
                timeout: .seconds(Int64(secondsMax))
            )
            let answer = try await response.body.collect(upTo: Self.answerBytesMax)
            result = .answered(
                status: Int(response.status.code),
                body: Array(answer.readableBytesView)
            )
        } catch is NIOTooManyBytesError {
            result = .failed(label: "answer too large")
        } catch let error as HTTPClientError {
            result = .failed(label: error.shortDescription)
        } catch {
            result = .failed(label: "connection failed")
        }
        try? await client.shutdown()
        return result
    }

    private func configuration(
        pinning host: String,
        to address: String
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .seconds(Int64(secondsMax)))
        )
        configuration.dnsOverride = [host: address]
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        configuration.networkFrameworkWaitForConnectivity = false
        // A refused connection is an answer; the ladder tries again, not the client.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// Blocking name look-up on NIO's thread pool.
    private func resolve(_ url: CallbackURL) async -> SocketAddress? {
        try? await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(url.host, port: url.port)
        }
    }

    private func isAllowed(_ address: SocketAddress, for url: CallbackURL) -> Bool {
        mayCallPrivate || exemptURLs.contains(url.text) || isPublic(address)
    }

    /// Reads the address out of the system's structure: 4 bytes at offset 4, or 16 at offset 8.
    private func isPublic(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4(let v4):
            let bytes = unsafe withUnsafeBytes(of: v4.address) { unsafe Array($0[4..<8]) }
            return AddressGuard.isPublic(v4: bytes)
        case .v6(let v6):
            let bytes = unsafe withUnsafeBytes(of: v6.address) { unsafe Array($0[8..<24]) }
            return AddressGuard.isPublic(v6: bytes)
        case .unixDomainSocket: return false
        }
    }
}
