import Testing

@testable import Web

/// One page model per state, with the texts a real invoice would have.
enum CheckoutFixtures {
    static let assets = PageAssets(
        stylesheetURL: "/assets/checkout-0123456789abcdef.css",
        scriptURL: "/assets/checkout-0123456789abcdef.js"
    )

    static let tether = CoinText(ticker: "USDT", name: "Tether", networkName: "Tron")
    static let bitcoin = CoinText(ticker: "BTC", name: "Bitcoin", networkName: "Bitcoin")

    private static let merchant = "Tea House"
    private static let address = "TExampleExampleExampleExampleExamp"
    private static let txid = "5f1ee3a27b0c8d4499d1b1c0aa37c1f0e2b8a6d4c3f29e7781d05b6a9c4e2f13"

    private static let deadline = Deadline(
        unixSeconds: 1_700_003_600,
        nowSeconds: 1_700_000_000,
        isoText: "2023-11-14T23:13:20Z",
        utcText: "14 Nov 2023, 23:13 UTC"
    )

    static func page(
        _ state: CheckoutPageModel.State,
        transfers: [CheckoutPageModel.Transfer] = [],
        isFinal: Bool = false,
        sandbox: CheckoutPageModel.Sandbox? = nil
    ) -> CheckoutPageModel {
        CheckoutPageModel(
            assets: assets,
            merchantName: merchant,
            price: PriceText(amount: "49.90", ticker: "EUR"),
            orderDescription: "Two cups & a pot of <b>Assam</b>",
            orderReference: "7001",
            invoiceCode: "Q7M2ZK9P",
            shopURL: "https://shop.example/orders/7001?a=1&b=2",
            eventsURL: isFinal ? nil : "/checkout/Q7M2ZK9P/events",
            refreshSeconds: isFinal ? nil : 15,
            sandbox: sandbox,
            state: state,
            transfers: transfers
        )
    }

    static let choose = page(
        .choose(
            CheckoutPageModel.Choose(
                chooseURL: "/checkout/Q7M2ZK9P/choice",
                chooseFields: [FormField(name: "revision", value: "1")],
                offers: [
                    offer("USDT", "Tether", "tron", "Tron", "54.239131", fee: "1 USDT"),
                    offer("USDT", "Tether", "bsc", "BNB Smart Chain", "54.25", fee: "0.02 USDT"),
                    offer("BTC", "Bitcoin", "bitcoin", "Bitcoin", "0.00081492", fee: nil),
                    offer("ETH", "Ether", "ethereum", "Ethereum", "0.015733218004651201", fee: nil),
                    offer("LTC", "Litecoin", "litecoin", "Litecoin", "0.52110743", fee: nil),
                    offer("TRX", "Tronix", "tron", "Tron", "171.224511", fee: nil),
                ],
                deadline: deadline
            )
        )
    )

    private static func offer(
        _ ticker: String,
        _ name: String,
        _ network: String,
        _ networkName: String,
        _ amount: String,
        fee: String?
    ) -> CheckoutPageModel.Offer {
        CheckoutPageModel.Offer(
            value: "\(ticker):\(network)",
            coin: CoinText(ticker: ticker, name: name, networkName: networkName),
            amount: amount,
            feeNote: fee.map { "incl. \($0) network fee" }
        )
    }

