import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetPages {
    static let walletTemplates: [(name: String, source: [UInt8])] = [
        ("wallets", PackageResources.wallets_mustache),
        ("wallet-new", PackageResources.wallet_new_mustache),
        ("wallet-compare", PackageResources.wallet_compare_mustache),
        ("wallet-test", PackageResources.wallet_test_mustache),
    ]
}

/// The pages of a merchant's wallets.
enum WalletRoutes {
    /// The price of a test payment unless another one is typed.
    static let testPriceDefault = "1.00"
    /// The most digits of a test payment's price before the point.
    static let testDigitsMax = 6
}

extension CabinetRoutes {
    var walletRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/wallets", .merchant(.viewer)) { request in
                let found = try await WalletDesk(gateway).overview(of: request.ownMerchant.id)
                return pages.page(
                    "wallets",
                    title: "Wallets",
                    section: "wallets",
                    content: WalletsModel(found, for: request),
                    for: request
                )
            },
            .get("m/{merchant}/wallets/new", .merchant(.manager)) { request in
                let named = request.query("network").map(NetworkID.init)
                guard let network = named ?? showcase.networkTitles.first?.network,
                    gateway.networks[network] != nil
                else { return pages.notFound() }
                let wish = WalletWish(
                    text: "",
                    kind: nil,
                    network: network,
                    isForSiblings: true
                )
                return walletForm(wish, for: request)
            },
            .post("m/{merchant}/wallets/new", .merchant(.manager)) { request in
                try await compareWallet(request)
            },
            .post("m/{merchant}/wallets", .merchant(.manager)) { request in
                try await useWallet(request)
            },
            .get("m/{merchant}/wallets/test", .merchant(.manager)) { request in
                testForm(for: request, price: WalletRoutes.testPriceDefault)
            },
            .post("m/{merchant}/wallets/test", .merchant(.manager)) { request in
                try await openTest(request)
            },
        ]
    }

    private static func wish(in request: CabinetRequest) -> WalletWish {
        let kind = request.form["kind"] ?? ""
        return WalletWish(
            text: request.form["key"] ?? "",
            kind: kind.isEmpty ? nil : kind,
            network: NetworkID(request.form["network"] ?? ""),
            isForSiblings: request.form["siblings"] == "on"
        )
    }

    /// The form again, without what must not stand on a page, and why.
    private func walletForm(
        _ wish: WalletWish,
        for request: CabinetRequest,
        refusal: WalletRefusal? = nil
    ) -> Response {
        pages.page(
            "wallet-new",
            title: "Add a wallet",
            section: "wallets",
            content: WalletFormModel(
                wish,
                at: request,
                gateway: gateway,
                showcase: showcase,
                refusal: refusal
            ),
            for: request,
            fault: refusal.map { $0.isPrivate ? $0.message : "Key: \($0.message)" },
            status: refusal == nil ? .ok : .unprocessableContent
        )
    }

    private func comparison(
        _ preview: WalletPreview,
        of wish: WalletWish,
        for request: CabinetRequest,
        fault: String? = nil
    ) -> Response {
        pages.page(
            "wallet-compare",
            title: "Compare the addresses",
            section: "wallets",
            content: WalletFormModel(
                wish,
                at: request,
                gateway: gateway,
                showcase: showcase,
                preview: preview
            ),
            for: request,
            fault: fault,
            status: fault == nil ? .ok : .conflict
        )
    }

    /// Shows what a key would give; nothing is stored.
    private func compareWallet(_ request: CabinetRequest) async throws -> Response {
        let wish = Self.wish(in: request)
        do {
            let desk = WalletDesk(gateway)
            let preview = try await desk.preview(wish, for: request.ownMerchant.id)
            guard let preview else { return pages.notFound() }
            return comparison(preview, of: wish, for: request)
        } catch let refusal as WalletRefusal {
            return walletForm(wish, for: request, refusal: refusal)
        }
    }

    /// Stores a key whose addresses were confirmed.
    private func useWallet(_ request: CabinetRequest) async throws -> Response {
        let wish = Self.wish(in: request)
        do {
            let used = try await WalletDesk(gateway).use(
                wish,
                confirming: request.form["digest"] ?? "",
                for: request.ownMerchant.id,
                by: request.actor
            )
            switch used {
            case nil: return pages.notFound()
            case .changed(let preview):
                let words = "These are not the addresses that were shown before. Compare again."
                return comparison(preview, of: wish, for: request, fault: words)
            case .used:
                let notice = CabinetNotice.added.rawValue
                let network = PercentText.encoded(wish.network.name)
                return .seeOther(
                    request.path("wallets/test?network=\(network)&done=\(notice)")
                )
            }
        } catch let refusal as WalletRefusal {
            return walletForm(wish, for: request, refusal: refusal)
        }
    }

    /// The form that opens an invoice in one coin of a network.
    private func testForm(
        for request: CabinetRequest,
        price: String,
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let network = request.query("network") ?? request.form["network"] ?? ""
        let listings = showcase.coins.filter { $0.coin.network.name == network }
        guard let first = listings.first else { return pages.notFound() }
        let model = WalletTestModel(
            network: network,
            networkTitle: first.networkTitle,
            coins: listings.map { listing in
                WalletFormModel.Option(
                    value: listing.coin.asset.ticker,
                    optionText: listing.coin.asset.ticker,
                    isSelected: listing.coin.asset.ticker == request.form["coin"]
                )
            },
            price: price,
            walletsURL: request.path("wallets")
        )
        return pages.page(
            "wallet-test",
            title: "Test payment",
            section: "wallets",
            content: model,
            for: request,
            fault: fault,
            status: status
        )
    }

    private func openTest(_ request: CabinetRequest) async throws -> Response {
        let typed = (request.form["amount"] ?? "").filter { !$0.isWhitespace }
        let listing = showcase.coins.first {
            $0.coin.network.name == request.form["network"]
                && $0.coin.asset.ticker == request.form["coin"]
        }
        guard let listing, let dollars = showcase.priceAsset("USD") else {
            return pages.notFound()
        }
        func again(_ fault: String, _ status: HTTPResponse.Status) -> Response {
            testForm(for: request, price: typed, fault: fault, status: status)
        }
        guard typed.prefix(while: { $0 != "." }).count <= WalletRoutes.testDigitsMax,
            let price = try? Amount(decimal: typed, of: dollars), !price.isZero
        else {
            return again(
                "Amount: write dollars above zero with at most two decimals, such as 1.00.",
                .unprocessableContent
            )
        }
        let opened = try await WalletDesk(gateway).openTestPayment(
            of: price,
            in: listing.coin,
            for: request.ownMerchant.id
        )
        switch opened {
        case .opened(let stored), .repeated(let stored):
            return .seeOther(CheckoutPresenter.path(of: stored.invoice))
        case nil:
            return again(
                "There is no OnchainPay key that the invoice could belong to: make one first.",
                .conflict
            )
        case .coinNotAvailable: return again("Coin: there is no wallet for it yet.", .conflict)
        case .rateNotAvailable:
            return again("There is no fresh price at the moment. Try again in a minute.", .conflict)
        case .refused, .duplicate, .tariffNotAvailable, .amountTooLarge:
            return again("Amount: it cannot be expressed in this coin.", .unprocessableContent)
        }
    }
}

/// What the page of a test payment shows.
struct WalletTestModel: Sendable {
    let network: String
    let networkTitle: String
    let coins: [WalletFormModel.Option]
    let price: String
    let walletsURL: String
}
