// Shows Florin's checkout within a shop's page. Nothing here is proof of a payment: the shop's
// server is told by a signed callback, and that alone decides.
//
//   Florin.open(checkoutURL, { onStatus, onPaid, onClose })            over the page
//   Florin.mount(element, checkoutURL, { onStatus, onPaid, onClose })  inside an element
//   <a data-florin href="https://pay.example/checkout/CODE">Pay</a>    opens over the page
(() => {
  "use strict";
  if (window.Florin) return;
  const READY_MS = 10000;
  const LOADED_MS = 1500;
  const HEIGHT_MIN = 200;
  const HEIGHT_MAX = 4000;
  const STYLE = `
    dialog {
      box-sizing: border-box; width: min(30rem, 100vw); max-width: none; max-height: none;
      height: min(46rem, 100dvh); margin: auto; padding: 0; border: 0; border-radius: 1rem;
      overflow: hidden; background: Canvas; color: CanvasText; color-scheme: light dark;
      box-shadow: 0 24px 64px #0006; font: 1rem/1.4 system-ui, sans-serif;
    }
    dialog::backdrop { background: #0b1020a8; }
    iframe { display: block; width: 100%; height: 100%; border: 0; opacity: 0; }
    .ready iframe { opacity: 1; }
    p { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; }
    .ready p { display: none; }
    button {
      position: absolute; top: .6rem; right: .6rem; z-index: 1; width: 2.5rem; height: 2.5rem;
      border: 1px solid #8888; border-radius: 50%; background: Canvas; color: CanvasText;
      font: 1.4rem/1 system-ui, sans-serif; cursor: pointer;
    }
    button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    @media (max-width: 30rem) {
      dialog { width: 100vw; height: 100dvh; border-radius: 0; }
    }
    @media (prefers-reduced-motion: no-preference) { iframe { transition: opacity .15s; } }
  `;

  /** The address of a checkout and the code in it; throws where it is none. */
  const checkout = (text) => {
    const url = new URL(text, location.href);
    // An invoice by its code, or an invoice or an order by its id.
    const code = /\/(?:checkout\/([0-9A-Za-z]+)|[io]\/[0-9A-Fa-f-]{36})\/?$/.exec(url.pathname);
    if (!code || !/^https?:$/.test(url.protocol)) {
      throw new TypeError("Florin: this is no address of a checkout: " + text);
    }
    return { url: url.href, origin: url.origin, code: (code[1] || "").toUpperCase() };
  };

  /** A frame with a checkout in it, and what is heard from it. */
  const frame = (place, heard) => {
    const element = document.createElement("iframe");
    const source = new URL(place.url);
    source.searchParams.set("origin", location.origin);
    element.title = "Payment";
    element.allow = "clipboard-write " + place.origin;
    element.referrerPolicy = "no-referrer";
    let isReady = false;
    let isOver = false;
    let status = null;
    const listen = (event) => {
      // Only what this very frame says, from where it was loaded.
      if (event.origin !== place.origin || event.source !== element.contentWindow) return;
      const message = event.data;
      if (!message || message.florin !== 1) return;
      if (place.code && String(message.code).toUpperCase() !== place.code) return;
      if (!isReady) {
        isReady = true;
        heard.ready();
      }
      if (message.type === "height" && Number.isFinite(message.height)) {
        heard.height(Math.min(Math.max(message.height, HEIGHT_MIN), HEIGHT_MAX));
      }
      if (message.type === "close") heard.close();
      if (typeof message.status === "string" && message.status !== status) {
        status = message.status;
        heard.status(status);
      }
    };
    const giveUp = () => {
      if (!isReady && !isOver) heard.refused();
    };
    window.addEventListener("message", listen);
    // A frame that the checkout's server does not allow here loads an error page, and is silent.
    element.addEventListener("load", () => setTimeout(giveUp, LOADED_MS));
    setTimeout(giveUp, READY_MS);
    element.src = source.href;
    return {
      element,
      status: () => status,
      end() {
        isOver = true;
        window.removeEventListener("message", listen);
        element.remove();
      },
    };
  };

  /** Calls the shop's functions, each of which may be missing, and is not trusted to work. */
  const callbacks = (handlers, place) => {
    const call = (name, ...values) => {
      const handler = handlers && handlers[name];
      if (typeof handler !== "function") return;
      try {
        handler(...values);
      } catch (error) {
        setTimeout(() => { throw error; });
      }
    };
    let isPaid = false;
    return {
      status(status) {
        call("onStatus", status, { code: place.code });
        if (status !== "paid" || isPaid) return;
        isPaid = true;
        call("onPaid", { code: place.code });
      },
      close: (status) => call("onClose", status, { code: place.code }),
    };
  };

  /** A root for our own elements, which the shop's styles do not reach. */
  const shadow = (host) => {
    const root = host.attachShadow({ mode: "closed" });
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      const style = document.createElement("style");
      style.textContent = STYLE;
      root.append(style);
    }
    return root;
  };

  let current = null;

  const open = (checkoutURL, handlers) => {
    const place = checkout(checkoutURL);
    if (current) current.close();
    const told = callbacks(handlers, place);
    const host = document.createElement("div");
    const root = shadow(host);
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", "Payment");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", "Close");
    button.textContent = "×";
    const waiting = document.createElement("p");
    waiting.setAttribute("role", "status");
    waiting.textContent = "Loading…";
    const overflow = document.documentElement.style.overflow;
    const opener = document.activeElement;
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      current = null;
      const status = inner.status();
      inner.end();
      if (dialog.open) dialog.close();
      host.remove();
      document.documentElement.style.overflow = overflow;
      if (opener && opener.focus) opener.focus();
      told.close(status);
    };
    const inner = frame(place, {
      ready: () => dialog.classList.add("ready"),
      status: told.status,
      height() {},
      close,
      refused() {
        close();
        location.assign(place.url);
      },
    });
    button.addEventListener("click", close);
    dialog.addEventListener("close", close);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) close();
    });
    dialog.append(button, waiting, inner.element);
    root.append(dialog);
    document.body.append(host);
    document.documentElement.style.overflow = "hidden";
    dialog.showModal();
    current = { close };
    return { close };
  };

  const mount = (element, checkoutURL, handlers) => {
    const place = checkout(checkoutURL);
    const told = callbacks(handlers, place);
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      const status = inner.status();
      inner.end();
      told.close(status);
    };
    const inner = frame(place, {
      ready() {},
      status: told.status,
      height(height) { inner.element.style.height = height + "px"; },
      close() {},
      refused() {
        inner.end();
        const link = document.createElement("a");
        link.href = place.url;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = "Open the payment page";
        element.append(link);
      },
    });
    Object.assign(inner.element.style, {
      display: "block", width: "100%", height: "40rem", border: "0",
    });
    element.append(inner.element);
    return { close };
  };

  document.addEventListener("click", (event) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey
      && !event.altKey;
    const target = event.target instanceof Element ? event.target : null;
    const link = target && target.closest("a[data-florin][href]");
    if (!link || !isPlain || event.defaultPrevented) return;
    const tell = (name, detail) =>
      link.dispatchEvent(new CustomEvent("florin:" + name, { bubbles: true, detail }));
    try {
      open(link.href, {
        onStatus: (status, { code }) => tell("status", { status, code }),
        onPaid: ({ code }) => tell("paid", { code }),
        onClose: (status, { code }) => tell("close", { status, code }),
      });
      event.preventDefault();
    } catch {
      // It stays the link that it is.
    }
  });

  window.Florin = Object.freeze({ open, mount });
})();
