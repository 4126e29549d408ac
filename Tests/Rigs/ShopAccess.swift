/// A merchant of a running server, with who speaks each API for it.
package struct ShopAccess: Sendable {
    /// A key of the merchant on a network, and what its first address must be.
    package struct Wallet: Sendable {
        let network: String
        let accountKey: String
        let firstAddress: String?

        /// Names a key; the first address is checked where it is given.
        package init(network: String, accountKey: String, firstAddress: String? = nil) {
            self.network = network
            self.accountKey = accountKey
            self.firstAddress = firstAddress
        }
    }

    /// Speaks OkiPays.
    package let client: OkiPaysClient
    /// Speaks OnchainPay.
    package let caller: OnchainPayCaller

    /// Makes a merchant, called Shop unless another name is given, and adds its wallets; its
    /// callbacks go to a shop, which trusts its key from then on.
    ///
    /// `config`: The configuration file that the server was started with, if any.
    package static func create(
        on florin: FlorinProcess,
        for shop: ShopServer,
        named name: String = "Shop",
        wallets: [Wallet] = [],
        config: String? = nil
    ) async throws -> ShopAccess {
        let created = try await florin.json(
            "merchant",
            "create",
            "--name",
            name,
            "--result-url",
            shop.url
        )
        let access = ShopAccess(
            client: try OkiPaysClient(url: florin.url, created: created),
            caller: try OnchainPayCaller(url: florin.url, created: created)
        )
        shop.trust(access.client.token, secret: access.client.secret)
        for wallet in wallets {
            let added = try await FlorinCommand.run(
                [
                    "wallet", "add", "--merchant", name, "--network", wallet.network, "--xpub",
                    wallet.accountKey, "--json", "--data", florin.data,
                ] + (config.map { ["--config", $0] } ?? [])
            )
            let first = added.json["wallet"]["addresses"][0].text
            guard added.status == 0, wallet.firstAddress == nil || first == wallet.firstAddress
            else {
                throw RigError.refused(
                    method: "florin wallet add",
                    code: added.status,
                    message: "\(added.errors)\(first ?? "no address")"
                )
            }
        }
        return access
    }
}
