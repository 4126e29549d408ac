import Keys
package import Payments

extension Catalogue {
    /// The text behind the QR code: opens a wallet with address and amount filled in.
    ///
    /// The amount must be in the coin's asset. A coin that is no longer in the catalogue gives the
    /// plain address, which every wallet understands.
    package func paymentURI(coin: Coin, address: String, amount: Amount) -> String {
        precondition(amount.asset == coin.asset, "the amount is in another asset than the coin")
        guard let network = network(coin.network),
            let description = network.coin(ticker: coin.asset.ticker)
        else { return address }
        switch network.family {
        case .bitcoin, .litecoin, .dogecoin:
            // BIP 21: whole coins with a point, whatever the locale.
            return "\(network.uriScheme):\(address)?amount=\(amount.decimal)"
        case .bitcoincash:
            // As BIP 21; the CashAddr specification: the prefix of the address is the scheme, and
            // must not stand there twice.
            let head = address.contains(":") ? address : "\(network.uriScheme):\(address)"
            return "\(head)?amount=\(amount.decimal)"
        case .evm:
            return Self.ethereumURI(network, description.contract, address, amount.units)
        case .tron:
            // Tron's wallets agree on no scheme, and most of them refuse anything but the address.
            return address
        }
    }

    /// EIP-681: a payment names its receiver, a token's transfer names the contract.
    private static func ethereumURI(
        _ network: NetworkDescription,
        _ contract: String?,
        _ address: String,
        _ units: UInt128
    ) -> String {
        let chain = network.chainID.map { "@\($0)" } ?? ""
        guard let contract else {
            return "\(network.uriScheme):\(address)\(chain)?value=\(units)"
        }
        return
            "\(network.uriScheme):\(contract)\(chain)/transfer?address=\(address)&uint256=\(units)"
    }
}
