import Gateway
import Payments

/// Turns an invoice into what its payer may see, and nothing else.
struct CheckoutPresenter {
    let invoices: InvoiceDesk
    let showcase: Showcase
    let isSandbox: Bool

    /// The page of an invoice now.
    ///
    /// `isChoosing`: Whether the payer asked for the choice of coins again.
    /// `order`: The choice to pay; nil for the one that money came to, or the last one.
    func page(
        of stored: InvoiceRecord,
        merchantName: String,
        isChoosing: Bool = false,
        order: ChoiceID? = nil
    ) -> CheckoutPageModel {
        let invoice = stored.invoice
        let path = Self.path(of: invoice)
        let choice =
            stored.facts.choices.first { $0.id == order }
            ?? stored.facts.activeChoice(at: stored.standing)
        let state = state(
            of: stored,
            by: choice,
            merchantName: merchantName,
            isChoosing: isChoosing
        )
        let mayChange = stored.standing.decision == nil
        return CheckoutPageModel(
            assets: .embedded,
            merchantName: merchantName,
            price: PriceText(
                amount: invoice.price.fullDecimal,
                ticker: invoice.price.asset.ticker
            ),
            orderDescription: invoice.details,
            orderReference: invoice.dialect == .okipays ? invoice.externalID : invoice.label,
            invoiceCode: invoice.code.text,
            shopURL: invoice.returnURL,
            eventsURL: mayChange ? "\(path)/events" : nil,
            refreshSeconds: mayChange ? 10 : nil,
            sandbox: isSandbox ? sandboxBox(for: stored) : nil,
            state: state,
            transfers: transfers(of: stored)
        )
    }

    /// Where an invoice's page is.
    static func path(of invoice: Invoice) -> String { "/checkout/\(invoice.code.text)" }

    private func sandboxBox(for stored: InvoiceRecord) -> CheckoutPageModel.Sandbox {
        CheckoutPageModel.Sandbox(
            sandboxActionURL: "/sandbox/invoices/\(stored.invoice.code.text)",
            canPay: !stored.facts.choices.isEmpty && stored.standing.decision == nil
        )
    }

    private func state(
        of stored: InvoiceRecord,
        by choice: Choice?,
        merchantName: String,
        isChoosing: Bool
    ) -> CheckoutPageModel.State {
        let standing = stored.standing
        switch standing.decision {
        case .cancelled: return .ended(.cancelled(merchantName: merchantName))
        case .deleted: return .ended(.deleted(merchantName: merchantName))
        case .failed: return .ended(.failed(merchantName: merchantName))
        case .accepted, nil: break
        }
        guard let choice, !(isChoosing && mayChoose(stored)) else {
            if standing.isExpired {
                return .ended(.expired(merchantName: merchantName, watchedAddress: nil))
            }
            return .choose(choose(stored))
        }
        if standing.confirmed >= .paid || standing.decision == .accepted {
            return .paid(paid(stored, by: choice))
        }
        if standing.seen >= .paid { return .confirming(confirming(stored, by: choice)) }
        if standing.hasRunOut {
            return .ended(
                .expired(merchantName: merchantName, watchedAddress: choice.address)
            )
        }
        guard let pay = pay(stored, by: choice) else {
            return .ended(.failed(merchantName: merchantName))
        }
        return .pay(pay)
    }

    private func mayChoose(_ stored: InvoiceRecord) -> Bool {
        stored.invoice.coins.count > 1 && stored.standing.receipts.isEmpty
            && !stored.standing.isExpired
    }

    private func choose(_ stored: InvoiceRecord) -> CheckoutPageModel.Choose {
        CheckoutPageModel.Choose(
            chooseURL: Self.path(of: stored.invoice),
            promise: QuoteText.promise(of: stored.invoice),
            offers: invoices.quotes(for: stored).map { quote in
                CheckoutPageModel.Offer(
                    value: "\(quote.coin.asset.ticker):\(quote.coin.network.name)",
                    coin: coinText(quote.coin),
                    amount: quote.due.decimal,
                    feeNote: QuoteText.extras(in: quote).map { "incl. \($0)" }
                )
            },
            deadline: deadline(of: stored.invoice)
        )
    }

    private func coinText(_ coin: Coin) -> CoinText {
        let listing = showcase.listing(of: coin)
        return CoinText(
            ticker: coin.asset.ticker,
            name: listing?.assetName ?? coin.asset.ticker,
            networkName: listing?.networkTitle ?? coin.network.name
        )
    }

