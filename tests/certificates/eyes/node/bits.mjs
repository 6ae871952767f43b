// Reads and writes bitstrings with @digitalbazaar/vc-bitstring-status-list: {read: text, length, write: [indexes]}.
import {createList, decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import {input} from './held.mjs';

const job = await input();
const theirs = await createList({length: job.length});
for(const index of job.write) {
  theirs.setStatus(index, true);
}
const ours = await decodeList({encodedList: job.read});
const set = [];
for(let index = 0; index < ours.length; ++index) {
  if(ours.getStatus(index)) {
    set.push(index);
  }
}
process.stdout.write(JSON.stringify({written: await theirs.encode(), set, length: ours.length}));
