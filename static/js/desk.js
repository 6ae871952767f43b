// Keys for the matching desk: J next, K previous, S same, D different. Only presses buttons that are there.
(() => {
  const desk = document.querySelector("[data-desk]");
  const keys = desk && desk.querySelector("[data-desk-keys]");
  const toggle = keys && keys.querySelector("[data-desk-switch]");
  if (!toggle) return;
  const NAME = "cursus-desk-keys";
  let stored = null;
  try { stored = localStorage.getItem(NAME); } catch { /* private mode: the switch works, it is just not remembered */ }
  toggle.checked = stored !== "off";
  keys.hidden = false;
  toggle.addEventListener("change", () => {
    try { localStorage.setItem(NAME, toggle.checked ? "on" : "off"); } catch { /* as above */ }
  });
  const items = () => [...desk.querySelectorAll("[data-desk-item]")];
  const move = (step) => {
    const all = items();
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + step))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const press = (what) => {
    const all = items();
    const here = all.find((item) => item.contains(document.activeElement)) || (all.length === 1 ? all[0] : null);
    if (!here) return move(0); // which of several is meant has to be seen first
    const button = here && here.querySelector(`[data-desk="${what}"]`);
    if (button) button.click();
  };
  const deeds = { j: () => move(1), k: () => move(-1), s: () => press("same"), d: () => press("different") };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select");
    if (!toggle.checked || typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const deed = deeds[event.key.toLowerCase()];
    if (deed) { event.preventDefault(); deed(); }
  });
})();