    static func pay() throws -> CheckoutPageModel {
        let pay = CheckoutPageModel.Pay(
            coin: tether,
            amountDue: "54.239131",
            address: address,
            paymentURI: "tron:\(address)?amount=54.239131&token=USDT",
            rateText: "1 USDT = 0.92 EUR",
            feeText: "incl. 1 USDT network fee",
            deadline: deadline,
            otherCoinURL: "/checkout/Q7M2ZK9P?choose=1"
        )
        return page(.pay(try #require(pay)))
    }

    static func payInSandbox() throws -> CheckoutPageModel {
        let pay = CheckoutPageModel.Pay(
            coin: bitcoin,
            amountDue: "0.00081492",
            address: "bcrt1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",
            paymentURI: "bitcoin:bcrt1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh?amount=0.00081492",
            notice: "The rate moved: the amount was 0.00080911 BTC before 22:41 UTC.",
            rateText: "1 BTC = 61,234.50 EUR",
            deadline: deadline,
            otherCoinURL: "/checkout/Q7M2ZK9P?choose=1"
        )
        return page(
            .pay(try #require(pay)),
            sandbox: CheckoutPageModel.Sandbox(
                sandboxActionURL: "/sandbox/invoices/Q7M2ZK9P",
                sandboxFields: [FormField(name: "back", value: "/checkout/Q7M2ZK9P")],
                canPay: true
            )
        )
    }

    static func partlyPaid() throws -> CheckoutPageModel {
        let pay = CheckoutPageModel.Pay(
            coin: tether,
            amountDue: "34.239131",
            address: address,
            paymentURI: "tron:\(address)?amount=34.239131&token=USDT",
            partPayment: CheckoutPageModel.PartPayment(
                receivedAmount: "20",
                totalAmount: "54.239131",
                percent: 36
            ),
            rateText: "1 USDT = 0.92 EUR",
            deadline: deadline
        )
        return page(
            .pay(try #require(pay)),
            transfers: [
                transfer("20", confirmations: 19),
                CheckoutPageModel.Transfer(
                    txid: String(txid.reversed()),
                    amount: "5",
                    ticker: "USDC",
                    confirmations: 3,
                    confirmationsNeeded: 19,
                    remark:
                        "Another token than asked for: it is safe, and does not count by itself."
                ),
            ]
        )
    }

    private static func transfer(_ amount: String, confirmations: Int) -> CheckoutPageModel.Transfer
    {
        CheckoutPageModel.Transfer(
            txid: txid,
            explorerURL: "https://explorer.example/tx/\(txid)",
            amount: amount,
            ticker: "USDT",
            confirmations: confirmations,
            confirmationsNeeded: 19
        )
    }

    static let confirming = page(
        .confirming(
            CheckoutPageModel.Confirming(
                coin: tether,
                receivedAmount: "54.239131",
                steps: ProgressStep.steps(.confirming(confirmations: 4, needed: 19))
            )
        ),
        transfers: [transfer("54.239131", confirmations: 4)]
    )

    static let paid = page(
        .paid(
            CheckoutPageModel.Paid(
                coin: tether,
                receivedAmount: "54.239131",
                paidAtText: "14 Nov 2023, 22:18 UTC"
            )
        ),
        transfers: [transfer("54.239131", confirmations: 19)],
        isFinal: true
    )

    static let overpaid = page(
        .paid(
            CheckoutPageModel.Paid(
                coin: tether,
                receivedAmount: "81.358697",
                paidAtText: "14 Nov 2023, 22:18 UTC",
                overpayment: CheckoutPageModel.Overpayment(excessAmount: "27.119566")
            )
        ),
        transfers: [transfer("81.358697", confirmations: 19)],
        isFinal: true
    )

    static let expired = page(
        .ended(.expired(merchantName: merchant, watchedAddress: address))
    )

    static let cancelled = page(.ended(.cancelled(merchantName: merchant)), isFinal: true)
    static let deleted = page(.ended(.deleted(merchantName: merchant)), isFinal: true)
    static let failed = page(.ended(.failed(merchantName: merchant)), isFinal: true)

    static let sandbox = SandboxPageModel(
        assets: assets,
        notice: "Paid 54.239131 USDT on tron and mined 19 blocks.",
        networks: [
            network("bitcoin", "Bitcoin", "812,004"), network("tron", "Tron", "55,120,331"),
            network("ethereum", "Ethereum", "18,570,112"),
        ],
        invoices: [
            invoice("Q7M2ZK9P", "Partially", .open, isOpen: true),
            invoice("4JWOUAGY", "Paid", .good, isOpen: false),
            invoice("M0A1B2C3", "Expired", .bad, isOpen: true),
        ],
        formFields: [FormField(name: "token", value: "t0k3n")]
    )

    private static func network(
        _ name: String,
        _ title: String,
        _ height: String
    ) -> SandboxPageModel.Network {
        SandboxPageModel.Network(
            networkName: title,
            height: height,
            networkActionURL: "/sandbox/networks/\(name)"
        )
    }

    private static func invoice(
        _ code: String,
        _ status: String,
        _ style: SandboxPageModel.StatusStyle,
        isOpen: Bool
    ) -> SandboxPageModel.Invoice {
        SandboxPageModel.Invoice(
            code: code,
            merchantName: merchant,
            price: PriceText(amount: "49.90", ticker: "EUR"),
            statusText: status,
            statusStyle: style,
            checkoutURL: "/checkout/\(code)",
            invoiceActionURL: isOpen ? "/sandbox/invoices/\(code)" : nil
        )
    }
}
