// node scripts/live.mjs --wasm FILE --glue FILE: puts the engine into the built dist/live.html; what a brief adds
// (data, plain text, state, bundle) the program puts in when it writes one.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values } = parseArgs({ options: { wasm: { type: 'string' }, glue: { type: 'string' } } });
if (!values.wasm || !values.glue) {
  console.error('usage: node scripts/live.mjs --wasm leeway.wasm --glue leeway.js');
  process.exit(2);
}
const page = new URL('../dist/live.html', import.meta.url);
const glue = readFileSync(values.glue, 'utf8');
if (/<\/script|<!--/i.test(glue)) throw new Error(`${values.glue} cannot stand in a script element`);
const html = readFileSync(page, 'utf8')
  .replace('__LEEWAY_ENGINE__', () => gzipSync(readFileSync(values.wasm), { level: 9 }).toString('base64'))
  .replace('__LEEWAY_GLUE__', () => glue);
writeFileSync(page, html);
console.log(`dist/live.html: ${Math.round(html.length / 1000)} kB with the engine`);
