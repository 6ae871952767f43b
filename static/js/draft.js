// A draft while it is written: kept every few seconds, checked beside the form, rows changed in place.
// Without it every button works, a page at a time. Where the connection is gone, this device keeps the text.
(() => {
  const here = document.getElementById("draft-here");
  const form = document.getElementById("draft");
  if (!here || !form) return;
  const panel = document.getElementById("draft-panel");
  const status = document.getElementById("draft-status");
  const prefix = `cursus-draft:${here.dataset.me}:${here.dataset.live}:`;
  const mine = prefix + Date.now();
  const KEPT_AFTER = 2000;
  const BEAT = 30000;
  let timer = 0;
  let typed = false; // something is written that nobody keeps yet
  let leaving = null;

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or private mode */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; } },
  };
  const say = (words) => {
    status.textContent = words;
    status.hidden = !words;
  };
  const body = (...more) => {
    const data = new URLSearchParams(new FormData(form));
    for (const [name, value] of more) data.append(name, value);
    return data;
  };
  const token = () => new URLSearchParams([["csrf_token", form.elements.csrf_token.value]]);
  const keepHere = (sent) => {
    const pairs = [...body()].filter(([name]) => name !== "csrf_token");
    store.write(mine, { at: Date.now(), pairs, sent });
  };
  const onDevice = (reason) => {
    keepHere(false);
    say(here.dataset[reason]);
  };
  const post = async (address, data) => {
    const answer = await fetch(address, { method: "POST", body: data, signal: leaving && leaving.signal });
    if (!answer.ok) throw new Error(answer.status === 403 || answer.status === 409 ? "signedOut" : "offline");
    return answer;
  };
  const show = (html) => { if (panel.innerHTML !== html) panel.innerHTML = html; };

  // One question at a time; what is typed meanwhile is asked about afterwards.
  let asking = false;
  const ask = async () => {
    if (asking || leaving) return;
    asking = true;
    const withText = typed;
    typed = false;
    try {
      show((await (await post(here.dataset.live, withText ? body() : token())).json()).panel);
      if (!typed) store.drop(mine);
      say("");
    } catch (failed) {
      if (!leaving && withText) {
        typed = true;
        onDevice(failed.message === "signedOut" ? "signedOut" : "offline");
      }
    }
    asking = false;
  };
  const later = () => {
    typed = true;
    if (!timer) timer = setTimeout(() => { timer = 0; ask(); }, KEPT_AFTER);
  };

  const keyOf = (details) => {
    const row = details.closest("fieldset");
    const key = row && row.querySelector('input[name$="-key"]');
    return key ? key.value : details.id;
  };
  const renew = (part, fresh) => {
    const open = new Set([...part.querySelectorAll("details[open]")].map(keyOf));
    part.replaceChildren(...fresh.childNodes);
    if (fresh.open) part.open = true;
    for (const one of part.querySelectorAll("details")) if (open.has(keyOf(one))) one.open = true;
  };
  const hold = (held) => { // what is typed into a row while it moves would be lost
    for (const part of document.querySelectorAll("[data-part]")) part.inert = held;
  };
  const changeRows = async (button) => {
    const data = body(["do", button.value]);
    hold(true);
    try {
      const answer = await post(location.pathname, data);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-part]")) renew(part, page.getElementById(part.id));
      show(page.getElementById("draft-panel").innerHTML);
      hold(false);
      const next = form.querySelector("[data-part] [autofocus]");
      if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
      say("");
    } catch (failed) {
      hold(false);
      onDevice(failed.message === "signedOut" ? "signedOut" : "offline");
      button.focus();
    }
  };
  form.addEventListener("submit", (event) => {
    const deed = event.submitter && event.submitter.name === "do" ? event.submitter.value : "";
    if (/^(add|up|down|remove):/.test(deed)) {
      event.preventDefault();
      changeRows(event.submitter);
      return;
    }
    clearTimeout(timer);
    leaving = new AbortController();
    keepHere(true); // until we see that it arrived
  });
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("pagehide", () => {
    if (typed && !leaving) navigator.sendBeacon(here.dataset.live, body());
  });
  window.addEventListener("online", () => { if (typed) ask(); });
  setInterval(() => { if (document.visibilityState === "visible") ask(); }, BEAT);

  // What this device kept while there was no connection is offered, the newest first.
  const offer = here.querySelector("[data-local]");
  // What was sent arrived when the page shows it, or when this account saved about then (clocks differ).
  const arrived = (one) => one.sent && ("sent" in here.dataset || one.at < Number(here.dataset.saved) + 300000);
  const left = store.keys()
    .map((key) => ({ key, ...store.read(key) }))
    .filter((one) => one.pairs && !arrived(one) && one.at > Date.now() - 30 * 86400000)
    .sort((a, b) => b.at - a.at);
  const restored = sessionStorage.getItem("cursus-draft-restored");
  if (restored) { sessionStorage.removeItem("cursus-draft-restored"); store.drop(restored); }
  const [newest] = left.filter((one) => one.key !== restored);
  for (const key of store.keys()) if (!left.some((one) => one.key === key)) store.drop(key);
  if (newest) {
    const moment = new Date(newest.at);
    const at = offer.querySelector("[data-at]");
    at.dateTime = moment.toISOString();
    at.textContent = moment.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    here.hidden = offer.hidden = false;
    offer.querySelector('[data-do="forget"]').addEventListener("click", () => { store.drop(newest.key); offer.hidden = true; });
    offer.querySelector('[data-do="restore"]').addEventListener("click", () => {
      const back = document.createElement("form");
      back.method = "post";
      back.action = form.action;
      for (const [name, value] of [...newest.pairs, ...token(), ["do", "check"]]) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        back.append(field);
      }
      sessionStorage.setItem("cursus-draft-restored", newest.key);
      leaving = new AbortController();
      document.body.append(back);
      back.submit();
    });
  }
  ask();
})();
