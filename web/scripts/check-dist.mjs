// node scripts/check-dist.mjs [brief.html]: checks what a built page promises: each slot once, and nothing that is fetched.
import { readFileSync } from 'node:fs';

const name = process.argv[2] ?? 'brief.html';
const html = readFileSync(new URL(`../dist/${name}`, import.meta.url), 'utf8');
const problems = [];

const slots = {
  'brief.html': ['<script type="application/json" id="leeway-data">__LEEWAY_DATA__</script>'],
  'live.html': [
    '<div id="app">__LEEWAY_STATIC__</div>',
    '<script type="application/json" id="leeway-data">__LEEWAY_DATA__</script>',
    '<script type="application/json" id="leeway-state">__LEEWAY_STATE__</script>',
    '<script type="application/octet-stream;base64" id="leeway-engine">__LEEWAY_ENGINE__</script>',
    '<script type="text/plain" id="leeway-glue">__LEEWAY_GLUE__</script>',
    '<script type="application/octet-stream;base64" id="leeway-bundle">__LEEWAY_BUNDLE__</script>',
  ],
}[name];
for (const slot of slots) {
  const placeholder = /__[A-Z_]+__/.exec(slot)[0];
  const count = html.split(placeholder).length - 1;
  if (count !== 1) problems.push(`expected ${placeholder} once, found it ${count} times`);
  if (!html.includes(slot)) problems.push(`the element of ${placeholder} is missing or was rewritten`);
}
if (/<script[^>]+\ssrc=/i.test(html)) problems.push('a script is loaded from outside the file');
if (/<link[^>]+href="(?!data:)/i.test(html)) problems.push('a stylesheet or icon is loaded from outside the file');
const styles = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gis)].map((m) => m[1]).join('');
if (/@import|url\(\s*["']?(?!data:|#)/i.test(styles)) problems.push('a style refers outside the file');
// Names of markup languages look like addresses but are never fetched.
const addresses = [...html.matchAll(/https?:\/\/[^"'`\s<)]+/g)].map((m) => m[0]).filter((a) => !a.startsWith('http://www.w3.org/'));
if (addresses.length > 0) problems.push(`addresses in the page: ${[...new Set(addresses)].join(', ')}`);
if (!html.includes('Content-Security-Policy')) problems.push('the content policy is missing');

if (problems.length > 0) {
  console.error(`dist/${name}:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  process.exit(1);
}
console.log(`dist/${name}: one file, ${Math.round(html.length / 1000)} kB, nothing to fetch`);
