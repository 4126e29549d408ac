import Payments
import Testing

struct AddressBlockTests {
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
        ("198.51.100.0/24", "198.51.100.255", true), ("198.51.100.0/24", "198.51.101.0", false),
        // The rest of an address beyond the block's bits means nothing.
        ("10.1.2.3/8", "10.200.0.1", true), ("0.0.0.0/0", "8.8.8.8", true),
        ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.128", true),
        ("192.0.2.4/31", "192.0.2.5", true), ("192.0.2.4/31", "192.0.2.6", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:DB8::1", "2001:db8:0:0:0:0:0:1", true), ("::1", "::1", true), ("::1", "::2", false),
        ("2001:db8::/33", "2001:db8:8000::", false), ("::/0", "2001:db8::1", true),
        // An IPv4 address that a socket shows as an IPv6 one is the same address.
        ("203.0.113.7", "::ffff:203.0.113.7", true), ("::ffff:203.0.113.7", "203.0.113.7", true),
        ("::ffff:203.0.113.0/120", "203.0.113.9", true),
        ("::ffff:203.0.113.0/120", "203.0.114.9", false),
        ("10.0.0.0/8", "::ffff:0a01:0203", true),
        // The two families have nothing in common otherwise.
        ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "203.0.113.7", false),
        ("fe80::/10", "fe80::1%eth0", true),
    ])
    func `a block contains what shares its leading bits`(
        _ block: String,
        _ address: String,
        _ isInside: Bool
    ) throws {
        let block = try #require(AddressBlock(block))
        let address = try #require(IPAddress(address))
        #expect(block.contains(address) == isInside)
    }

    @Test(arguments: [
        "", " ", "shop.example", "203.0.113", "203.0.113.7.1", "203.0.113.256", "203.0.113.07",
        "203.0.113.7/33", "203.0.113.7/", "203.0.113.7/-1", "203.0.113.7/8/8", "203.0.113.7/0x8",
        "2001:db8::/129", "2001:db8:::1", "1::2::3", "2001:db8", "12345::", "g::1", ":1", "1:",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "::ffff:203.0.113.7/95", "::1.2.3", "1.2.3.4::",
        "fe80::1%eth0/64", "٣.0.0.1", "203.0.113.7 /8",
    ])
    func `what is no block is refused`(_ text: String) { #expect(AddressBlock(text) == nil) }

    @Test func `space around a block and capital letters do not matter`() {
        #expect(AddressBlock("  2001:DB8::/32 ")?.text == "2001:db8::/32")
    }

    @Test func `a key is accepted from everywhere until it is restricted`() throws {
        var terms = KeyTerms()
        #expect(terms.allows(address: "203.0.113.7"))
        #expect(terms.allows(address: ""))
        terms.allowedAddresses = [
            try #require(AddressBlock("198.51.100.0/24")), try #require(AddressBlock("::1")),
        ]
        #expect(terms.allows(address: "198.51.100.20"))
        #expect(terms.allows(address: "::1"))
        #expect(!terms.allows(address: "203.0.113.7"))
        // What cannot be read comes from nowhere in particular.
        for text in ["", "unknown", "198.51.100.20, 203.0.113.7"] {
            #expect(!terms.allows(address: text), "\(text)")
        }
    }

    @Test func `a permission allows its uses and no others`() {
        let allowed: [KeyPermission: Set<KeyUse>] = [
            .everything: [.reading, .creating, .changing], .createAndRead: [.reading, .creating],
            .readOnly: [.reading],
        ]
        for permission in KeyPermission.allCases {
            let uses = Set(KeyUse.allCases.filter(permission.allows))
            #expect(uses == allowed[permission], "\(permission)")
        }
    }
}
