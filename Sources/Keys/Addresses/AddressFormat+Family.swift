extension AddressFormat {
    /// The family of whichever network the text is an address of; nil when of none.
    ///
    /// Test chains share their versions; then the family named first wins, which is enough for the
    /// words of an error.
    static func family(ofAddress text: String) -> Family? {
        Family.allCases.first { family in
            ChainKind.allCases.contains { chain in
                AddressFormat(family: family, chain: chain).isValid(text)
            }
        }
    }
}
