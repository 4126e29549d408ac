package import Payments

/// Something that knows what moving a coin costs on its network now.
package protocol NetworkCostSource: Sendable {
    /// What moving each coin on costs, by the coin's ticker; coins it cannot tell of are left out.
    func networkCosts(at now: Instant) async throws -> [String: NetworkCost]
}
