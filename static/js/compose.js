// The composer: moves without leaving the page, cards dragged by their grip, lists narrowed while typing.
// Everything here presses buttons and sends forms that work without it.
(() => {
  const picker = (box) => {
    const find = box.querySelector("input[name=find]");
    const rows = [...box.querySelectorAll(".picker-list .form-check")];
    const count = box.querySelector(".picker-count");
    box.querySelector("button[name=narrow]").hidden = true;
    const narrow = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
      }
      count.textContent = words.length ? `${rows.filter((row) => !row.hidden).length} / ${rows.length}` : "";
    };
    find.addEventListener("input", narrow);
    find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    // What only narrows the list is not sent: otherwise the server would narrow instead of saving.
    find.form.addEventListener("submit", () => { find.disabled = true; });
    if (find.value) narrow();
  };
  for (const box of document.querySelectorAll("[data-picker]")) picker(box);

  const whole = () => document.querySelector("[data-compose]");
  if (!whole()) return;
  document.documentElement.classList.add("scripted");
  let busy = false;

  const say = (text) => { whole().querySelector("[data-compose-said]").textContent = text; };
  const focus = (key, move) => {
    const card = document.getElementById(`card-${key}`);
    const button = card && move && card.querySelector(`[data-move=${move}]:enabled`);
    (button || card || document.getElementById("main")).focus();
  };
  // One way to the server for buttons and for drops: the page that comes back replaces what it changed.
  const send = async (to, key, move) => {
    if (busy) return;
    busy = true;
    whole().classList.add("compose-busy");
    const form = document.getElementById("moves");
    const body = new FormData(form);
    body.set("to", to);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-compose]");
      if (!answer.ok || !fresh) throw new Error(String(answer.status));
      const told = page.querySelector("main .banner");
      whole().replaceWith(document.importNode(fresh, true));
      focus(key, move);
      if (told) say(told.textContent.trim());
      show(told);
    } catch {
      form.insertAdjacentHTML("beforeend", "<input type=hidden name=to>"); // without the script's way: the plain one
      form.elements.to.value = to;
      form.submit();
    } finally {
      busy = false;
      whole().classList.remove("compose-busy");
    }
  };
  // A refusal has to be seen; that something moved is seen already.
  const show = (told) => {
    for (const old of document.querySelectorAll("main > .banner")) old.remove();
    if (told && told.classList.contains("banner-error")) document.querySelector("h1").before(document.importNode(told, true));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compose] button[data-move]");
    if (!button) return;
    event.preventDefault();
    send(button.value, button.closest("[data-key]").dataset.key, button.dataset.move);
  });

  // Dragging: the card follows the pointer through the lists, and is sent to where it was let go.
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button || busy) return;
    event.preventDefault();
    const card = grip.closest("[data-key]");
    const home = [card.parentNode, card.nextSibling];
    card.classList.add("dragged");
    document.documentElement.classList.add("dragging");
    const follow = (moved) => {
      const over = document.elementFromPoint(moved.clientX, moved.clientY);
      const list = over && over.closest("[data-stage]");
      if (list) {
        const next = [...list.querySelectorAll("[data-key]:not(.dragged)")].find((one) => {
          const place = one.getBoundingClientRect();
          return moved.clientY < place.top + place.height / 2;
        });
        list.insertBefore(card, next || null);
      }
      if (moved.clientY < 60) scrollBy(0, -12);
      if (moved.clientY > innerHeight - 60) scrollBy(0, 12);
    };
    const end = (last) => {
      for (const [name, deed] of deeds) document.removeEventListener(name, deed);
      card.classList.remove("dragged");
      document.documentElement.classList.remove("dragging");
      if (last.type === "pointercancel" || last.key === "Escape") return home[0].insertBefore(card, home[1]);
      if (card.parentNode === home[0] && card.nextSibling === home[1]) return null;
      const list = card.parentNode;
      const place = [...list.querySelectorAll("[data-key]")].indexOf(card);
      return send(`${card.dataset.key} ${list.dataset.stage} ${place}`, card.dataset.key);
    };
    const escape = (pressed) => { if (pressed.key === "Escape") end(pressed); };
    const deeds = [["pointermove", follow], ["pointerup", end], ["pointercancel", end], ["keydown", escape]];
    for (const [name, deed] of deeds) document.addEventListener(name, deed);
  });
})();
