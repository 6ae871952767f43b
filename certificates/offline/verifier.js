"use strict";
// What the findings are and which one answer they give: the same questions and order as the server's.

const ORDER = ["altered", "issuer_unknown", "not_found", "revoked", "suspended", "expired", "cannot_tell", "valid"];
const MEANS = { revocation: ["listed", "revoked"], suspension: ["suspended", "suspended"] };
const PROOFS = { altered: ["proof_broken", "altered"], unknown_key: ["unknown_key", "issuer_unknown"], other_controller: ["other_controller", "issuer_unknown"] };

class Report {
  findings = [];
  claims = null;

  passed(check, detail) {
    this.findings.push({ check, outcome: "passed", detail, answer: "valid" });
  }

  failed(check, detail, answer) {
    this.findings.push({ check, outcome: "failed", detail, answer });
  }

  unknown(check, detail) {
    this.findings.push({ check, outcome: "cannot_tell", detail, answer: "cannot_tell" });
  }

  get answer() {
    if (!this.findings.length) return "not_found";
    const means = this.findings.map((finding) => ORDER.indexOf(finding.answer));
    return ORDER[Math.min(...means)];
  }
}

// `brought` holds any of: pdf (bytes), credential (text), code (text), proof (text). `now` is a Date.
async function assess(brought, kit, now) {
  const report = new Report();
  const file = brought.pdf ? hex(await sha256(brought.pdf)) : null;
  const text = brought.credential ?? (brought.pdf ? await trying(report, "structure", () => attachedTo(brought.pdf)) : null);
  if (text !== null) await trying(report, "credential", () => credentialIn(text, kit, now, report));
  const code = brought.code ? await trying(report, "code", () => codeIn(brought.code, text, kit, now, report)) : null;
  if (brought.proof) await trying(report, "log", () => proofIn(brought.proof, file, text, code, kit, report));
  else if (file && text !== null) report.unknown("digest", "no_proof");
  return report;
}

// What was refused becomes a finding; anything else that goes wrong met bytes nobody wrote in good faith.
async function trying(report, check, act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused)) report.failed(check, "malformed", check === "code" ? "issuer_unknown" : "altered");
    else if (error.detail === "nodes_alike") report.unknown(error.check, "not_this_profile");
    else report.failed(error.check, error.detail, error.answer ?? "altered");
    return null;
  }
}

async function credentialIn(text, kit, now, report) {
  const document = parseJson(text, "credential");
  try {
    demandProfile(document, kit);
  } catch (error) {
    // what names a key that is not the issuer's was never the issuer's: somebody else's, rather than altered
    const [named] = Array.isArray(document.proof) && document.proof.length === 1 ? document.proof : [];
    if (typeof named?.verificationMethod === "string" && !kit.keys[named.verificationMethod]) error.answer = "issuer_unknown";
    throw error;
  }
  report.passed("credential", "well_formed");
  const found = await checkProof(document, kit);
  if (found === "holds") report.passed("proof", "proof_holds");
  else report.failed("proof", ...PROOFS[found]);
  if (found !== "holds") return;
  const { credentialSubject: subject, credentialStatus: status } = document;
  report.claims = {
    number: subject.licenseNumber, holder: subject.identifier[0].identityHash, title: document.name,
    kind: document.description, issuer: document.issuer.name, from: document.validFrom.slice(0, 10),
    until: document.validUntil ? document.validUntil.slice(0, 10) : null,
    facts: subject.result.map((one, place) => [subject.achievement.resultDescription[place].name, one.value]),
  };
  const place = [Number(status.statusListCredential.split("/").pop()), Number(status.statusListIndex)];
  statusOf(place, kit, now, report);
  datesOf(report.claims, now, report);
}

// What the profile fixes beyond the vocabulary, as far as an honest signature would not settle it.
function demandProfile(document, kit) {
  const refuse = (detail) => { throw new Refused("credential", detail); };
  if (JSON.stringify(document["@context"]) !== JSON.stringify(kit.contexts)) refuse("other_context");
  if (Array.isArray(document.credentialStatus)) refuse("two_statuses");
  for (const date of [document.validFrom, document.validUntil ?? "Z"]) {
    if (typeof date !== "string" || !date.endsWith("Z")) refuse("no_time_zone");
  }
  proofOf(document);
  const { id, type, name } = document.issuer ?? {};
  if (JSON.stringify(document.credentialSubject?.achievement?.creator) !== JSON.stringify({ id, type, name })) refuse("not_this_profile");
  quadsOf(document, kit.tables.credential);
  // lists have no order in what is signed: each result names what it is a result of
  const { result = [], achievement: { resultDescription: told = [] } } = document.credentialSubject;
  if (result.length !== told.length || result.some((one, place) => one.resultDescription !== told[place].id)) refuse("not_this_profile");
}

