/// What a browser calls itself, in two words.
enum BrowserText {
    // The first that is found counts: most browsers also name those they descend from.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]
    private static let lengthMax = 40

    /// `Firefox on Linux`, or the beginning of what it calls itself.
    static func short(_ agent: String) -> String {
        let browser = browsers.first { agent.contains($0.0) }?.1
        let system = systems.first { agent.contains($0.0) }?.1
        switch (browser, system) {
        case (let browser?, let system?): return "\(browser) on \(system)"
        case (let name?, nil), (nil, let name?): return name
        case (nil, nil):
            return agent.isEmpty ? "A browser without a name" : String(agent.prefix(lengthMax))
        }
    }
}
