import Testing

@Suite struct SwiftCodeTests {
    @Test(arguments: [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        (#"f("b")"#, #"f(" ")"#),
        (#"f("b\"c")"#, ##"f("    ")"##),
        (#"f("b\(c)d")"#, #"f("   c  ")"#),
        (#"f("b\(g("h", (i)))d")"#, #"f("   g(" ", (i))  ")"#),
        (##"f(#"b"c\(d)"#)"##, ##"f( "       " )"##),
        ("func `b c`() {}", "func `   `() {}"),
        ("f(\"b\nc", "f(\" \nc"),
        ("\"\"\"\na \"b\"\n\"\"\" c", "\"\"\"\n     \n\"\"\" c"),
    ])
    func `only code is left, in its place`(text: String, code: String) {
        #expect(SwiftCode.only(in: text) == code)
    }
}
