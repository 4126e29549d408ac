import Payments

@testable import Storage

extension StoreFixture {
    static let customer = CustomerID("customer-1")
    static let coin = Coin(asset, on: network)

    static func customer(
        _ id: CustomerID = StoreFixture.customer,
        reference: String = "anna",
        of merchant: MerchantID = StoreFixture.merchant
    ) -> Customer {
        Customer(
            id: id,
            merchant: merchant,
            reference: reference,
            email: "anna@example.org",
            name: "Anna",
            depositURL: "http://shop.example/deposits",
            createdAt: start,
            updatedAt: start
        )
    }

    static func staticAddress(
        _ id: String,
        text: String,
        for customer: CustomerID? = StoreFixture.customer,
        confirmations: Int = 2
    ) -> StaticAddress {
        StaticAddress(
            id: StaticAddressID(id),
            merchant: merchant,
            customer: customer,
            key: keyID(of: merchant),
            coin: coin,
            address: text,
            confirmations: confirmations,
            finality: 6,
            isActive: true,
            note: nil,
            createdAt: start
        )
    }

    /// Gives the customer an address, whom it makes where he is not there yet.
    @discardableResult
    func issueShared(
        _ id: String = "static-1",
        text: String = "shared",
        for customer: CustomerID? = StoreFixture.customer,
        confirmations: Int = 2
    ) async throws -> StaticAddress {
        let address = Self.staticAddress(
            id,
            text: text,
            for: customer,
            confirmations: confirmations
        )
        return try await store.write { transaction in
            if customer == Self.customer { _ = try transaction.add(Self.customer()) }
            guard let wallet = try transaction.wallet(of: Self.merchant, on: Self.network) else {
                throw StorageError.busy
            }
            _ = try transaction.issueAddress(
                from: wallet,
                for: .staticAddress(address.id)
            ) { _, _ in IssuedAddress(text: text, matchBytes: Array(text.utf8)) }
            try transaction.add(address)
            return address
        }
    }

    /// Opens an invoice of the customer that asks for so much at a static address.
    @discardableResult
    func openShared(
        _ number: Int,
        due: UInt128,
        openedAt: Instant = StoreFixture.start,
        deadline: Instant = StoreFixture.deadline,
        at address: StaticAddress = StoreFixture.staticAddress("static-1", text: "shared")
    ) async throws -> InvoiceID {
        let invoice = Self.invoice(
            number,
            payer: Invoice.Payer(reference: "anna", customer: Self.customer),
            openedAt: openedAt,
            deadline: deadline
        )
        let choice = try Self.choice(
            ChoiceID("choice-\(number)"),
            address: address.address,
            due: due
        )
        return try await store.write { transaction in
            guard try transaction.add(invoice) else { throw StorageError.busy }
            try transaction.add(choice, to: invoice.id, at: address.id)
            return try transaction.begin(invoice, with: choice, at: openedAt).invoice.id
        }
    }

    func deposits() async throws -> [Deposit] {
        try await store.read { try $0.deposits(of: Self.merchant, limit: 1_000, offset: 0) }
    }

    func depositEvents() async throws -> [Deposit.State] {
        try await store.read {
            try $0.events(of: Self.merchant, after: 0, limit: 1_000).compactMap(\.depositState)
        }
    }

    /// What came to an invoice, in units, whatever became of it.
    func received(_ id: InvoiceID) async throws -> [UInt128] {
        try await invoice(id).facts.transfers.map(\.transfer.amount.units)
    }
}
