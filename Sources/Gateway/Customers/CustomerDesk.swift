package import Payments
import Storage

/// What a shop says of one of its customers; what is nil stays as it was.
package struct CustomerUpdate: Sendable, Hashable {
    /// The shop's own id.
    package var reference: String
    /// Where to reach him.
    package var email: String?
    /// What the shop calls him.
    package var name: String?
    /// Where the shop hears about deposits.
    package var depositURL: String?
    /// Whether an address for every coin is issued at once.
    package var issuesAddresses: Bool

    /// Describes what a shop says.
    package init(
        reference: String,
        email: String? = nil,
        name: String? = nil,
        depositURL: String? = nil,
        issuesAddresses: Bool = false
    ) {
        self.reference = reference
        self.email = email
        self.name = name
        self.depositURL = depositURL
        self.issuesAddresses = issuesAddresses
    }
}

/// A static address with what came there, and the count of all that fit a question.
package struct StaticAddressBalance: Sendable, Hashable {
    /// The address.
    package let address: StaticAddress
    /// What is confirmed there, in its coin.
    package let received: Amount
}

/// What names a customer to the outside.
package enum CustomerReference: Sendable, Hashable {
    /// Florin's own id.
    case id(CustomerID)
    /// The shop's own id.
    case reference(String)
}

/// Looks after merchants' customers and their static addresses.
package struct CustomerDesk: Sendable {
    /// How many addresses of one customer are looked through.
    package static let addressesMax = 5_000

    let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Makes a customer, or rewrites what is known of him.
    package func save(
        _ update: CustomerUpdate,
        by caller: Caller
    ) async throws -> (customer: Customer, addresses: [StaticAddress]) {
        let now = gateway.time.now()
        let merchant = caller.merchant.id
        let coins = update.issuesAddresses ? InvoiceDesk(gateway).available(to: caller) : []
        return try await gateway.store.write { transaction in
            var customer = try gateway.customer(
                update.reference,
                of: merchant,
                email: update.email,
                at: now,
                in: transaction
            )
            let before = customer
            customer.email = update.email ?? customer.email
            customer.name = update.name ?? customer.name
            customer.depositURL = update.depositURL ?? customer.depositURL
            if customer != before {
                customer.updatedAt = now
                try transaction.update(customer)
            }
            for coin in coins {
                _ = try gateway.staticAddress(
                    for: customer.id,
                    of: merchant,
                    by: caller.key,
                    in: coin,
                    at: now,
                    in: transaction
                )
            }
            let addresses = try transaction.staticAddresses(
                for: customer.id,
                of: merchant,
                limit: Self.addressesMax
            )
            return (customer, addresses)
        }
    }

    /// A merchant's customer with his addresses, or nil.
    package func customer(
        _ reference: CustomerReference,
        of merchant: MerchantID
    ) async throws -> (customer: Customer, addresses: [StaticAddressBalance])? {
        try await gateway.store.read { transaction in
            guard let customer = try Self.find(reference, of: merchant, in: transaction) else {
                return nil
            }
            let addresses = try transaction.staticAddresses(
                for: customer.id,
                of: merchant,
                limit: Self.addressesMax
            )
            return (customer, try addresses.map { try Self.balance(of: $0, in: transaction) })
        }
    }

    /// The addresses of a customer, or of all customers for nil, the newest first; nil where there
    /// is no such customer.
    package func addresses(
        of reference: CustomerReference?,
        at merchant: MerchantID
    ) async throws -> [StaticAddress]? {
        try await gateway.store.read { transaction in
            guard let reference else {
                return try transaction.customerAddresses(
                    of: merchant,
                    limit: Self.addressesMax
                )
            }
            guard let customer = try Self.find(reference, of: merchant, in: transaction) else {
                return nil
            }
            return try transaction.staticAddresses(
                for: customer.id,
                of: merchant,
                limit: Self.addressesMax
            ).reversed()
        }
    }

    /// Addresses with what came there.
    package func balances(of addresses: [StaticAddress]) async throws -> [StaticAddressBalance] {
        try await gateway.store.read { transaction in
            try addresses.map { try Self.balance(of: $0, in: transaction) }
        }
    }

    /// The merchant's own addresses, which belong to no customer.
    package func ownAddresses(
        of merchant: MerchantID
    ) async throws -> [StaticAddressBalance] {
        try await gateway.store.read { transaction in
            try transaction.staticAddresses(for: nil, of: merchant, limit: Self.addressesMax)
                .map { try Self.balance(of: $0, in: transaction) }
        }
    }

    /// The address to show for a coin, issued where there is none yet.
    ///
    /// Nil where there is no such customer. For no customer it is the merchant's own.
    /// `isRenewed`: Issues a new one although there is one.
    package func address(
        for reference: CustomerReference?,
        in coin: Coin,
        isRenewed: Bool,
        by caller: Caller
    ) async throws -> StaticAddressBalance? {
        let now = gateway.time.now()
        let merchant = caller.merchant.id
        return try await gateway.store.write { transaction in
            let customer = try reference.flatMap {
                try Self.find($0, of: merchant, in: transaction)
            }
            if reference != nil, customer == nil { return nil }
            let address = try gateway.staticAddress(
                for: customer?.id,
                of: merchant,
                by: caller.key,
                in: coin,
                isRenewed: isRenewed,
                at: now,
                in: transaction
            )
            return try Self.balance(of: address, in: transaction)
        }
    }

    private static func find(
        _ reference: CustomerReference,
        of merchant: MerchantID,
        in transaction: Transaction
    ) throws -> Customer? {
        switch reference {
        case .id(let id):
            let found = try transaction.customer(id)
            return found?.merchant == merchant ? found : nil
        case .reference(let text): return try transaction.customer(text, of: merchant)
        }
    }

    /// An address with what is confirmed there.
    static func balance(
        of address: StaticAddress,
        in transaction: Transaction
    ) throws -> StaticAddressBalance {
        let received = try LedgerDesk.received(
            at: address.address,
            in: address.coin,
            by: transaction
        )
        return StaticAddressBalance(address: address, received: received)
    }
}
