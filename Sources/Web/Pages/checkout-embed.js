// Tells the page around a frame how the checkout stands. In a window of its own it does nothing.
(() => {
  "use strict";
  if (window.parent === window) return;
  const KEY = "florin-origin";
  const main = () => document.getElementById("checkout");
  const allowed = (main().dataset.origins || "").split(" ").filter(Boolean);

  // The origin around us is given once; a form's answer is a page without it.
  const wanted = () => {
    const given = new URLSearchParams(location.search).get("origin");
    try {
      if (given) sessionStorage.setItem(KEY, given);
      return given || sessionStorage.getItem(KEY);
    } catch {
      return given;
    }
  };
  const origin = wanted();
  // Whom the merchant did not name is told nothing. Without a name each of them is tried: the
  // browser hands a message over only where the origin is the one named, so nobody else hears it.
  const origins = origin ? allowed.filter((one) => one === origin) : allowed;
  if (!origins.length) return;
  document.documentElement.classList.add("framed");

  const tell = (type) => {
    const { code, status } = main().dataset;
    const message = { florin: 1, type, code, status };
    if (type === "height") message.height = heightNow();
    for (const one of origins) window.parent.postMessage(message, one);
  };

  const heightNow = () => {
    let bottom = 0;
    for (const part of document.body.children) {
      bottom = Math.max(bottom, part.getBoundingClientRect().bottom + window.scrollY);
    }
    return Math.ceil(bottom);
  };

  let height = 0;
  const measure = () => {
    if (heightNow() === height) return;
    height = heightNow();
    tell("height");
  };

  let status = main().dataset.status;
  const sizes = new ResizeObserver(measure);
  const look = () => {
    sizes.disconnect();
    sizes.observe(main());
    if (main().dataset.status !== status) {
      status = main().dataset.status;
      tell("status");
    }
    measure();
  };

  // A link to the shop leaves the frame, any other one opens beside it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !/^https?:$/.test(link.protocol) || link.origin === location.origin) return;
    link.target = allowed.includes(link.origin) ? "_top" : "_blank";
    link.rel = "noopener noreferrer";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) tell("close");
  });
  new MutationObserver(look).observe(document.body, { childList: true });
  tell("ready");
  look();
})();
