import Wire

/// What the page about both dialects says.
struct DocumentPageModel: Sendable {
    let assets: PageAssets
    let title: String
    let lead: String
    let serverURL: String
    let headers: [Header]
    let sections: [Section]
    let webhooks: [Operation]
    let objects: [Entry]

    /// A header that proves who calls.
    struct Header: Sendable {
        let name: String
        let headerText: String
    }

    /// The methods of one tag.
    struct Section: Sendable {
        let anchor: String
        let sectionTitle: String
        let sectionText: String
        let operations: [Operation]
    }

    /// A method or a notification.
    struct Operation: Sendable {
        let anchor: String
        let method: String
        let path: String
        let summary: String
        let operationText: String
        let fields: [APIField]
        let hasFields: Bool
        let answerText: String
        let answerType: String
        let answerURL: String?
        let answerFields: [APIField]
        let hasAnswerFields: Bool
        let faults: [APIFault]
        let hasFaults: Bool
    }

    /// An object that answers are made of.
    struct Entry: Sendable {
        let anchor: String
        let entryText: String
        let fields: [APIField]
    }

    /// Reads everything out of the document.
    init(_ document: APIDocument, assets: PageAssets) {
        let root = document.root
        self.assets = assets
        title = "\(root["info"]?["title"]?.string ?? "") API"
        lead = root["info"]?["description"]?.string ?? ""
        serverURL = root["servers"]?.array?.first?["url"]?.string ?? ""
        headers = document.members(of: root["components"]?["securitySchemes"]).map { _, scheme in
            Header(
                name: scheme["name"]?.string ?? "",
                headerText: scheme["description"]?.string ?? ""
            )
        }
        sections = (root["tags"]?.array ?? []).enumerated().map { place, tag in
            let name = tag["name"]?.string ?? ""
            return Section(
                anchor: "part-\(place + 1)",
                sectionTitle: name,
                sectionText: tag["description"]?.string ?? "",
                operations: document.operations
                    .filter { $0.value["tags"]?.array?.first?.string == name }
                    .map { Operation($0, in: document) }
            )
        }
        webhooks = document.webhooks.map { Operation($0, in: document) }
        objects = document.members(of: root["components"]?["schemas"]).compactMap { name, schema in
            let isShownElsewhere =
                name.hasSuffix("Request") || name == "Call" || name.contains("Error")
            let fields = document.fields(of: schema)
            guard !isShownElsewhere, !fields.isEmpty else { return nil }
            let text = schema["description"]?.string ?? ""
            return Entry(anchor: name, entryText: text, fields: fields)
        }
    }
}

extension DocumentPageModel.Operation {
    init(_ operation: APIDocument.Operation, in document: APIDocument) {
        let value = operation.value
        anchor = value["operationId"]?.string ?? ""
        method = operation.method
        path = operation.path
        summary = value["summary"]?.string ?? ""
        operationText = value["description"]?.string ?? ""
        fields = document.fields(of: document.schema(of: value["requestBody"]))
        hasFields = !fields.isEmpty
        let answer = document.resolved(value["responses"]?["200"])
        let schema = document.schema(of: answer)
        // The envelope of OnchainPay is the same everywhere.
        let told = schema?["properties"]?["response"] ?? schema
        answerText = answer?["description"]?.string ?? ""
        answerType = told.map(document.typeText(of:)) ?? ""
        answerURL = told.flatMap(document.objectName(of:)).map { "#\($0)" }
        answerFields = answerURL == nil ? document.fields(of: told) : []
        hasAnswerFields = !answerFields.isEmpty
        faults = document.faults(of: operation)
        hasFaults = !faults.isEmpty
    }
}

/// The page at `/docs`: every method of both dialects for people, from the document for programs.
struct DocumentPage: Sendable {
    private let templates: PageTemplates

    init() throws {
        templates = try PageTemplates([
            ("layout", PackageResources.layout_mustache),
            ("docs", PackageResources.docs_mustache),
            ("operation", PackageResources.operation_mustache),
            ("fields", PackageResources.fields_mustache),
        ])
    }

    func render(_ model: DocumentPageModel) -> String {
        templates.render(model, with: "docs")
    }
}
