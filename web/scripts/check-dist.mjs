// Checks what the built page promises: one placeholder, and nothing that is fetched.
import { readFileSync } from 'node:fs';

const file = new URL('../dist/brief.html', import.meta.url);
const html = readFileSync(file, 'utf8');
const problems = [];

const placeholders = html.split('__LEEWAY_DATA__').length - 1;
if (placeholders !== 1) problems.push(`expected the data placeholder once, found it ${placeholders} times`);
if (!html.includes('<script type="application/json" id="leeway-data">__LEEWAY_DATA__</script>')) {
  problems.push('the data script element is missing or was rewritten');
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
  console.error(`dist/brief.html:\n${problems.map((p) => `  ${p}`).join('\n')}`);
  process.exit(1);
}
console.log(`dist/brief.html: one file, ${Math.round(html.length / 1000)} kB, nothing to fetch`);
