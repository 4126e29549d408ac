import Payments

/// The link that a payer is sent, with its picture.
struct InvoiceLinkModel: Sendable {
    let invoiceURL: String
    let newURL: String?
    let code: String
    let price: String
    let payURL: String
    let qrSVG: String
    /// Opens a mail to the payer with the link in it; nil without his address.
    let mailURL: String?
    let email: String?

    init(_ invoice: Invoice, for request: CabinetRequest, publicURL: String) {
        invoiceURL = request.path("invoices/\(invoice.code.text)")
        newURL = request.mayChange ? request.path("invoices/new") : nil
        code = invoice.code.text
        price = "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)"
        let link = publicURL + CheckoutPresenter.path(of: invoice)
        payURL = link
        qrSVG = QRCode(text: link)?.svg(label: "QR code of the payment link") ?? ""
        email = invoice.payer.email
        let shop = request.ownMerchant.name
        let text = "\(invoice.details.map { "\($0)\r\n\r\n" } ?? "")\(price): \(link)\r\n"
        mailURL = invoice.payer.email.map { email in
            "mailto:\(PercentText.encoded(email))"
                + "?subject=\(PercentText.encoded("Invoice \(invoice.code.text) of \(shop)"))"
                + "&body=\(PercentText.encoded(text))"
        }
    }
}
