// node scripts/fill.mjs <template.html> <brief.json> <out.html>: what the program does, for development.
import { readFileSync, writeFileSync } from 'node:fs';

const [template, data, out] = process.argv.slice(2);
if (!template || !data || !out) {
  console.error('usage: node scripts/fill.mjs <template.html> <brief.json> <out.html>');
  process.exit(2);
}
const json = JSON.stringify(JSON.parse(readFileSync(data, 'utf8'))).replaceAll('<', '\\u003c');
writeFileSync(out, readFileSync(template, 'utf8').replace('__LEEWAY_DATA__', () => json));
