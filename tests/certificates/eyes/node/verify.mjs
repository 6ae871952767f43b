// Says what @digitalbazaar/vc thinks of each credential of a job: {now, documents, cases: {name: {credential, …}}}.
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {input, loaderOf, setClock} from './held.mjs';

function said(error) {
  const all = error?.errors?.length ? error.errors : error ? [error] : [];
  return all.map(one => `${one.name}: ${one.message}${one.cause ? ` (${one.cause.message})` : ''}`).join('; ');
}

async function opinion(job, one) {
  setClock(one.now ?? job.now);
  const suite = new DataIntegrityProof({cryptosuite});
  const documentLoader = loaderOf({...job.documents, ...one.documents});
  const found = await vc.verifyCredential({credential: one.credential, suite, documentLoader, checkStatus});
  // "verified" stays true for a revoked credential: only the bits of the results tell (credentials.md §6 no. 10)
  const bits = (found.statusResult?.results ?? []).map(result => result.status);
  return {
    verified: found.verified,
    bits,
    accepted: found.verified && bits.every(bit => bit === false),
    error: said(found.error) || said(found.statusResult?.error)
  };
}

const job = await input();
const opinions = {};
for(const [name, one] of Object.entries(job.cases)) {
  opinions[name] = await opinion(job, one);
}
process.stdout.write(JSON.stringify(opinions));
