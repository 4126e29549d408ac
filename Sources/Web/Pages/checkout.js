// Keeps the page current. Everything works without it: it saves the payer from reloading.
(() => {
  "use strict";
  const RELOAD_GAP_MS = 1000;
  const POLL_MS = 15000;
  const COPIED_MS = 1600;
  const COUNTDOWN_MAX_S = 48 * 3600;
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
    return hours ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
  };

  const tick = () => {
    for (const left of document.querySelectorAll("[data-deadline]")) {
      // By the server's clock: a browser's may be wrong, and a sandbox's can be put forward.
      const seconds = Math.floor(Date.now() / 1000);
      left.dataset.skew ??= String(Number(left.dataset.now) - seconds);
      const rest = Number(left.dataset.deadline) - seconds - Number(left.dataset.skew);
      if (rest <= 0 && left.dataset.rest !== "0") setTimeout(load, RELOAD_GAP_MS);
      left.dataset.rest = String(Math.max(0, rest));
      // Of more than two days the date says enough.
      left.hidden = rest <= 0 || rest >= COUNTDOWN_MAX_S;
      left.querySelector("b").textContent = duration(Math.max(0, rest));
      left.classList.toggle("soon", rest < 120);
    }
  };

  const copy = async (button) => {
    if (button.classList.contains("copied")) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const field = button.closest("dd").querySelector(".amount, .address");
      getSelection().selectAllChildren(field);
      return;
    }
    const label = button.textContent;
    button.textContent = main().dataset.copied;
    button.classList.add("copied");
    announcer.textContent = main().dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      button.classList.remove("copied");
      announcer.textContent = "";
    }, COPIED_MS);
  };

  const search = () => {
    const field = document.getElementById("search");
    if (!field) return;
    const words = field.value.toLowerCase().split(/\s+/);
    let found = 0;
    for (const group of document.querySelectorAll(".group")) {
      let own = 0;
      for (const coin of group.querySelectorAll(".coin")) {
        coin.hidden = !words.every((word) => coin.dataset.find.includes(word));
        if (!coin.hidden) own += 1;
      }
      group.hidden = own === 0;
      found += own;
    }
    document.getElementById("none").hidden = found > 0;
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

  // What of a page matters for comparing: every answer has another time of its making.
  const face = (element) => element.outerHTML.replace(/ data-now="\d+"/g, "");

  // What the payer opened, typed and stands on stays when the page changes under him.
  const keep = (old, fresh) => {
    for (const part of old.querySelectorAll("details[id], input[id]")) {
      const twin = fresh.querySelector("#" + part.id);
      if (!twin) continue;
      if (part.open) twin.open = true;
      if (part.value !== part.defaultValue) twin.value = part.value;
    }
  };

  const show = (page) => {
    const fresh = page.getElementById("checkout");
    if (!fresh || face(fresh) === shown) return;
    shown = face(fresh);
    const before = main().dataset.announcement;
    const focused = main().contains(document.activeElement) ? document.activeElement.id : "";
    keep(main(), fresh);
    main().replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    prepare();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    if (main().dataset.announcement !== before) announcer.textContent = main().dataset.announcement;
  };

  const listen = () => {
    const url = main().dataset.events || null;
    // What follows the question mark says what this page shows; the line stays the same.
    const line = url && url.split("?")[0];
    if (line === sourceURL) return;
    if (source) source.close();
    sourceURL = line;
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
    for (const button of document.querySelectorAll(".copy, .print")) button.hidden = false;
    search();
    tick();
    listen();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy, .print");
    if (button) button.id === "print" ? print() : copy(button);
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "search") search();
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
  shown = face(main());
  prepare();
})();
