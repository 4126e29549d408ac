import Gateway
import Payments
import Wire

/// The methods for taking payments (API contract A3, priorities P0 and P1).
struct OnchainPayCalls: Sendable {
    private let gateway: Gateway
    private let desk: InvoiceDesk
    private let invoices: OnchainPayInvoice
    private let orders: OnchainPayOrder
    private let currencies: OnchainPayCurrencies
    private let customers: OnchainPayCustomers
    private let webhooks: OnchainPayWebhooks

    init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        self.gateway = gateway
        let desk = InvoiceDesk(gateway)
        let transactions = OnchainPayTransactions(gateway: gateway)
        self.desk = desk
        invoices = OnchainPayInvoice(
            showcase: showcase,
            invoices: desk,
            transactions: transactions,
            publicURL: publicURL
        )
        orders = OnchainPayOrder(
            showcase: showcase,
            invoices: desk,
            transactions: transactions,
            publicURL: publicURL
        )
        currencies = OnchainPayCurrencies(gateway: gateway, showcase: showcase)
        customers = OnchainPayCustomers(customers: CustomerDesk(gateway), invoices: desk)
        webhooks = OnchainPayWebhooks(
            deliveries: DeliveryDesk(
                gateway,
                dialects: [
                    OnchainPayWebhook(gateway, showcase: showcase, publicURL: publicURL)
                ]
            )
        )
    }

    /// Methods that open something, and take their nonce with it in one transaction.
    var opening: [String: OnchainPayMethod] {
        ["make-invoice": .creates(makeInvoice), "make-order": .creates(makeOrder)]
    }

    /// The other methods.
    var reading: [String: OnchainPayMethod] {
        [
            "advanced-balances": .reads { .array([balance(of: $0.caller)]) },
            "advanced-balance": .reads(advancedBalance),
            "available-currencies": .reads { currencies.list(for: $0.caller) },
            "price-rate": .reads { try currencies.priceRate($0.fields) },
            "utils/validate-address": .reads { try currencies.validateAddress($0.fields) },
            "get-invoice": .reads(getInvoice),
            "get-invoices": .reads(getInvoices),
            "order": .reads(getOrder),
            "orders": .reads(getOrders),
            "personal-addresses/create-user": .creates(customers.createUser),
            "personal-addresses/get-user": .reads(customers.getUser),
            "personal-addresses/get-user-address": .creates(customers.getUserAddress),
            "personal-addresses/get-user-addresses": .reads(customers.getUserAddresses),
            "personal_addresses/get-user-addresses": .reads(customers.getUserAddressList),
            "webhooks/get": .reads(webhooks.get),
            "webhooks/get-verbose": .reads(webhooks.getVerbose),
        ]
    }

    private func balance(of caller: Caller) -> JSONValue {
        OnchainPayAccount.object(of: caller, coins: desk.available(to: caller))
    }

    private func advancedBalance(_ request: OnchainPayRequest) async throws -> JSONValue {
        try OnchainPayAccount.checkBalance(in: request.fields, of: request.caller)
        return balance(of: request.caller)
    }

    private func makeInvoice(_ request: OnchainPayRequest) async throws -> JSONValue {
        let stored = try await open(request) { fields, caller, now throws(OnchainPayFault) in
            try invoices.newInvoice(from: fields, by: caller, at: now)
        }
        return .object(invoices.object(of: stored))
    }

    private func makeOrder(_ request: OnchainPayRequest) async throws -> JSONValue {
        let stored = try await open(request) { fields, caller, now throws(OnchainPayFault) in
            try orders.newInvoice(from: fields, by: caller, at: now)
        }
        guard let choice = stored.facts.choices.last else { throw OnchainPayFault.ourFault }
        return orders.made(stored, choice: choice)
    }

    /// Reads the fields and opens; the nonce is used up either way.
    private func open(
        _ request: OnchainPayRequest,
        _ read: (OnchainPayFields, Caller, Instant) throws(OnchainPayFault) -> NewInvoice
    ) async throws -> InvoiceRecord {
        let caller = request.caller
        let new: NewInvoice
        do {
            new = try read(request.fields, caller, gateway.time.now())
        } catch {
            if try await desk.claim(request.proof, by: caller) != nil {
                throw OnchainPayFault.nonceUsed
            }
            throw error
        }
        switch try await desk.open(new, by: caller, with: request.proof) {
        case .opened(let stored), .repeated(let stored): return stored
        case .refused: throw OnchainPayFault.nonceUsed
        case .duplicate: throw OnchainPayFault.externalIDConflict
        case .coinNotAvailable:
            throw OnchainPayFault.currencyNotAvailable("No coin of this invoice is available")
        case .tariffNotAvailable(let name):
            throw OnchainPayFault.invalid(
                field: "additionalFees",
                "names \(name.prefix(64)), which is no tariff for invoices"
            )
        case .rateNotAvailable: throw OnchainPayFault.rateNotAvailable
        case .amountTooLarge: throw OnchainPayFault.amountOutOfRange("amount is too large")
        }
    }

    private func getInvoice(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let merchant = request.caller.merchant.id
        let reference: InvoiceReference
        if let id = try fields.text("invoiceId") {
            reference = .id(InvoiceID(id.lowercased()))
        } else if let external = try fields.text("externalId") {
            reference = .external(external, of: merchant, in: .onchainpay)
        } else {
            throw OnchainPayFault.invalid(field: "invoiceId", "is required")
        }
        guard let stored = try await desk.invoice(reference), stored.isVisible(to: merchant),
            stored.invoice.kind == .invoice
        else { throw OnchainPayFault.invoiceNotFound }
        return .object(invoices.object(of: stored))
    }

    private func getInvoices(_ request: OnchainPayRequest) async throws -> JSONValue {
        let phases = try request.fields.phases("status", as: OnchainPayInvoiceStatus.init)
        let page = try request.fields.page()
        let (found, total) = try await desk.list(
            of: request.caller,
            kind: .invoice,
            phases: phases,
            limit: page.limit,
            offset: page.offset
        )
        return [
            "invoices": .array(found.map { .object(invoices.object(of: $0)) }),
            "total": .integer(total),
        ]
    }

    private func getOrder(_ request: OnchainPayRequest) async throws -> JSONValue {
        let id = ChoiceID(try request.fields.requiredText("orderId").lowercased())
        guard let stored = try await desk.invoice(.choice(id)),
            stored.isVisible(to: request.caller.merchant.id),
            let choice = stored.facts.choices.first(where: { $0.id == id })
        else { throw OnchainPayFault.orderNotFound }
        return orders.object(of: stored, choice: choice)
    }

    private func getOrders(_ request: OnchainPayRequest) async throws -> JSONValue {
        let phases = try request.fields.phases("status", as: OnchainPayOrderStatus.init)
        let page = try request.fields.page()
        let (found, total) = try await desk.list(
            of: request.caller,
            kind: .order,
            phases: phases,
            limit: page.limit,
            offset: page.offset
        )
        let shown = found.compactMap { stored in
            stored.facts.choices.last.map { orders.object(of: stored, choice: $0) }
        }
        return ["orders": .array(shown), "total": .integer(total)]
    }
}

extension InvoiceRecord {
    /// Whether a merchant may see it through this API.
    fileprivate func isVisible(to merchant: MerchantID) -> Bool {
        invoice.merchant == merchant && invoice.dialect == .onchainpay
    }
}