function statusOf([number, index], kit, now, report) {
  let problem = null;
  for (const [purpose, meaning] of Object.entries(MEANS)) {
    const list = kit.lists.find((one) => one.purpose === purpose && one.number === number);
    const stale = list && (Date.parse(list.until) < now ? "list_expired" : Date.parse(list.from) > now ? "list_not_yet" : null);
    if (!list) problem ??= "lists_missing";
    else if (isSet(list, index) && (purpose === "revocation" || !stale)) return report.failed("status", ...meaning);
    problem ??= stale;
  }
  return problem ? report.unknown("status", problem) : report.passed("status", "listed_in_force");
}

function isSet(list, index) {
  list.places ??= placesOf(list);
  return list.places.has(index);
}

// The places of a list as gaps between them: so many zeros times 2^low, a one, then `low` bits of the rest.
function placesOf({ gaps, low }) {
  const bytes = fromBase64Url(gaps);
  const places = new Set();
  let [at, place, gap] = [0, -1, 0];
  const bit = () => (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
  while (at < 8 * bytes.length) {
    if (!bit()) gap += 2 ** low;
    else {
      for (let weight = 2 ** low / 2; weight >= 1; weight /= 2) gap += weight * bit();
      places.add((place += gap + 1));
      gap = 0;
    }
  }
  return places;
}

function datesOf({ from, until }, now, report) {
  const day = now.toISOString().slice(0, 10);
  if (day < from) report.failed("dates", "not_yet", "not_found");
  else if (until !== null && day > until) report.failed("dates", "expired", "expired");
  else report.passed("dates", "within");
}

async function codeIn(text, credential, kit, now, report) {
  const claims = await readCode(text.trim(), kit);
  report.passed("code", "code_signed");
  if (credential !== null) {
    const digest = (await sha256(utf8.encode(credential))).subarray(0, 16);
    if (same(digest, claims.digest)) report.passed("agreement", "agrees");
    else report.failed("agreement", "another_credential", "altered");
    return claims;
  }
  const { number, names, path, from, until } = claims;
  report.claims = { number, holder: names.join(" / "), path, from, until, facts: [] };
  statusOf(claims.place, kit, now, report);
  datesOf(claims, now, report);
  return claims;
}

async function proofIn(text, file, credential, code, kit, report) {
  const proof = parseJson(text, "log");
  const { record, salt, index, size, path } = proof;
  if (proof.format !== "certificate-log-proof/1") throw new Refused("log", "malformed");
  if (file !== null) {
    if (record.pdf === file) report.passed("digest", "registered_file");
    else report.failed("digest", "other_file", "altered");
  }
  if (credential !== null) {
    const digest = hex(await sha256(utf8.encode(credential)));
    if (record.credential === digest) report.passed("agreement", "agrees");
    else report.failed("agreement", "another_credential", "altered");
  }
  if (file === null && credential === null) {
    // a proof opens one leaf of the log; what became of its certificate it does not know
    if (!code) report.unknown("structure", "no_document");
    else if (!record.credential.startsWith(hex(code.digest))) report.failed("agreement", "another_credential", "altered");
  }
  if (!kit.log) return report.unknown("checkpoint", "checkpoint_unreadable");
  const note = await noteOf(proof.checkpoint, kit.log);
  const root = await rootOf(await leafOf(record, salt), index, size, path.map(fromHex));
  if (note.size === size && root && same(root, note.root)) report.passed("checkpoint", "included");
  else report.failed("checkpoint", "not_included", "altered");
}

// The credential lies in the PDF as an attachment that its two signatures cover: found by its media type.
async function attachedTo(pdf) {
  const text = Array.from(pdf, (byte) => String.fromCharCode(byte)).join("");
  if (!text.slice(0, 1024).includes("%PDF-")) throw new Refused("structure", "unreadable");
  for (const found of text.matchAll(/<<((?:(?!>>\s*stream).)*?\/Subtype\s*\/application#2fvc.*?)>>\s*stream\r?\n/gis)) {
    const length = Number(/\/Length (\d+)/.exec(found[1])?.[1]);
    const start = found.index + found[0].length;
    const data = pdf.subarray(start, start + length);
    return fromUtf8(/\/FlateDecode/.test(found[1]) ? await unpacked(data, "deflate", 1 << 16, "structure") : data);
  }
  throw new Refused("credential", "no_credential");
}
