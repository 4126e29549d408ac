import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Wire

/// Posts bytes and reads the JSON that comes back, and knows whether anything was sent.
struct Transport: Sendable {
    /// An answer in JSON with its HTTP status.
    struct Answer: Sendable {
        let httpStatus: Int
        let body: JSONValue
    }

    private enum Exchange: Sendable {
        case answered(HTTPResponseStatus, bytes: [UInt8])
        case tooLarge(HTTPResponseStatus)
        case redirected(HTTPResponseStatus)
        case broken(label: String)
        case timeout
        case cancelled
    }

    private let baseURL: String
    private let timeout: Duration
    private let answerBytesMax: Int
    private let httpClient: HTTPClient

    init(
        baseURL: String,
        timeout: Duration,
        httpClient: HTTPClient?,
        answerBytesMax: Int = ClientLimits.answerBytesMax
    ) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.timeout = timeout
        self.answerBytesMax = answerBytesMax
        self.httpClient = httpClient ?? Self.sharedClient
    }

    /// One for the process, as `HTTPClient.shared` is, but without what a browser does: it follows
    /// no redirect, and a refused connection is an answer and not the start of a minute's trying.
    private static let sharedClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10))
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Sends exactly these bytes, once.
    ///
    /// A connection kept from an earlier call may have been closed in the meantime. Where it turns
    /// out before any of the body was handed over, another one is tried, which repeats nothing.
    func post(
        _ body: [UInt8],
        to path: String,
        headers: [(name: String, value: String)]
    ) async throws(ClientError) -> Answer {
        let deadline = ContinuousClock.now + timeout
        for _ in 1..<ClientLimits.connectionsMax {
            do {
                return try await attempt(body, to: path, headers: headers, until: deadline)
            } catch .unreachable {
                continue
            }
        }
        return try await attempt(body, to: path, headers: headers, until: deadline)
    }

    private func attempt(
        _ body: [UInt8],
        to path: String,
        headers: [(name: String, value: String)],
        until deadline: ContinuousClock.Instant
    ) async throws(ClientError) -> Answer {
        if Task.isCancelled { throw .cancelled }
        let sending = Sending(body)
        let exchange = await race(sending, to: path, headers: headers, until: deadline)
        switch exchange {
        case .answered(let status, let bytes):
            guard let body = try? JSONValue.parse(bytes, limits: .answer) else {
                throw .malformedAnswer(httpStatus: Int(status.code), .notJSON)
            }
            return Answer(httpStatus: Int(status.code), body: body)
        case .tooLarge(let status):
            throw .malformedAnswer(httpStatus: Int(status.code), .tooLarge)
        case .redirected(let status):
            throw .malformedAnswer(httpStatus: Int(status.code), .redirected)
        case .broken(let label):
            if sending.withdraw() { throw .unreachable(reason: label) }
            throw .outcomeUnknown(.connectionLost(reason: label))
        case .timeout:
            if sending.withdraw() { throw .unreachable(reason: "no connection in time") }
            throw .outcomeUnknown(.timeout)
        case .cancelled:
            if sending.withdraw() { throw .cancelled }
            throw .outcomeUnknown(.cancelled)
        }
    }

    /// The deadline covers a slow answer to its last byte.
    private func race(
        _ sending: Sending,
        to path: String,
        headers: [(name: String, value: String)],
        until deadline: ContinuousClock.Instant
    ) async -> Exchange {
        await withTaskGroup(of: Exchange.self) { group in
            group.addTask { await exchange(sending, to: path, headers: headers) }
            group.addTask {
                do {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    return .timeout
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return first
        }
    }

    private func exchange(
        _ sending: Sending,
        to path: String,
        headers: [(name: String, value: String)]
    ) async -> Exchange {
        var request = HTTPClientRequest(url: "\(baseURL)/\(path)")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .stream(sending, length: .known(Int64(sending.bytes.count)))
        do {
            let response = try await httpClient.execute(request, deadline: .distantFuture)
            if response.history.count > 1 || (300..<400).contains(response.status.code) {
                return .redirected(response.status)
            }
            do {
                let bytes = try await response.body.collect(upTo: answerBytesMax)
                return .answered(response.status, bytes: Array(bytes.readableBytesView))
            } catch is NIOTooManyBytesError {
                return .tooLarge(response.status)
            }
        } catch is CancellationError {
            return .cancelled
        } catch let error as HTTPClientError {
            return error == .cancelled ? .cancelled : .broken(label: error.shortDescription)
        } catch {
            // Other libraries' errors may quote what they were given; their type does not.
            return .broken(label: "\(type(of: error))")
        }
    }
}
