import Testing

@testable import Web

struct PageAssetTests {
    @Test func `the files of a page are named after their content`() {
        let names = PageAsset.all.map(\.path)
        let own = PageAssets.embedded
        #expect(names.contains(own.stylesheetURL) && names.contains(own.scriptURL))
        #expect(names.contains(PageAssets.cabinet.stylesheetURL))
        for name in names {
            let parts = name.split(separator: "-").last?.split(separator: ".")
            #expect(parts?.first?.count == 16)
        }
    }

    @Test func `the checkout's style sheet knows no left and no right`() {
        let css = String(decoding: PageAsset.stylesheet.bytes, as: UTF8.self)
        #expect(!css.contains(/(?:margin|padding|border|text-align)(?:-|: )(?:left|right)/))
    }
}
