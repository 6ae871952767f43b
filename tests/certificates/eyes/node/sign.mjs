// Signs one PDF many times with @signpdf and says how many per second of CPU: {pdf, p12, passphrase, count}, in base64.
import signpdfModule from '@signpdf/signpdf';
import {P12Signer} from '@signpdf/signer-p12';
import {plainAddPlaceholder} from '@signpdf/placeholder-plain';
import {input} from './held.mjs';

const job = await input();
const pdfBuffer = Buffer.from(job.pdf, 'base64');
const p12 = Buffer.from(job.p12, 'base64');
const signpdf = signpdfModule.default ?? signpdfModule;

async function sign() {
  const prepared = plainAddPlaceholder({
    pdfBuffer, reason: 'peer', contactInfo: 'peer', name: 'peer', location: 'peer'
  });
  return signpdf.sign(prepared, new P12Signer(p12, {passphrase: job.passphrase}));
}

await sign();
const before = process.cpuUsage();
let last;
for(let number = 0; number < job.count; ++number) {
  last = await sign();
}
const {user, system} = process.cpuUsage(before);
process.stdout.write(JSON.stringify({rate: job.count / ((user + system) / 1e6), length: last.length}));
