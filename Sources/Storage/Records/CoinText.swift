import Payments

/// The stored form of a list of coins: `BTC:8:bitcoin,USDT:6:tron`.
enum CoinText {
    static func text(of coins: [Coin]) -> String {
        coins.map { "\($0.asset.ticker):\($0.asset.decimals):\($0.network.name)" }
            .joined(separator: ",")
    }

    static func coins(of text: String) throws(StorageError) -> [Coin] {
        var coins: [Coin] = []
        for part in text.split(separator: ",") {
            let fields = part.split(separator: ":").map(String.init)
            guard fields.count == 3, let decimals = Int(fields[1]),
                (0...Asset.decimalsMax).contains(decimals)
            else { throw .unreadable(column: 0) }
            coins.append(
                Coin(Asset(ticker: fields[0], decimals: decimals), on: NetworkID(fields[2]))
            )
        }
        return coins
    }
}
