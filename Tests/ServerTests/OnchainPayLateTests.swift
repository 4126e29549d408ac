import Foundation
import Rigs
import Testing

/// What becomes of an invoice of the OnchainPay API whose time runs out on a real Litecoin node.
///
/// A suite of its own, because it waits for a minute while the others work.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayLateTests {
    /// The shortest life of an invoice is a minute, which passes here as it does for a payer.
    @Test func `after its minute an invoice is EXPIRED or PARTIAL, and PROCESSED when paid late`()
        async throws
    {
        let world = try await LitecoinShop()
        let fields: [String: JSONValue] = ["amount": "100", "currencies": ["LTC"], "lifetime": 1]
        let none = try await world.make(fields)
        let part = try await world.make(fields)
        #expect(none["status"] == "INIT")
        let places = [
            try await world.address(of: none), try await world.address(of: part),
        ]
        try await world.node.send(to: places[1], amount: LitecoinShop.half)
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(part["id"], "PENDING")
        try await Patience.wait(for: "the deadline", atMost: .seconds(75)) {
            world.story(of: none["id"]).isEmpty ? nil : ()
        }
        try await world.told(none["id"], "EXPIRED", received: "0")
        try await world.told(part["id"], "PARTIAL")
        try await world.stands(none, "EXPIRED")
        try await world.stands(part, "PARTIAL")

        try await world.node.send(outputs: [
            (places[0], LitecoinShop.due), (places[1], LitecoinShop.rest),
        ])
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(none["id"], "PROCESSED")
        try await world.told(part["id"], "PROCESSED")
        try await world.stands(none, "PROCESSED")
        try await world.stands(part, "PROCESSED")
        #expect(world.story(of: none["id"]).first == "EXPIRED")
        #expect(world.story(of: part["id"]).prefix(2) == ["PENDING", "PARTIAL"])
        try await world.expectGenuine(none["id"])
        try await world.expectGenuine(part["id"])
    }
}
