import FlorinClient
import Foundation
import Rigs
import Testing

/// A shop written in Swift against a running server: the library of Docs/CLIENT.md.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SwiftClientTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private func onchainPay(at baseURL: String? = nil) -> OnchainPayClient {
        OnchainPayClient(
            baseURL: baseURL ?? "\(world.florin.url)/api-gateway",
            publicKey: world.caller.publicKey,
            privateKey: world.caller.privateKey
        )
    }

    private func okiPays(at baseURL: String? = nil) -> FlorinClient.OkiPaysClient {
        FlorinClient.OkiPaysClient(
            baseURL: baseURL ?? "\(world.florin.url)/v1",
            token: world.client.token,
            secret: world.client.secret
        )
    }

    private func draft(_ externalID: String) -> OnchainPayInvoice.Draft {
        var draft = OnchainPayInvoice.Draft(
            externalID: externalID,
            currency: "EUR",
            amount: "49.90"
        )
        draft.description = "Tea & cups"
        draft.lifetimeMinutes = 45
        draft.coins = [.init("USDT", networks: ["tron"])]
        draft.webhookURL = world.shop.url
        return draft
    }

    @Test func `an OnchainPay invoice is made, found, listed, paid and told of`() async throws {
        let client = onchainPay()
        let made = try await client.makeInvoice(draft("7001"))
        #expect(made.status == .started)
        #expect(made.offers.map(\.amount) == ["53.892"])
        #expect(made.invoiceLink == "\(world.florin.url)/i/\(made.id)")
        #expect(try await client.makeInvoice(draft("7001")).id == made.id)
        #expect(try await client.invoice(id: made.id) == made)
        #expect(try await client.invoice(externalID: "7001") == made)
        #expect(try await client.invoice(id: "no such id") == nil)

        try await world.pay(.string(made.id))
        let told = try await world.told(.string(made.id), "PROCESSED")
        let verdict = WebhookVerifier(secret: world.caller.privateKey).onchainPay(
            Array(told.body.utf8),
            signature: told.headers["x-api-signature"]
        )
        guard case .genuine(.invoice(let news)) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.id == made.id)
        #expect(news.externalID == "7001")
        #expect(news.status.isPaid)
        #expect(news.receivedAmount == "53.892")
        let wrong = WebhookVerifier(secret: world.caller.publicKey).onchainPay(
            Array(told.body.utf8),
            signature: told.headers["x-api-signature"]
        )
        #expect(wrong == .refused(.wrongSignature))
        let paid = try #require(await client.invoice(id: news.id))
        #expect(paid.status == .processed)
        #expect(paid.receivedAmount == "53.892")
        let listed = try await client.invoices(status: [.processed, .overpaid])
        #expect(listed.items == [paid])
        #expect(listed.total == 1)
        #expect(try await client.invoices(status: [.expired]).items == [])
    }

    @Test func `an OnchainPay order is made, found and told of`() async throws {
        let client = onchainPay()
        var draft = OnchainPayOrder.Draft(
            order: "o-1",
            currency: "USDT",
            network: "tron",
            amount: "10"
        )
        draft.successWebhook = world.shop.url
        let made = try await client.makeOrder(draft)
        #expect(made.status == .started)
        #expect(made.order == "o-1")
        let found = try #require(await client.order(id: made.id))
        #expect(found.address == made.address)
        #expect(found.order == "o-1")
        try await world.pay(.string(made.id))
        let told = try await world.told(.string(made.id), "processed")
        let verdict = WebhookVerifier(secret: world.caller.privateKey).onchainPay(
            Array(told.body.utf8),
            signature: told.headers["x-api-signature"]
        )
        guard case .genuine(.order(let news)) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.id == made.id)
        #expect(news.received == "10")
        #expect(news.transactions.map(\.status) == ["processed"])
        #expect(try await client.order(id: made.id)?.status == .processed)
    }

    @Test func `an OkiPays order is made, found, paid and told of`() async throws {
        let client = okiPays()
        var draft = OkiPaysOrder.Draft(orderID: "7001", priceCurrency: "EUR", price: "49.90")
        draft.coins = [.init(code: "LTC", network: 3)]
        let made = try await client.createOrder(draft)
        #expect(made.status == .created)
        #expect(try await client.order("7001") == made)
        #expect(try await client.order("7002") == nil)
        await #expect {
            try await client.createOrder(draft)
        } throws: { error in
            guard case .refused(let refusal) = error as? ClientError else { return false }
            return refusal.isConflict
        }
        try await world.pay(.string(made.id))
        let told = try await world.shop.callback("the payment") { $0.statusID == 8 }
        let verdict = WebhookVerifier(secret: world.client.secret).okiPays(
            Array(told.body.utf8),
            sign: told.headers["sign"]
        )
        guard case .genuine(let news) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(news.orderID == "7001")
        #expect(news.status == .paid)
        #expect(try #require(await client.order(news.orderID)).status.isPaid)
    }

    @Test func `whose answer was lost gets the same invoice by asking again`() async throws {
        // A wire that takes the call and breaks: the test carries the bytes on, or does not.
        let wire = try await ShopServer.start(.closeEarly)
        for isDelivered in [true, false] {
            let number = isDelivered ? "lost-answer" : "lost-call"
            await #expect {
                try await onchainPay(at: wire.url).makeInvoice(draft(number))
            } throws: {
                ($0 as? ClientError)?.isOutcomeUnknown == true
            }
            let call = try #require(wire.callbacks.last)
            let lost: JSONValue? = isDelivered ? try await carry(call).response["id"] : nil
            let made = try await onchainPay().makeInvoice(draft(number))
            #expect(lost == nil || lost == .string(made.id))
            let late = try await carry(call)
            if isDelivered {
                #expect(late.code == 1004)
            } else {
                // The call that was thought lost comes after all: the same invoice again.
                #expect(late.response["id"] == .string(made.id))
            }
        }
        #expect(try await world.answer("get-invoices")["total"] == 2)
    }

    @Test func `whose OkiPays answer was lost asks first, and the lost call comes too late`()
        async throws
    {
        let wire = try await ShopServer.start(.closeEarly)
        for isDelivered in [true, false] {
            let orderID = isDelivered ? "1" : "2"
            let draft = OkiPaysOrder.Draft(orderID: orderID, priceCurrency: "EUR", price: "5")
            await #expect {
                try await okiPays(at: wire.url).createOrder(draft)
            } throws: {
                ($0 as? ClientError)?.isOutcomeUnknown == true
            }
            let call = try #require(wire.callbacks.last)
            if isDelivered { #expect(try await carryToOkiPays(call) == 200) }
            let client = okiPays()
            let found = try await client.order(orderID)
            #expect((found != nil) == isDelivered)
            if found == nil { _ = try await client.createOrder(draft) }
            #expect(try await carryToOkiPays(call) == 400)
        }
        #expect(try await world.invoiceCount() == 2)
    }

    @Test func `what is refused is told apart from what may have happened`() async throws {
        let client = onchainPay()
        _ = try await client.makeInvoice(draft("7001"))
        var other = draft("7001")
        other.amount = "50"
        await #expect {
            try await client.makeInvoice(other)
        } throws: { error in
            guard case .refused(let refusal) = error as? ClientError else { return false }
            return refusal.isConflict && refusal.code == 1301 && refusal.httpStatus == 409
                && refusal.requestID?.isEmpty == false && !refusal.isOutcomeUnknown
        }
        let stranger = OnchainPayClient(
            baseURL: "\(world.florin.url)/api-gateway",
            publicKey: world.caller.publicKey,
            privateKey: "another"
        )
        await #expect {
            try await stranger.makeInvoice(draft("7002"))
        } throws: { error in
            guard case .refused(let refusal) = error as? ClientError else { return false }
            return refusal.code == 1002
        }
        #expect(try await client.invoice(externalID: "7002") == nil)
    }

    /// Sends a call's bytes to the server, with the headers that the client gave it.
    private func carry(_ call: ShopServer.Callback) async throws -> OnchainPayCaller.Answer {
        let names = ["content-type", "x-api-public-key", "x-api-signature"]
        return try await world.caller.send(
            Array(call.body.utf8),
            to: String(call.path.dropFirst("/callback/".count)),
            headers: names.compactMap { name in call.headers[name].map { (name, $0) } }
        )
    }

    /// The status of the same for the other API.
    private func carryToOkiPays(_ call: ShopServer.Callback) async throws -> Int {
        let names = ["content-type", "x-auth-token", "x-auth-sign"]
        return try await world.client.post(
            Array(call.body.utf8),
            to: String(call.path.dropFirst("/callback/".count)),
            headers: names.compactMap { name in call.headers[name].map { (name, $0) } }
        ).status
    }
}
