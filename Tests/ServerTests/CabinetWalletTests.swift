import Foundation
import Payments
import Rigs
import Testing

@Suite(.timeLimit(.minutes(2)))
struct CabinetWalletTests {
    /// The account key of BIP84's test vectors and its first two addresses.
    private static let key =
        "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDK"
        + "f31mGDtKsAYz2oz2AGutZYs"
    private static let addresses = [
        "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
        "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
    ]
    /// The same account's private key, as BIP84 has it.
    private static let privateKey =
        "zprvAdG4iTXWBoARxkkzNpNh8r6Qag3irQB8PzEMkAFeTRXxHpbF9z4QgEvBRmfvqWvGp42t42nvgGpNgYSJA9ie"
        + "fm1yYNZKEm7z6qUWCroSQnE"
    private static let phrase =
        String(repeating: "abandon ", count: 11) + "about"

    private static func fields(_ network: String, _ key: String) -> [String: String] {
        ["network": network, "key": key, "kind": ""]
    }

    @Test func `a wallet is compared, confirmed, listed and tried`() async throws {
        let world = try await CabinetShop()
        let manager = world.manager
        let list = try await manager.get(world.path("wallets"))
        #expect(list.status == 200)
        #expect(list.text.contains("Bitcoin Cash"))
        let form = try await manager.get(world.path("wallets/new?network=bitcoin"))
        #expect(form.text.contains("Native SegWit"))
        #expect(try await manager.get(world.path("wallets/new?network=moon")).status == 404)

        let given = Self.fields("bitcoin", Self.key)
        let compared = try await manager.post(world.path("wallets/new"), given)
        #expect(compared.status == 200)
        for address in Self.addresses { #expect(compared.text.contains(address)) }
        #expect(compared.text.contains("…/0/4"))
        // Nothing counts before it was confirmed.
        #expect(try await !manager.get(world.path("wallets")).text.contains(Self.key))

        var confirmed = given
        confirmed["digest"] = "0000"
        let changed = try await manager.post(world.path("wallets"), confirmed)
        #expect(changed.status == 409)
        #expect(try await !manager.get(world.path("wallets")).text.contains(Self.key))
        confirmed["digest"] = try CabinetShop.field("digest", in: compared.text)
        let added = try await manager.post(world.path("wallets"), confirmed)
        #expect(added.status == 200)
        #expect(added.text.contains("Test payment on Bitcoin"))
        #expect(added.text.contains("Added."))
        let after = try await manager.get(world.path("wallets"))
        #expect(after.text.contains(Self.key))
        #expect(after.text.contains("1 retired"))
        let audit = try await world.audit()
        #expect(audit.first?.subject == "wallet bitcoin")
        #expect(audit.first?.after?.contains(Self.addresses[0]) == true)

        let test = try await manager.post(
            world.path("wallets/test"),
            ["network": "bitcoin", "coin": "BTC", "amount": "2.50"]
        )
        #expect(test.status == 200)
        #expect(test.text.contains(Self.addresses[0]))
        #expect(test.text.contains("2.50"))
        #expect(
            try await manager.get(world.path("wallets")).text.contains(
                #"<td class="number">1</td>"#
            )
        )
        // The shop's software heard of none of this.
        #expect(world.sandbox.shop.callbacks.isEmpty)
        let wrong = try await manager.post(
            world.path("wallets/test"),
            ["network": "bitcoin", "coin": "BTC", "amount": "a lot"]
        )
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("Amount: "))
        #expect(wrong.text.contains("alot"))
    }

    @Test func `one key serves all sibling networks at once`() async throws {
        let world = try await CabinetShop()
        let page = try await world.manager.get(world.path("wallets/new?network=ethereum"))
        #expect(page.text.contains("BNB Smart Chain"))
        var given = Self.fields("ethereum", EVMShop.accountKey)
        given["siblings"] = "on"
        let compared = try await world.manager.post(world.path("wallets/new"), given)
        #expect(compared.text.contains(EVMShop.firstAddress))
        given["digest"] = try CabinetShop.field("digest", in: compared.text)
        _ = try await world.manager.post(world.path("wallets"), given)
        let subjects = try await world.audit().map(\.subject)
        #expect(subjects.filter { $0.hasPrefix("wallet ") }.count >= 3)
        // The neighbour cannot take the same key, neither there nor on one of its siblings.
        let neighbour = "/cabinet/m/\(world.neighbour.text)/wallets/new"
        for network in ["ethereum", "bsc", "polygon"] {
            let answer = try await world.stranger.post(
                neighbour,
                Self.fields(network, EVMShop.accountKey)
            )
            if answer.status == 404 { continue }
            #expect(answer.status == 422)
            #expect(answer.text.contains("Another merchant"))
        }
    }

    @Test(arguments: [privateKey, phrase, phrase.replacing(" ", with: "\n"), " \(privateKey) "])
    func `a private key or phrase is refused, and stands nowhere afterwards`(
        _ secret: String
    ) async throws {
        let world = try await CabinetShop()
        for path in ["wallets/new", "wallets"] {
            let answer = try await world.manager.post(
                world.path(path),
                Self.fields("bitcoin", secret)
            )
            #expect(answer.status == 422)
            #expect(answer.text.contains("That was a secret"))
            #expect(!answer.text.contains("zprv"))
            #expect(!answer.text.contains("abandon"))
        }
        #expect(!world.sandbox.florin.outputEnd.contains("zprv"))
        #expect(!world.sandbox.florin.outputEnd.contains("abandon"))
        #expect(try await world.audit().allSatisfy { $0.subject != "wallet bitcoin" })
    }

    @Test func `a damaged public key stays in the form, a half secret one does not`() async throws {
        let world = try await CabinetShop()
        let damaged = String(Self.key.dropLast()) + "t"
        let answer = try await world.manager.post(
            world.path("wallets/new"),
            Self.fields("bitcoin", damaged)
        )
        #expect(answer.status == 422)
        #expect(answer.text.contains("Key: "))
        #expect(answer.text.contains(damaged))
        let few = "xpub abandon abandon abandon"
        let half = try await world.manager.post(
            world.path("wallets/new"),
            Self.fields("bitcoin", few)
        )
        #expect(half.status == 422)
        #expect(!half.text.contains("abandon"))
    }

    @Test func `a viewer sees the wallets and neither whole keys nor forms, a stranger nothing`()
        async throws
    {
        let world = try await CabinetShop()
        let seen = try await world.viewer.get(world.path("wallets"))
        #expect(seen.status == 200)
        #expect(!seen.text.contains("The keys in full"))
        #expect(!seen.text.contains("wallets/new"))
        let given = Self.fields("bitcoin", Self.key)
        for path in ["wallets/new", "wallets", "wallets/test"] {
            #expect(try await world.viewer.post(world.path(path), given).status == 403)
            #expect(try await world.stranger.post(world.path(path), given).status == 404)
        }
        #expect(try await world.stranger.get(world.path("wallets")).status == 404)
    }
}
