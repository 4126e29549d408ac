/// The payer's page of an invoice, as HTML that needs no script and loads nothing from elsewhere.
struct CheckoutPage: Sendable {
    private let templates: PageTemplates

    /// Compiles the templates once.
    init() throws {
        templates = try PageTemplates([
            ("layout", PackageResources.layout_mustache),
            ("checkout", PackageResources.checkout_mustache),
            ("choose", PackageResources.choose_mustache),
            ("pay", PackageResources.pay_mustache),
            ("confirming", PackageResources.confirming_mustache),
            ("paid", PackageResources.paid_mustache),
            ("ended", PackageResources.ended_mustache),
            ("steps", PackageResources.steps_mustache),
            ("deadline", PackageResources.deadline_mustache),
            ("transfers", PackageResources.transfers_mustache),
            ("sentence", PackageResources.sentence_mustache),
            ("help", PackageResources.help_mustache),
        ])
    }

    func render(_ model: CheckoutPageModel) -> String {
        templates.render(model, with: "checkout")
    }
}
