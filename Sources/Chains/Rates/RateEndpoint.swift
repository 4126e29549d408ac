import AsyncHTTPClient
import FoundationEssentials
import NIOHTTP1

/// Where a provider of prices answers, and how much of an answer is read.
struct RateEndpoint: Sendable {
    /// Sends the requests; it is not shut down here.
    let httpClient: HTTPClient
    /// What every path is appended to, without a slash at its end.
    let baseURL: String
    /// What is sent along besides the name of the program.
    var headers: HTTPHeaders = [:]
    /// The longest answer that is read.
    ///
    /// Every spot market of an exchange is some 400 KB.
    var answerBytesMax = 2 * 1_024 * 1_024
    /// How long an answer may take, its last byte included.
    var timeoutSeconds = 8

    /// The bytes at a path.
    func bytes(at path: String) async throws(RateError) -> [UInt8] {
        let exchange = HTTPExchange(
            httpClient: httpClient,
            answerBytesMax: answerBytesMax,
            timeoutSeconds: timeoutSeconds
        )
        var headers = headers
        // Some providers turn away who does not say a name.
        headers.add(name: "User-Agent", value: "florin")
        headers.add(name: "Accept", value: "*/*")
        let reply: HTTPExchange.Reply
        do {
            reply = try await exchange.get(baseURL + path, headers: headers, about: "prices")
        } catch {
            throw RateError(error)
        }
        guard reply.status == 200 else { throw .refused(status: reply.status) }
        return reply.bytes
    }

    /// The JSON at a path.
    func json(at path: String) async throws(RateError) -> RateJSON {
        guard let json = RateJSON(try await bytes(at: path)) else {
            throw .malformed(what: "the answer is not JSON")
        }
        return json
    }
}

extension RateEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says where it is and nothing of how one gets in.
    package var description: String {
        "RateEndpoint(\(EVMEndpoint(url: baseURL).name))"
    }

    /// The same as `description`.
    package var debugDescription: String { description }

    /// Shows no children, so that `dump` is as silent as `print`.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
