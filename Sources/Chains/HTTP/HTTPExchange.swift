import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Sends a request and reads the answer to its last byte, within a size and a time.
///
/// Every failure is a `ChainError`; whatever status the server answers is not one.
struct HTTPExchange: Sendable {
    /// What a server answered.
    struct Reply: Sendable {
        let status: Int
        /// What the server said its time was, in Unix seconds.
        let serverSeconds: Int64?
        fileprivate let content: ByteBuffer

        /// The body for decoders.
        var body: Data { Data(content.readableBytesView) }
        /// The body for what reads bytes.
        var bytes: [UInt8] { Array(content.readableBytesView) }
    }

    /// Sends the requests; it is not shut down here.
    let httpClient: HTTPClient
    /// The largest body that is read, as received.
    let answerBytesMax: Int
    /// How long an answer may take, its last byte included.
    let timeoutSeconds: Int

    /// How often a request is sent when the server closes the kept connection at the same moment.
    private static let attemptsMax = 2

    /// Asks for what a URL names.
    ///
    /// `subject`: What is asked for, for the words of an error.
    func get(
        _ url: String,
        headers: HTTPHeaders = [:],
        about subject: String
    ) async throws(ChainError) -> Reply {
        var request = HTTPClientRequest(url: url)
        request.headers = headers
        return try await reply(to: request, about: subject)
    }

    /// Sends a JSON message.
    func post(
        _ message: some Encodable,
        to url: String,
        headers: HTTPHeaders = [:],
        about subject: String
    ) async throws(ChainError) -> Reply {
        guard let body = try? JSONEncoder().encode(message) else {
            preconditionFailure("messages are always encodable")
        }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = headers
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await reply(to: request, about: subject)
    }

    private func reply(
        to request: HTTPClientRequest,
        about subject: String
    ) async throws(ChainError) -> Reply {
        var attempt = 1
        while true {
            do {
                return try await send(request, about: subject)
            } catch let error as HTTPClientError
                where error == .remoteConnectionClosed && attempt < Self.attemptsMax
            {
                attempt += 1
            } catch {
                throw Self.chainError(error)
            }
        }
    }

    /// Sends and reads to the last byte within the time allowed.
    private func send(_ request: HTTPClientRequest, about subject: String) async throws -> Reply {
        let seconds = Int64(timeoutSeconds)
        let end = ContinuousClock.now + .seconds(seconds)
        let response = try await httpClient.execute(request, timeout: .seconds(seconds))
        let body = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return try await response.body.collect(upTo: answerBytesMax)
                } catch is NIOTooManyBytesError {
                    throw ChainError.tooLarge(what: "the answer to \(subject)")
                }
            }
            group.addTask {
                try await Task.sleep(until: end, clock: .continuous)
                throw ChainError.timedOut
            }
            guard let body = try await group.next() else { throw ChainError.timedOut }
            return body
        }
        return Reply(
            status: Int(response.status.code),
            serverSeconds: response.headers.first(name: "Date").flatMap(HTTPDate.seconds),
            content: body
        )
    }

    private static func chainError(_ error: any Error) -> ChainError {
        switch error {
        case let error as ChainError: error
        case let error as HTTPClientError
        where error == .deadlineExceeded || error == .readTimeout:
            .timedOut
        case let error as HTTPClientError: .unreachable(label: error.shortDescription)
        case is CancellationError: .unreachable(label: "cancelled")
        default: .unreachable(label: "no connection")
        }
    }
}
