"use strict";
// The page itself: takes files and a text, shows the answer first and every finding below it.

const kit = JSON.parse(document.getElementById("kit").textContent);
const wanted = new URLSearchParams(location.hash.slice(1)).get("lang") || navigator.language.slice(0, 2);
let language = "en";
const ready = begin();
const element = (id) => document.getElementById(id);
const say = (name) => kit.words[language][name] ?? name;

// What terms mean and the words of every language are packed; keys and lists stand in the kit as they are.
async function begin() {
  const packed = await unpacked(fromBase64(kit.packed), "deflate", 1 << 20, "structure");
  Object.assign(kit, JSON.parse(fromUtf8(packed)));
  if (kit.words[wanted]) language = wanted;
  speak();
}

function made(tag, text, className) {
  const one = document.createElement(tag);
  one.textContent = text;
  if (className) one.className = className;
  return one;
}

function speak() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  document.title = say("title");
  element("made").textContent = say("made").replace("{at}", kit.made.slice(0, 16).replace("T", " ")).replace("{issuer}", kit.issuer);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

async function brought() {
  const found = {};
  for (const file of element("files").files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (String.fromCharCode(...bytes.subarray(0, 1024)).includes("%PDF-")) found.pdf = bytes;
    else if (/^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)))) take(found, exactly(bytes));
    else found.other = true;
  }
  const typed = element("text").value.trim();
  if (typed) take(found, typed);
  return found;
}

// Broken letters and a mark of the byte order are kept as what they are: neither is mended here or on the server.
function exactly(bytes) {
  try {
    return fromUtf8(bytes);
  } catch {
    return "{not UTF-8";
  }
}

function take(found, text) {
  if (text.startsWith("TC1:")) found.code = text;
  else found[/"checkpoint"\s*:/.test(text) ? "proof" : "credential"] = text;
}

function show(report) {
  const [answer, sentence] = [say(`answer_${report.answer}`), say(`means_${report.answer}`)];
  const box = element("answer");
  box.className = report.answer;
  box.replaceChildren(made("h2", answer), made("p", sentence));
  const claims = Object.entries(report.claims ?? {}).filter(([name, value]) => value && name !== "facts");
  const rows = [...claims.map(([name, value]) => [say(`claim_${name}`), value]), ...(report.claims?.facts ?? [])];
  const list = made("dl", "");
  for (const [name, value] of rows) list.append(made("dt", name), Object.assign(made("dd", value), { dir: "auto" }));
  if (rows.length) box.append(list);
  const findings = made("ul", "", "findings");
  for (const one of report.findings) {
    const item = made("li", "", one.outcome);
    item.append(made("strong", `${say(`outcome_${one.outcome}`)} `), say(`check_${one.check}`), made("p", say(`detail_${one.detail}`)));
    if (one.outcome !== "passed" && kit.words[language][`help_${one.check}`]) item.append(made("p", say(`help_${one.check}`), "hint"));
    findings.append(item);
  }
  box.append(findings);
  box.focus();
}

element("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  await ready;
  const found = await brought();
  const report = Object.keys(found).length ? await assess(found, kit, new Date()) : null;
  if (report) show(report);
  else {
    element("answer").className = "cannot_tell";
    element("answer").replaceChildren(made("p", say("nothing")));
    element("answer").focus();
  }
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", async () => {
    await ready;
    language = button.dataset.language;
    element("answer").replaceChildren();
    element("answer").className = "";
    speak();
  });
}
ready.catch(() => {
  element("answer").textContent = "This browser is too old for this page. – Ce navigateur est trop ancien pour cette page.";
});
