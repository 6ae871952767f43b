"use strict";
// Reading what a stranger brings: JSON with bounds, base58, base45, base64, CBOR. Nothing here trusts anything.

class Refused extends Error {
  constructor(check, detail, answer) {
    super(`${check}: ${detail}`);
    Object.assign(this, { check, detail, answer });
  }
}

const utf8 = new TextEncoder();
const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw new Refused("checkpoint", "checkpoint_unreadable");
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

const fromBase64Url = (text) =>
  fromBase64(text.replace(/-/g, "+").replace(/_/g, "/").padEnd(Math.ceil(text.length / 4) * 4, "="));

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function fromBase58(text) {
  let value = 0n;
  for (const sign of text) {
    const digit = BASE58.indexOf(sign);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const digits = value.toString(16);
  const rest = value === 0n ? new Uint8Array() : fromHex(digits.padStart(digits.length + (digits.length % 2), "0"));
  return joined(new Uint8Array(/^1*/.exec(text)[0].length), rest);
}

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

function fromBase45(text) {
  const bytes = [];
  for (let place = 0; place < text.length; place += 3) {
    const group = [...text.slice(place, place + 3)].map((sign) => BASE45.indexOf(sign));
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (group.includes(-1) || group.length === 1 || value > (group.length === 3 ? 0xffff : 0xff)) {
      throw new Refused("code", "code_cut", "not_found");
    }
    bytes.push(...(group.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(bytes);
}

// What a stream of a few bytes unpacks to is cut at `most`: more is refused, not kept.
async function unpacked(bytes, format, most, check) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  let size = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.length;
      if (size > most) break;
      parts.push(step.value);
    }
  } catch {
    throw new Refused(check, ...(check === "code" ? ["code_cut", "not_found"] : ["unreadable"]));
  }
  if (size > most) {
    await reader.cancel();
    throw new Refused(check, "too_large");
  }
  return joined(...parts);
}

// --- JSON: duplicate keys, fractions and deep nesting are refused, as the server refuses them ----------

const DEEPEST = 12;

function parseJson(text, check) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(check, "not_json");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Refused(check, "not_json");
  demandPlain(text, check);
  return value;
}

// Walks the tokens of a text that JSON.parse has accepted.
function demandPlain(text, check) {
  const open = [];
  let previous = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const level = open.at(-1);
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : null);
      if (open.length > DEEPEST) throw new Refused(check, "too_deep");
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ":" && level) {
      const key = JSON.parse(previous);
      if (level.has(key)) throw new Refused(check, "key_twice");
      level.add(key);
    } else if (/^[-\d]/.test(token) && (!/^-?\d{1,10}$/.test(token) || Math.abs(Number(token)) > 2 ** 31)) {
      throw new Refused(check, "number_refused");
    }
    previous = token;
  }
}

// --- CBOR (RFC 8949): definite lengths only, which is all that our codes use ---------------------------

function fromCbor(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const fail = () => {
    throw new Refused("code", "code_unsigned", "issuer_unknown");
  };
  const take = (length) => {
    if (at + length > bytes.length) fail();
    at += length;
    return at - length;
  };
  const argument = (low) => {
    if (low < 24) return low;
    if (low === 24) return view.getUint8(take(1));
    if (low === 25) return view.getUint16(take(2));
    if (low === 26) return view.getUint32(take(4));
    return fail();
  };
  const item = (depth) => {
    if (depth > DEEPEST) fail();
    const first = view.getUint8(take(1));
    const value = argument(first & 31);
    const inner = () => item(depth + 1);
    const many = (each) => Array.from({ length: value > bytes.length ? fail() : value }, each);
    const piece = () => bytes.subarray(take(value), at);
    switch (first >> 5) {
      case 0: return value;
      case 1: return -1 - value;
      case 2: return piece();
      case 3: return fromUtf8(piece());
      case 4: return many(inner);
      case 5: return new Map(many(() => [inner(), inner()]));
      case 6: return { tag: value, value: inner() };
      default: return value === 20 || value === 21 ? value === 21 : fail();
    }
  };
  const whole = item(0);
  return at === bytes.length ? whole : fail();
}
