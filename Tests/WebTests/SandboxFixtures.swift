@testable import Web

/// The sandbox's own page with a few networks and invoices.
enum SandboxFixtures {
    static let assets = PageAssets(
        stylesheetURL: "/assets/checkout-0123456789abcdef.css",
        scriptURL: "/assets/checkout-0123456789abcdef.js"
    )

    private static let merchant = "Tea House"

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
