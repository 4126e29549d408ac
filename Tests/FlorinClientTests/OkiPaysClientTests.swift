import FlorinClient
import Rigs
import Synchronization
import Testing
import Wire

@Suite(.timeLimit(.minutes(1)))
struct OkiPaysClientTests {
    private typealias Client = FlorinClient.OkiPaysClient

    private let secret = "test_secret_9"

    private func client(of gateway: ShopServer) -> Client {
        Client(baseURL: gateway.apiURL + "/", token: "token-1", secret: secret)
    }

    private static func requestID(_ request: ShopServer.Callback) -> Int? {
        request.json["request_id"].integer
    }

    @Test func `a call has the token and a signature that the gateway's own check accepts`()
        async throws
    {
        let gateway = try await ShopServer.start(.okiPaysOrder("7001"))
        let order = try await client(of: gateway).createOrder(
            .init(orderID: "7001", priceCurrency: "EUR", price: "49.90")
        )
        #expect(order.status.isPaid)
        let request = try #require(gateway.requests.first)
        #expect(request.path.hasSuffix("/callback/order/create"))
        #expect(request.headers["x-auth-token"] == "token-1")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.json["price"].text == "49.90")
        let body = try JSONValue.parse(Array(request.body.utf8))
        let sign = request.headers["x-auth-sign"] ?? ""
        #expect(OkiPaysSignature.matches(sign, body: body, secret: secret))
    }

    @Test func `calls made at the same time arrive one by one with growing numbers`() async throws {
        let gateway = try await ShopServer.start()
        gateway.answers { .okiPaysOrder($0.json["order_id"].text ?? "") }
        let client = client(of: gateway)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<60 {
                group.addTask {
                    // A copy of the client is the same queue.
                    let copy = client
                    return try await copy.order("\(number)")?.orderID ?? ""
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids == Set((0..<60).map { "\($0)" }))
        let numbers = gateway.requests.compactMap(Self.requestID)
        #expect(numbers.count == 60)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `an order that does not exist is nil, another refusal is thrown`() async throws {
        let gateway = try await ShopServer.start(
            .refusal(
                "400 Bad Request",
                #"{"status":false,"error":"Order not found","code":14,"token":"t"}"#
            )
        )
        #expect(try await client(of: gateway).order("7001") == nil)
        gateway.answers(
            .refusal(
                "400 Bad Request",
                #"{"status":false,"error":"Order already exists","code":11,"token":"t"}"#
            )
        )
        await #expect {
            try await client(of: gateway).createOrder(
                .init(orderID: "7001", priceCurrency: "EUR", price: "49.90")
            )
        } throws: { error in
            guard case .refused(let refusal) = error as? ClientError else { return false }
            return refusal.isConflict && refusal.httpStatus == 400
        }
    }

    @Test func `a number that another process overtook is replaced, a few times`() async throws {
        let gateway = try await ShopServer.start()
        let refusalsLeft = Mutex(3)
        gateway.answers { _ in
            let isRefused = refusalsLeft.withLock { left in
                left -= 1
                return left >= 0
            }
            return isRefused ? .oldRequestID : .okiPaysOrder("7001")
        }
        _ = try await client(of: gateway).order("7001")
        let numbers = gateway.requests.compactMap(Self.requestID)
        #expect(numbers.count == 4)
        #expect(Set(numbers).count == 4)

        refusalsLeft.withLock { $0 = .max }
        await #expect(throws: ClientError.self) { try await client(of: gateway).order("7001") }
        #expect(gateway.requests.count == 4 + ClientLimits.attemptsMax)
    }

    @Test func `a call that failed gives its turn to the next`() async throws {
        let gateway = try await ShopServer.start(.garbage)
        let client = client(of: gateway)
        for _ in 0..<3 {
            await #expect(throws: ClientError.self) { try await client.order("7001") }
        }
        gateway.answers(.okiPaysOrder("7001"))
        #expect(try await client.order("7001")?.orderID == "7001")
    }

    @Test func `a client does not print its secrets`() {
        let client = Client(baseURL: "https://pay.example/v1", token: "t0ken", secret: secret)
        var dumped = ""
        dump(client, to: &dumped)
        for text in ["\(client)", String(reflecting: client), dumped] {
            #expect(!text.contains("t0ken") && !text.contains(secret))
        }
    }
}