    private func deadline(of invoice: Invoice) -> Deadline {
        Deadline(
            unixSeconds: Int(invoice.deadline.seconds),
            nowSeconds: Int(invoices.now.seconds),
            isoText: UTCText.iso(invoice.deadline),
            utcText: UTCText.plain(invoice.deadline)
        )
    }

    private func pay(_ stored: InvoiceRecord, by choice: Choice) -> CheckoutPageModel.Pay? {
        let quote = choice.quote
        // What came in another coin of the invoice counts here, too.
        let rest = stored.missing(by: choice)
        let received = quote.due.subtractingOrZero(rest)
        var part: CheckoutPageModel.PartPayment?
        if !received.isZero {
            let share = try? Ratio(received.units, over: max(quote.due.units, 1))
                .multiplied(by: Ratio(whole: 100))
            part = CheckoutPageModel.PartPayment(
                receivedAmount: received.decimal,
                totalAmount: quote.due.decimal,
                percent: share.map { Int($0.numerator / $0.denominator) } ?? 0
            )
        }
        return CheckoutPageModel.Pay(
            coin: coinText(quote.coin),
            amountDue: rest.decimal,
            address: choice.address,
            paymentURI: showcase.paymentURI(
                coin: quote.coin,
                address: choice.address,
                amount: rest
            ),
            partPayment: part,
            notice: TransferText.notice(for: stored)
                ?? QuoteText.requoteNotice(of: choice, in: stored.invoice),
            rateText: rateText(of: quote, in: stored.invoice.price.asset),
            feeText: QuoteText.extras(in: quote).map { "includes \($0)" },
            sum: SumText.lines(of: quote, for: stored.invoice),
            deadline: deadline(of: stored.invoice),
            otherCoinURL: mayChoose(stored)
                ? "\(Self.path(of: stored.invoice))?choose=1" : nil
        )
    }

    private func rateText(of quote: Quote, in asset: Asset) -> String {
        let price = quote.rate.price.decimal(places: max(asset.decimals, 6))
        return "1 \(quote.coin.asset.ticker) = \(price) \(asset.ticker)"
    }

    private func confirming(
        _ stored: InvoiceRecord,
        by choice: Choice
    ) -> CheckoutPageModel.Confirming {
        let waiting = stored.facts.transfers.filter {
            $0.position != .gone && $0.choice == choice.id
        }
        let least = waiting.map { stored.facts.confirmations(of: $0) }.min() ?? 0
        return CheckoutPageModel.Confirming(
            coin: coinText(choice.quote.coin),
            receivedAmount: stored.seen(by: choice).decimal,
            steps: ProgressStep.steps(
                .confirming(
                    confirmations: min(Int(clamping: least), choice.confirmations),
                    needed: choice.confirmations
                )
            )
        )
    }

    private func paid(_ stored: InvoiceRecord, by choice: Choice) -> CheckoutPageModel.Paid {
        let received = stored.seen(by: choice)
        let excess = stored.excess(by: choice)
        return CheckoutPageModel.Paid(
            coin: coinText(choice.quote.coin),
            receivedAmount: received.decimal,
            paidAtText: stored.doneAt.map(UTCText.plain),
            overpayment: stored.standing.confirmed == .overPaid && !excess.isZero
                ? CheckoutPageModel.Overpayment(excessAmount: excess.decimal) : nil
        )
    }

    private func transfers(of stored: InvoiceRecord) -> [CheckoutPageModel.Transfer] {
        stored.facts.transfers.compactMap { fact in
            guard let choice = stored.facts.choices.first(where: { $0.id == fact.choice }) else {
                return nil
            }
            let network = fact.transfer.id.network
            let listing = showcase.listing(of: Coin(fact.transfer.amount.asset, on: network))
            let ticker = fact.transfer.amount.asset.ticker
            return CheckoutPageModel.Transfer(
                txid: fact.transfer.id.txid,
                amount: fact.transfer.amount.decimal,
                ticker: network == choice.quote.coin.network
                    ? ticker : "\(ticker) on \(listing?.networkTitle ?? network.name)",
                confirmations: Int(clamping: stored.facts.confirmations(of: fact)),
                confirmationsNeeded: max(fact.needed ?? choice.confirmations, 1),
                remark: TransferText.remark(on: fact, to: choice)
            )
        }
    }
}
