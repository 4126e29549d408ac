package import Payments

/// What came of a payment in the sandbox.
package struct SandboxPayment: Sendable, Hashable {
    /// The invoice.
    package let invoice: InvoiceRecord
    /// The transaction.
    package let txid: String
    /// What was paid.
    package let amount: Amount
    /// In which coin.
    package let coin: Coin
    /// To which address.
    package let address: String
    /// How many blocks were mined for it.
    package let blocksMined: Int
}

/// Why the sandbox did not do what it was asked.
package enum SandboxRefusal: Error, Hashable, Sendable {
    /// There is no such invoice.
    case invoiceNotFound
    /// The coin must be named, because several are offered.
    case coinNeeded([Coin])
    /// The invoice is not offered in that coin.
    case coinNotAvailable
    /// There is no fresh price to quote with.
    case rateNotAvailable
    /// The payer can no longer choose a coin: time is up or the invoice is over.
    case closed
    /// The amount is not a decimal of the coin, or nothing.
    case badAmount
    /// No payment in another coin waits for the merchant's word.
    case nothingSetAside
    /// The network is not simulated.
    case unknownNetwork
    /// There is no such asset whose price could be set.
    case unknownAsset(String)
    /// The price is not a decimal, nothing, or has too many digits.
    case badPrice
    /// The percentage is not a decimal above -100, or has too many digits.
    case badPercent
    /// The address was given to nobody.
    case addressNotIssued
    /// The address was issued on several networks, so one must be named.
    case networkNeeded([NetworkID])
    /// The network does not have that coin.
    case noSuchCoin(String, on: NetworkID)
    /// The chain refused; in words.
    case chain(String)

    /// What a person reads.
    package var message: String {
        switch self {
        case .invoiceNotFound: "there is no such invoice"
        case .coinNeeded(let coins):
            "several coins are offered, name one with --network and --currency: "
                + coins.map { "\($0.asset.ticker) on \($0.network)" }.joined(separator: ", ")
        case .coinNotAvailable: "the invoice is not offered in that coin"
        case .rateNotAvailable: "there is no fresh price to quote with"
        case .closed: "no coin was chosen and it is too late to choose one"
        case .badAmount: "the amount is not a decimal number of the coin above zero"
        case .unknownAsset(let ticker): "there is no price of \(ticker) that could be set"
        case .badPrice:
            "a price is a plain decimal above zero with at most "
                + "\(SandboxPrices.wholeDigitsMax) digits before the point and "
                + "\(SandboxPrices.decimalsMax) after it"
        case .badPercent:
            "a percentage is a plain decimal above -100 with at most "
                + "\(SandboxPrices.percentDecimalsMax) decimals"
        case .addressNotIssued: "this address was not issued here"
        case .networkNeeded(let networks):
            "the address is one of several networks, name one with --network: "
                + networks.map(\.name).joined(separator: ", ")
        case .noSuchCoin(let ticker, on: let network): "\(network) has no coin \(ticker)"
        case .nothingSetAside: "no payment in another coin waits for a word"
        case .unknownNetwork: "there is no such simulated network"
        case .chain(let words): words
        }
    }
}

/// The coin a sandbox payer wants, by its network and its ticker; what is nil may be any.
package struct CoinWish: Sendable, Hashable {
    /// The network.
    package let network: NetworkID?
    /// The asset's ticker.
    package let ticker: String?
    /// What is sent to the address in its place, by mistake: `USDC`, or `USDC:bsc`.
    package let sentInstead: String?

    /// Describes a wish.
    package init(network: NetworkID?, ticker: String?, sentInstead: String? = nil) {
        self.network = network
        self.ticker = ticker
        self.sentInstead = sentInstead
    }
}

/// How much a sandbox payer pays.
package enum SandboxPortion: Sendable, Hashable {
    /// A share of the amount due: 1 is all of it.
    case share(Ratio)
    /// A decimal of the coin.
    case amount(String)
}
