"use strict";
// A credential without any library: its quads by the table of terms, RDFC-1.0, Data Integrity eddsa-rdfc-2022.

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const UNWRITABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\p{Surrogate}/u;
const ABSOLUTE = /^(?:https?:\/\/|did:[a-z]+:|urn:[a-z]+:)[^\x00-\x20\x7f<>"{}|\\^`]+$/;
const BACKSLASHED = { "\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

// One quad is [subject, predicate, object]; an object is an address, a blank node "_:…" or {value, type}.
function quadsOf(document, table) {
  const quads = [];
  let blank = 0;
  const address = (value) => {
    if (typeof value !== "string" || !ABSOLUTE.test(value)) throw new Refused("credential", "relative_address");
    return value;
  };
  const literal = (value, type) => {
    // 7 and "7" are signed alike, and ours are never written as numbers
    if (typeof value !== (type.endsWith("#boolean") ? "boolean" : "string")) throw new Refused("credential", "not_this_profile");
    if (UNWRITABLE.test(String(value))) throw new Refused("credential", "control_character");
    return { value: String(value), type };
  };
  // A value and a list of it, and the same twice, are signed alike; an empty list is not signed at all.
  const listed = (value, many) => {
    const items = many && Array.isArray(value) ? value : [value];
    const other = Array.isArray(value) !== many || !items.length || new Set(items.map((one) => JSON.stringify(one))).size < items.length;
    if (other) throw new Refused("credential", "not_this_profile");
    return items;
  };
  const node = (found, terms) => {
    if (found === null || typeof found !== "object" || Array.isArray(found)) throw new Refused("credential", "not_this_profile");
    // a type written otherwise, or in another order, means the same as RDF and is none of ours
    if (JSON.stringify(found.type ?? []) !== JSON.stringify(terms.type)) throw new Refused("credential", "not_this_profile");
    const name = found.id === undefined ? `_:${blank++}` : address(found.id);
    for (const [key, inner] of Object.entries(found)) {
      if (key === "id" || key === "@context" || key === "proof") continue;
      const term = key === "type" ? { iri: RDF_TYPE, words: terms.types } : Object.hasOwn(terms.terms, key) && terms.terms[key];
      if (!term) throw new Refused("credential", "undefined_term");
      for (const one of listed(inner, terms.many.includes(key))) {
        if (term.words && !Object.hasOwn(term.words, one)) throw new Refused("credential", "undefined_term");
        if (term.words) quads.push([name, term.iri, term.words[one]]);
        else if (term.node) quads.push([name, term.iri, node(one, term.node)]);
        else quads.push([name, term.iri, term.type ? literal(one, term.type) : address(one)]);
      }
    }
    return name;
  };
  node(document, table);
  return quads;
}

const escaped = (text) => text.replace(/[\t\n\r"\\]/g, (sign) => BACKSLASHED[sign]);

function written([subject, predicate, object], rename) {
  const name = (one) => (one.startsWith("_:") ? rename(one) : `<${one}>`);
  const last = typeof object === "string" ? name(object)
    : `"${escaped(object.value)}"` + (object.type === XSD_STRING ? "" : `^^<${object.type}>`);
  return `${name(subject)} <${predicate}> ${last} .\n`;
}

// By code point, as UTF-8 sorts; the language's own order is that of UTF-16.
function byCodePoint(one, other) {
  const [left, right] = [utf8.encode(one), utf8.encode(other)];
  for (let place = 0; place < Math.min(left.length, right.length); place++) {
    if (left[place] !== right[place]) return left[place] - right[place];
  }
  return left.length - right.length;
}

// RDFC-1.0 for documents in which no two blank nodes look alike; ours have none, others cannot be told.
async function canonical(quads) {
  const blanks = [...new Set(quads.flatMap(([s, , o]) => [s, o]).filter((one) => String(one).startsWith("_:")))];
  const hashes = new Map();
  for (const blank of blanks) {
    const mine = quads.filter(([subject, , object]) => subject === blank || object === blank);
    const lines = mine.map((quad) => written(quad, (one) => (one === blank ? "_:a" : "_:z")));
    hashes.set(blank, hex(await sha256(utf8.encode(lines.sort(byCodePoint).join("")))));
  }
  if (new Set(hashes.values()).size !== blanks.length) throw new Refused("proof", "nodes_alike");
  const order = blanks.sort((one, other) => (hashes.get(one) < hashes.get(other) ? -1 : 1));
  const lines = quads.map((quad) => written(quad, (one) => `_:c14n${order.indexOf(one)}`));
  return [...new Set(lines)].sort(byCodePoint).join("");
}

const PROOF = { type: "DataIntegrityProof", cryptosuite: "eddsa-rdfc-2022", proofPurpose: "assertionMethod" };
const MEMBERS = [...Object.keys(PROOF), "created", "verificationMethod", "proofValue"].sort().join();

function proofOf(document) {
  const [proof] = Array.isArray(document.proof) && document.proof.length === 1 ? document.proof : [null];
  const fits = proof && Object.keys(proof).sort().join() === MEMBERS
    && Object.values(proof).every((value) => typeof value === "string")
    && Object.entries(PROOF).every(([name, value]) => proof[name] === value);
  if (!fits) throw new Refused("credential", "proof_malformed");
  return proof;
}

const issuerOf = (document) => (document.issuer && typeof document.issuer === "object" ? document.issuer.id : document.issuer);

async function holds(key, signature, message) {
  if (!signature || signature.length !== 64) return false;
  const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", known, signature, message);
}

// "holds", "altered", "unknown_key" or "other_controller"
async function checkProof(document, kit) {
  const proof = proofOf(document);
  if (proof.verificationMethod.split("#")[0] !== issuerOf(document)) return "other_controller";
  const key = kit.keys[proof.verificationMethod];
  if (!key) return "unknown_key";
  const { proofValue, ...options } = proof;
  const parts = [quadsOf(options, kit.tables.proof), quadsOf(document, kit.tables.credential)];
  const [first, second] = await Promise.all(parts.map(async (quads) => sha256(utf8.encode(await canonical(quads)))));
  const signature = proofValue.startsWith("z") && proofValue.length <= 100 ? fromBase58(proofValue.slice(1)) : null;
  return (await holds(fromBase64Url(key), signature, joined(first, second))) ? "holds" : "altered";
}
