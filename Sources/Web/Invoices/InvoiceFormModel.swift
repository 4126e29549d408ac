import Gateway
import Payments

/// The form that opens an invoice by hand, as its page shows it.
struct InvoiceFormModel: Sendable {
    struct Currency: Sendable {
        let ticker: String
        let currencyName: String
        let isChosen: Bool
    }

    struct Box: Sendable {
        let boxName: String
        let coinName: String
        let coinNetwork: String
        let isTicked: Bool
    }

    /// What has to be done before there can be an invoice, and where.
    struct Hurdle: Sendable {
        let hurdleText: String
        let hurdleURL: String
        let hurdleLink: String
    }

    let hurdle: Hurdle?
    let actionURL: String
    let listURL: String
    let formID: String
    let price: String
    let currencies: [Currency]
    let boxes: [Box]
    let description: String
    let reference: String
    let lifetime: String
    let email: String

    init(
        _ form: InvoiceForm,
        formID: String,
        coins: [Coin]?,
        showcase: Showcase,
        for request: CabinetRequest
    ) {
        hurdle = Self.hurdle(coins: coins, request)
        actionURL = request.path("invoices/new")
        listURL = request.path("invoices")
        self.formID = formID
        price = form.price
        currencies = showcase.priceAssets.map { listing in
            Currency(
                ticker: listing.asset.ticker,
                currencyName: listing.name,
                isChosen: listing.asset.ticker == form.currency
            )
        }
        boxes = (coins ?? []).map { coin in
            let listing = showcase.listing(of: coin)
            let name = InvoiceForm.box(of: coin)
            return Box(
                boxName: name,
                coinName: coin.asset.ticker,
                coinNetwork: listing?.networkTitle ?? coin.network.name,
                isTicked: form.ticked.contains(name)
            )
        }
        description = form.description
        reference = form.reference
        lifetime = form.lifetime
        email = form.email
    }

    private static func hurdle(coins: [Coin]?, _ request: CabinetRequest) -> Hurdle? {
        guard let coins else {
            return Hurdle(
                hurdleText: "An invoice needs an API key: it signs what your shop is told. There "
                    + "is none that is in use.",
                hurdleURL: request.path("keys"),
                hurdleLink: "Make a key"
            )
        }
        guard coins.isEmpty else { return nil }
        return Hurdle(
            hurdleText: "An invoice needs a wallet: the payer's money goes there. There is none "
                + "on any network that is served.",
            hurdleURL: request.path("wallets"),
            hurdleLink: "Add a wallet"
        )
    }
}
