/// Which networks take a key of this version, and what its addresses pay to there.
extension ExtendedKeyVersion {
    /// The format that addresses of the key are written in.
    func format(
        for asked: AddressFormat,
        acceptsAnyChain: Bool
    ) throws(KeyError) -> AddressFormat {
        // Accounts look the same on every chain, and wallets export their keys as plain xpub.
        guard !asked.family.hasAccounts else { return asked }
        guard isWritten(by: asked.family)
        else { throw .wrongCoin(versionName: name, expected: asked.family) }
        if acceptsAnyChain {
            return chain == .main ? AddressFormat(family: asked.family, chain: .main) : asked
        }
        guard (chain == .main) == (asked.chain == .main)
        else { throw .wrongChain(given: chain, expected: asked.chain) }
        return asked
    }

    /// The kind that follows from the network, a descriptor, a setting and the version itself.
    func scriptKind(
        family: AddressFormat.Family,
        described: ScriptKind?,
        asked: ScriptKind?
    ) throws(KeyError) -> ScriptKind {
        let kind: ScriptKind
        if let described {
            try check(described)
            if let asked, asked != described {
                throw .contradictoryScriptKind(given: described, expected: asked)
            }
            kind = described
        } else if family.hasAccounts {
            kind = asked ?? .account
        } else if let asked {
            kind = asked
        } else if case .single(let implied) = meaning {
            kind = implied
        } else {
            throw .multisignatureKey(versionName: name)
        }
        guard kind.isWritten(by: family) else { throw .unsupportedScriptKind(kind, family) }
        return kind
    }

    /// A plain version says nothing inside a descriptor; any other must agree with it.
    private func check(_ described: ScriptKind) throws(KeyError) {
        switch meaning {
        case .multisignature:
            throw .multisignatureKey(versionName: name)
        case .single(let implied):
            guard implied == .p2pkh || implied == described
            else { throw .contradictoryScriptKind(given: implied, expected: described) }
        }
    }

    private func isWritten(by family: AddressFormat.Family) -> Bool {
        switch coin {
        case .any: true
        case .litecoin: family == .litecoin
        case .dogecoin: family == .dogecoin
        }
    }
}
