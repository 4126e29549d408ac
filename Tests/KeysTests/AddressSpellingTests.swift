import Keys
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AddressSpellingTests {
    @Test func `an account of an EVM network is found however its letters are written`() {
        // EIP-55's own example.
        let stored = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        for typed in [stored, stored.lowercased(), "0x" + stored.dropFirst(2).uppercased()] {
            #expect(AddressSpelling.spellings(of: typed).contains(stored), "\(typed)")
        }
    }

    @Test func `bech32 in capitals, and CashAddr without its prefix, are found`() {
        let bech32 = "ltc1qg82u8my5zqwhhrs94gkpkf4sxya5gv5s4vkqgp"
        #expect(AddressSpelling.spellings(of: bech32.uppercased()).contains(bech32))
        let cash = "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
        #expect(AddressSpelling.spellings(of: cash).contains("bitcoincash:" + cash))
    }

    @Test func `a text in mixed case that is no account is left as it is`() {
        let legacy = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
        #expect(AddressSpelling.spellings(of: legacy) == [legacy])
    }
}
