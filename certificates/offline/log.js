"use strict";
// The public log: notes signed by its key, and the proof that a leaf lies under one (RFC 9162, C2SP).

async function noteOf(text, vkey) {
  const [name, keyId] = vkey.split("+");
  const key = fromBase64(vkey.slice(name.length + keyId.length + 2)).subarray(1);
  const refuse = () => { throw new Refused("checkpoint", "checkpoint_unreadable"); };
  const end = text.lastIndexOf("\n\n");
  if (end < 0 || !text.endsWith("\n")) refuse();
  const body = text.slice(0, end + 1);
  const mine = text.slice(end + 2).split("\n").filter((line) => line.startsWith(`— ${name} `))
    .map((line) => fromBase64(line.slice(name.length + 3)))
    .filter((raw) => hex(raw.subarray(0, 4)) === keyId);
  const held = await Promise.all(mine.map((raw) => holds(key, raw.subarray(4), utf8.encode(body))));
  const [origin, size, root] = body.split("\n");
  if (!mine.length || held.includes(false) || origin !== name) refuse();
  return { size: Number(size), root: fromBase64(root) };
}

async function rootOf(leaf, index, size, path) {
  let value = await sha256(joined([0], leaf));
  let [first, last] = [index, size - 1];
  if (!(index >= 0 && index < size)) return null;
  for (const step of path) {
    if (last === 0) return null;
    if (first % 2 || first === last) {
      value = await sha256(joined([1], step, value));
      while (first % 2 === 0 && first) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
    } else {
      value = await sha256(joined([1], value, step));
    }
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  return last === 0 ? value : null;
}

async function leafOf(record, salt) {
  const key = await crypto.subtle.importKey("raw", fromHex(salt), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  // RFC 8785 for flat objects of texts: keys sorted, no spaces; JSON.stringify escapes as it asks
  const sorted = Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(JSON.stringify(sorted))));
}
