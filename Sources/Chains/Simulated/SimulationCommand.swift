import Payments

/// Something that was done to a simulated chain; the chain is what its commands made of it.
enum SimulationCommand: Sendable, Hashable {
    case pay([SimulatedOutput])
    case mine(blocks: Int, isEmpty: Bool)
    case reorganise(depth: UInt64)
    case replace(txid: String)
    case drop(txid: String)
}

/// A command and the time at which it was given: one line of a journal.
struct DatedCommand: Sendable, Hashable {
    let command: SimulationCommand
    let time: Instant
}

extension DatedCommand: Codable {
    private enum Name: String, Codable {
        case pay, mine, mineEmpty, reorganise, replace, drop
    }

    private enum CodingKeys: String, CodingKey {
        case name = "do"
        case microseconds = "at"
        case outputs, blocks, depth, txid
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        time = Instant(microseconds: try fields.decode(Int64.self, forKey: .microseconds))
        command =
            switch try fields.decode(Name.self, forKey: .name) {
            case .pay: .pay(try fields.decode([SimulatedOutput].self, forKey: .outputs))
            case .mine:
                .mine(blocks: try fields.decode(Int.self, forKey: .blocks), isEmpty: false)
            case .mineEmpty:
                .mine(blocks: try fields.decode(Int.self, forKey: .blocks), isEmpty: true)
            case .reorganise:
                .reorganise(depth: try fields.decode(UInt64.self, forKey: .depth))
            case .replace: .replace(txid: try fields.decode(String.self, forKey: .txid))
            case .drop: .drop(txid: try fields.decode(String.self, forKey: .txid))
            }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(time.microseconds, forKey: .microseconds)
        switch command {
        case .pay(let outputs):
            try fields.encode(Name.pay, forKey: .name)
            try fields.encode(outputs, forKey: .outputs)
        case .mine(let blocks, let isEmpty):
            try fields.encode(isEmpty ? Name.mineEmpty : .mine, forKey: .name)
            try fields.encode(blocks, forKey: .blocks)
        case .reorganise(let depth):
            try fields.encode(Name.reorganise, forKey: .name)
            try fields.encode(depth, forKey: .depth)
        case .replace(let txid):
            try fields.encode(Name.replace, forKey: .name)
            try fields.encode(txid, forKey: .txid)
        case .drop(let txid):
            try fields.encode(Name.drop, forKey: .name)
            try fields.encode(txid, forKey: .txid)
        }
    }
}

extension SimulatedOutput: Codable {
    private enum CodingKeys: String, CodingKey {
        case address, match, ticker, decimals, units
    }

    /// Reads an output from a line of a journal.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let decimals = try fields.decode(Int.self, forKey: .decimals)
        // JSON numbers do not reach 128 bits, so the units are a text.
        let units = UInt128(try fields.decode(String.self, forKey: .units))
        guard (0...Asset.decimalsMax).contains(decimals), let units else {
            throw DecodingError.dataCorruptedError(
                forKey: .units,
                in: fields,
                debugDescription: "no amount"
            )
        }
        let asset = Asset(
            ticker: try fields.decode(String.self, forKey: .ticker),
            decimals: decimals
        )
        self.init(
            address: try fields.decode(String.self, forKey: .address),
            matchBytes: try fields.decode([UInt8].self, forKey: .match),
            amount: Amount(units: units, of: asset)
        )
    }

    /// Writes an output into a line of a journal.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(address, forKey: .address)
        try fields.encode(matchBytes, forKey: .match)
        try fields.encode(amount.asset.ticker, forKey: .ticker)
        try fields.encode(amount.asset.decimals, forKey: .decimals)
        try fields.encode(String(amount.units), forKey: .units)
    }
}
