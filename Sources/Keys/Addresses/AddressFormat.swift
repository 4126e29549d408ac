/// How addresses of one network are written.
///
///     AddressFormat(family: .bitcoin, chain: .main).decode("bc1q…")?.matchBytes
///
/// It reads and writes text; it derives nothing, and it does not know whether an address is in use.
package struct AddressFormat: Sendable, Hashable {
    /// A group of networks that write addresses alike.
    package enum Family: Sendable, Hashable, CaseIterable {
        /// Bitcoin: Base58Check and Bech32.
        case bitcoin
        /// Litecoin: like Bitcoin with versions of its own.
        case litecoin
        /// Dogecoin: Base58Check only.
        case dogecoin
        /// Bitcoin Cash: CashAddr; Base58Check as on Bitcoin is read too.
        case bitcoincash
        /// Ethereum and every chain with its accounts: hexadecimal with EIP-55 capitals.
        case evm
        /// Tron: an account as on EVM, written in Base58Check.
        case tron

        /// The name a merchant knows.
        package var name: String {
            switch self {
            case .bitcoin: "Bitcoin"
            case .litecoin: "Litecoin"
            case .dogecoin: "Dogecoin"
            case .bitcoincash: "Bitcoin Cash"
            case .evm: "EVM"
            case .tron: "Tron"
            }
        }

        /// Whether addresses name an account and not an output script.
        package var hasAccounts: Bool { self == .evm || self == .tron }
    }

    /// The group of networks.
    package let family: Family
    /// Which chain of the coin; EVM and Tron write addresses of all their chains alike.
    package let chain: ChainKind

    /// The format of addresses of a family on one of its chains.
    package init(family: Family, chain: ChainKind) {
        self.family = family
        self.chain = chain
    }

    /// Decodes and checks an address; nil when it is not one of this format.
    package func decode(_ text: String) -> DecodedAddress? {
        switch family {
        case .bitcoin, .litecoin, .dogecoin, .bitcoincash:
            versions.flatMap { decodeScript(text, $0) }
        case .evm: decodeAccount(EVMAddress.decode(text))
        case .tron: decodeAccount(TronAddress.decode(text))
        }
    }

    /// Whether the text is an address of this format.
    package func isValid(_ text: String) -> Bool { decode(text) != nil }

    /// The address that pays to an output script or account; nil when no address can.
    package func encode(matchBytes: [UInt8]) -> String? {
        switch family {
        case .bitcoin, .litecoin, .dogecoin, .bitcoincash:
            versions.flatMap { encodeScript(matchBytes, $0) }
        case .evm: EVMAddress.encode(matchBytes)
        case .tron: TronAddress.encode(matchBytes)
        }
    }

    /// The versions of a Bitcoin-like family; nil for families with accounts.
    var versions: AddressVersions? {
        switch family {
        case .bitcoin: .bitcoin(chain)
        case .litecoin: .litecoin(chain)
        case .dogecoin: .dogecoin(chain)
        case .bitcoincash: .bitcoincash(chain)
        case .evm, .tron: nil
        }
    }

    private func decodeScript(_ text: String, _ versions: AddressVersions) -> DecodedAddress? {
        guard let script = scriptPaid(by: text, versions),
            let canonicalText = encodeScript(script.bytes, versions)
        else { return nil }
        return DecodedAddress(
            form: script.form,
            matchBytes: script.bytes,
            canonicalText: canonicalText
        )
    }

    private func scriptPaid(by text: String, _ versions: AddressVersions) -> OutputScript? {
        if let prefix = versions.segwitPrefix,
            let program = SegwitAddress.decode(text, prefix: prefix)
        {
            return .witness(program)
        }
        if let prefix = versions.cashPrefix,
            let content = CashAddress.decode(text, prefix: prefix)
        {
            switch content.kind {
            case .publicKeyHash: return .publicKeyHash(content.hash)
            case .scriptHash: return .scriptHash(content.hash)
            }
        }
        guard let payload = Base58.decodeChecked(text), let version = payload.first,
            payload.count == 1 + Hash160.byteCount
        else { return nil }
        let hash = Array(payload.dropFirst())
        switch version {
        case versions.publicKeyHash: return .publicKeyHash(hash)
        case versions.scriptHash, versions.scriptHashLegacy: return .scriptHash(hash)
        default: return nil
        }
    }

    private func encodeScript(_ bytes: [UInt8], _ versions: AddressVersions) -> String? {
        guard let script = OutputScript(bytes) else { return nil }
        switch script.form {
        case .publicKeyHash:
            if let prefix = versions.cashPrefix {
                return CashAddress.encode(.publicKeyHash, hash: script.payload, prefix: prefix)
            }
            return Base58.encodeChecked([versions.publicKeyHash] + script.payload)
        case .scriptHash:
            if let prefix = versions.cashPrefix {
                return CashAddress.encode(.scriptHash, hash: script.payload, prefix: prefix)
            }
            return Base58.encodeChecked([versions.scriptHash] + script.payload)
        case .witness(let version):
            guard let prefix = versions.segwitPrefix else { return nil }
            let program = SegwitAddress.Program(version: version, bytes: Array(script.payload))
            return SegwitAddress.encode(program, prefix: prefix)
        case .account:
            return nil
        }
    }

    private func decodeAccount(_ account: [UInt8]?) -> DecodedAddress? {
        guard let account, let canonicalText = encode(matchBytes: account) else { return nil }
        return DecodedAddress(form: .account, matchBytes: account, canonicalText: canonicalText)
    }
}
