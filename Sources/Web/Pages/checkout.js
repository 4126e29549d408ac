// Keeps the page current. Everything works without it: it saves the payer from reloading.
(() => {
  "use strict";
  const RELOAD_GAP_MS = 1000;
  const POLL_MS = 15000;
  const COPIED_MS = 1600;
  const announcer = document.getElementById("announcer");
  let source = null;
  let sourceURL = null;
  let isLoading = false;
  let isStale = false;
  let shown = null;

  const main = () => document.getElementById("checkout");

  const duration = (seconds) => {
    const pad = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    const rest = pad(seconds % 60);
    if (hours >= 48) return Math.floor(hours / 24) + " days";
    return hours ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
  };

  const tick = () => {
    for (const time of document.querySelectorAll("time[data-deadline]")) {
      // By the server's clock: a browser's may be wrong, and a sandbox's can be put forward.
      const seconds = Math.floor(Date.now() / 1000);
      time.dataset.skew ??= String(Number(time.dataset.now) - seconds);
      const left = Number(time.dataset.deadline) - seconds - Number(time.dataset.skew);
      if (!time.title) time.title = time.textContent;
      if (left <= 0 && time.dataset.left !== "0") setTimeout(load, RELOAD_GAP_MS);
      time.dataset.left = String(Math.max(0, left));
      time.textContent = left > 0 ? "within " + duration(left) : time.title;
      time.classList.toggle("soon", left > 0 && left < 120);
    }
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const field = button.closest("dd").querySelector("output");
      getSelection().selectAllChildren(field);
      return;
    }
    const label = button.textContent;
    button.textContent = "Copied";
    button.classList.add("copied");
    announcer.textContent = "Copied";
    setTimeout(() => {
      button.textContent = label;
      button.classList.remove("copied");
    }, COPIED_MS);
  };

  const load = async () => {
    if (isLoading) {
      isStale = true;
      return;
    }
    isLoading = true;
    try {
      const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The network is away; the event source comes back with it and asks again.
    }
    setTimeout(() => {
      isLoading = false;
      if (isStale) {
        isStale = false;
        load();
      }
    }, RELOAD_GAP_MS);
  };

  const show = (page) => {
    const fresh = page.getElementById("checkout");
    if (!fresh || fresh.outerHTML === shown) return;
    shown = fresh.outerHTML;
    const before = main().dataset.announcement;
    main().replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    if (main().dataset.announcement !== before) announcer.textContent = main().dataset.announcement;
    prepare();
  };

  const listen = () => {
    const url = main().dataset.events || null;
    if (url === sourceURL) return;
    if (source) source.close();
    sourceURL = url;
    source = url ? new EventSource(url) : null;
    if (!source) return;
    let isFirst = true;
    source.addEventListener("standing", load);
    source.addEventListener("open", () => {
      if (!isFirst) load();
      isFirst = false;
    });
  };

  const prepare = () => {
    for (const button of document.querySelectorAll("button.copy")) button.hidden = false;
    tick();
    listen();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && main().dataset.events) load();
  });
  setInterval(tick, 1000);
  setInterval(() => {
    // An event source that got an error for an answer does not try again by itself.
    if (source && source.readyState === EventSource.CLOSED) {
      sourceURL = null;
      listen();
      load();
    }
  }, POLL_MS);
  shown = main().outerHTML;
  prepare();
})();
