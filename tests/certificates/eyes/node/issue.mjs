// Issues one document many times with @digitalbazaar/vc and says how many per second of CPU: {document, did, count}.
import * as vc from '@digitalbazaar/vc';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {input, loaderOf} from './held.mjs';

const job = await input();
const key = await Ed25519Multikey.generate({id: `${job.did}#key-of-the-peer`, controller: job.did});
const documentLoader = loaderOf({});

async function issue(number) {
  const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
  const credential = structuredClone(job.document);
  credential.credentialSubject.licenseNumber = `peer-${number}`;
  return vc.issue({credential, suite, documentLoader});
}

for(let number = 0; number < 10; ++number) {
  await issue(number);
}
const before = process.cpuUsage();
let last;
for(let number = 0; number < job.count; ++number) {
  last = await issue(number);
}
const {user, system} = process.cpuUsage(before);
process.stdout.write(JSON.stringify({rate: job.count / ((user + system) / 1e6), last}));
