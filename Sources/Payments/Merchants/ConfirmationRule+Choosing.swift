extension ConfirmationRule {
    /// How many blocks an invoice needs on a network: the rule with the largest worth that the
    /// invoice reaches, else the network's own number.
    ///
    /// An invoice of 300 dollars under the rules "from 0: 1, from 100: 3, from 1000: 6" needs 3.
    ///
    /// `worth`: What the invoice asks for in dollars; nil where nobody knows, and then the most
    /// careful of the rules and the network's own number counts.
    package static func confirmations(
        on network: NetworkID,
        worth: Ratio?,
        by rules: [ConfirmationRule],
        otherwise own: Int
    ) -> Int {
        let fitting = rules.filter { $0.network == network }
        guard let worth else { return fitting.map(\.confirmations).reduce(own, max) }
        let reached = fitting.filter { $0.dollars <= worth }
        guard let largest = reached.map(\.dollars).max() else { return own }
        return reached.filter { $0.dollars == largest }.map(\.confirmations).max() ?? own
    }

    private var dollars: Ratio { fromDollars.whole }
}

extension Amount {
    /// The amount in whole units of its asset: 150 cents are 3/2 dollars.
    package var whole: Ratio {
        (try? Ratio(units, over: asset.unitsPerWhole)) ?? Ratio(whole: 0)
    }

    /// The worth at a price of one whole unit, or nil where 128 bits are not enough.
    package func worth(at price: Ratio) -> Ratio? { try? whole.multiplied(by: price) }
}
