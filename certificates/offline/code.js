"use strict";
// The text of the code that is checked without network: COSE_Sign1 with Ed25519 (RFC 9052), CWT claims.

const [UNTIL, FROM, NUMBER] = [4, 5, 7];
const SIGN1 = 18;

async function readCode(text, kit) {
  if (!text.startsWith("TC1:") || text.length > 2000) throw new Refused("code", "code_not_ours", "issuer_unknown");
  const packed = fromBase45(text.slice(4));
  const signed = packed[0] === 0xd2 ? packed : await unpacked(packed, "deflate", 2000, "code");
  if (signed[0] !== 0xd2) throw new Refused("code", "code_not_ours", "issuer_unknown");
  const found = fromCbor(signed);
  const parts = found && found.tag === SIGN1 && Array.isArray(found.value) ? found.value : [];
  if (parts.length !== 4 || ![parts[0], parts[2], parts[3]].every((part) => part instanceof Uint8Array)) {
    throw new Refused("code", "code_not_ours", "issuer_unknown");
  }
  const [headers, , payload, signature] = [fromCbor(parts[0]), 0, parts[2], parts[3]];
  const claims = fromCbor(payload);
  if (!(headers instanceof Map) || headers.get(1) !== -8 || !(claims instanceof Map)) throw new Refused("code", "code_not_ours", "issuer_unknown");
  const named = `#key-${hex(headers.get(4))}`;
  const key = Object.entries(kit.keys).find(([method]) => method.endsWith(named))?.[1];
  if (!key) throw new Refused("code", "code_unsigned", "issuer_unknown");
  if (!(await holds(fromBase64Url(key), signature, structureOf(parts[0], payload)))) throw new Refused("code", "code_unsigned", "issuer_unknown");
  return plainClaims(claims);
}

// Sig_structure of RFC 9052, 4.4: ["Signature1", protected, external, payload]
function structureOf(headers, payload) {
  const bytes = (data) => {
    const length = data.length;
    const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
    return joined(head, data);
  };
  return joined([0x84, 0x6a], utf8.encode("Signature1"), bytes(headers), [0x40], bytes(payload));
}

function plainClaims(claims) {
  const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const digits = fromUtf8(claims.get(NUMBER));
  return {
    number: [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7, 12), digits.slice(12, 17), digits.slice(17)].join("-"),
    code: claims.get("c"),
    path: `${claims.get("p")} v${claims.get("v")}`,
    from: day(claims.get(FROM)),
    until: claims.has(UNTIL) ? day(claims.get(UNTIL)) : null,
    names: claims.get("n") || [],
    place: claims.get("s"),
    digest: claims.get("d"),
  };
}
