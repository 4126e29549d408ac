package import Payments
import Storage

/// Erases what is known of one payer, on request.
package struct ErasureDesk: Sendable {
    /// How many invoices are erased in one transaction.
    private static let batchMax = 200
    /// How many customers of one e-mail address are found.
    private static let customersMax = 100

    private let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Forgets a merchant's payer at once, whatever the merchant keeps otherwise.
    ///
    /// Whoever is known as a customer by the e-mail address loses what his invoices say, also where
    /// they name only the shop's own id. What was paid, when and to which address stays.
    package func erase(
        _ payer: PayerName,
        of merchant: MerchantID,
        by actor: Actor
    ) async throws -> ErasureReport {
        let (known, customers) = try await known(payer, of: merchant)
        var names = known
        var report = ErasureReport()
        while let name = names.last {
            let batch = try await eraseBatch(of: merchant, knowing: name, by: actor)
            report.add(batch)
            if batch.invoices < Self.batchMax { names.removeLast() }
        }
        let now = gateway.time.now()
        let last = try await gateway.store.write { transaction in
            var last = ErasureReport()
            for customer in customers { try last.erase(customer, in: transaction) }
            try last.record(of: merchant, by: actor, at: now, in: transaction)
            return last
        }
        report.add(last)
        return report
    }

    /// Every name that a payer's invoices know him by, and whom he is as a customer.
    private func known(
        _ payer: PayerName,
        of merchant: MerchantID
    ) async throws -> ([PayerName], [CustomerID]) {
        try await gateway.store.read { transaction in
            switch payer {
            case .email(let email):
                let customers = try transaction.customers(
                    of: merchant,
                    email: email,
                    limit: Self.customersMax
                )
                return (
                    [payer] + customers.map { .reference($0.reference) }, customers.map(\.id)
                )
            case .reference(let reference):
                let customer = try transaction.customer(reference, of: merchant)
                guard let customer, customer.email != nil || customer.name != nil else {
                    return ([payer], [])
                }
                return ([payer], [customer.id])
            }
        }
    }

    private func eraseBatch(
        of merchant: MerchantID,
        knowing name: PayerName,
        by actor: Actor
    ) async throws -> ErasureReport {
        let now = gateway.time.now()
        return try await gateway.store.write { transaction in
            var report = ErasureReport()
            for invoice in try transaction.invoices(
                of: merchant,
                knowing: name,
                limit: Self.batchMax
            ) { try report.erase(invoice, at: now, in: transaction) }
            try report.record(of: merchant, by: actor, at: now, in: transaction)
            return report
        }
    }
}
