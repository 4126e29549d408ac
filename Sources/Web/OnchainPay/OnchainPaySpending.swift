/// The methods that would spend, swap or screen, and why Florin does not offer them (API contract
/// A3, priority P3).
enum OnchainPaySpending {
    private static let noKey = "Florin holds no key that can spend: "

    /// Why there is no partner API.
    static let partner = "A Florin has no partners: merchants are made with florin merchant create"

    /// Why foreign addresses are not watched.
    static let tracking =
        "Florin watches only addresses that it made: let your own wallet watch others"

    /// Why, by the method's name or, with a slash at its end, by the beginning of the name.
    static let reasons: [(prefix: String, why: String)] = [
        ("withdrawal-fee-token", noKey + "withdraw with your own wallet"),
        ("fee-token", noKey + "withdraw with your own wallet"),
        ("make-withdrawal", noKey + "withdraw with your own wallet"),
        ("make-withdrawal-async", noKey + "withdraw with your own wallet"),
        ("get-withdrawal", noKey + "there are no withdrawals"),
        ("get-withdrawals", noKey + "there are no withdrawals"),
        ("auto-withdrawals/", noKey + "withdraw with your own wallet"),
        ("auto-swaps/", noKey + "it cannot swap"),
        ("bridge/", noKey + "it cannot move coins between networks"),
        ("swaps/", noKey + "it cannot swap"),
        ("kyt/", "Florin does not screen transfers or addresses"),
        ("recurrents/", noKey + "it cannot collect recurring payments"),
        ("create-payout-address", noKey + "there is no balance to pay out from"),
        ("payout-address", noKey + "there is no balance to pay out from"),
        ("orphan-deposits/withdrawal-token", noKey + "send it back with your own wallet"),
        ("orphan-deposits/withdrawal", noKey + "send it back with your own wallet"),
    ]

    /// Why a documented method is not offered; nil for a name that is none.
    static func refusal(of method: String) -> String? {
        reasons.first { prefix, _ in
            prefix.hasSuffix("/") ? method.hasPrefix(prefix) : method == prefix
        }?.why
    }
}
