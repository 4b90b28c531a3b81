// Asks the module and the native engine the same requests and holds every figure of one to the other's: the same
// bits. Prints what differs, and how long each took.
//
//   node tests/live/compare.mjs BUILD_OF_MODULE ask_live SHARE_FOLDER [REQUESTS]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from './engine.mjs';

const [build, native, share, file] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const lines = readFileSync(file ?? join(here, 'requests.jsonl'), 'utf8').split('\n').filter((line) => line.trim());

function run(args, input = '') {
  const done = spawnSync(native, args, { input, encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, LEEWAY_DATA: share } });
  if (done.status !== 0) throw new Error(`${native} ${args.join(' ')}: ${done.stderr}${done.stdout}`);
  return done;
}

/** Calls `tell(path, a, b)` for each place in which two answers differ. */
function differences(a, b, tell, path = '') {
  const bothObjects = a !== null && b !== null && typeof a === 'object' && typeof b === 'object';
  if (!bothObjects) {
    if (!Object.is(a, b)) tell(path, a, b);
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) differences(a[key], b[key], tell, `${path}/${key}`);
}

const count = (value) =>
  typeof value === 'number' ? 1 : value && typeof value === 'object' ? Object.values(value).reduce((n, v) => n + count(v), 0) : 0;

const scratch = mkdtempSync(join(tmpdir(), 'leeway-live-'));
let failed = 0;
try {
  const bundle = join(scratch, 'bundle.tar.gz');
  run(['--bundle', '2023', bundle]);
  const answers = run([share, '2023'], lines.join('\n') + '\n');
  const nativeTimes = [...answers.stderr.matchAll(/^(\w+): ([\d.e+]+) ms$/gm)].map((m) => Number(m[2]));
  const expected = answers.stdout.split('\n').filter(Boolean);
  const engine = await openEngine(build, bundle);
  const ms = (value) => value.toFixed(1).padStart(8);
  console.log(`      native   module  ms`);
  console.log(`  ${ms(nativeTimes[0])} ${ms(engine.openedIn)}  open`);
  lines.forEach((request, at) => {
    const start = performance.now();
    const { code, text } = engine.ask(request);
    const took = performance.now() - start;
    const [, nativeCode, nativeText] = expected[at].match(/^(\d) (.*)$/s);
    const ours = JSON.parse(text);
    const theirs = JSON.parse(nativeText);
    const told = [];
    differences(theirs, ours, (path, a, b) => told.push(`    ${path}: native ${JSON.stringify(a)}, module ${JSON.stringify(b)}`));
    if (code !== Number(nativeCode)) told.unshift(`    code: native ${nativeCode}, module ${code}`);
    if (told.length) failed += 1;
    console.log(`  ${ms(nativeTimes[at + 1])} ${ms(took)}  ${count(theirs)} figures, ${told.length} differences: ${request.slice(0, 160)}`);
    told.slice(0, 6).forEach((line) => console.log(line));
  });
  console.log(`memory of the module: ${(engine.module.HEAPU8.length / 2 ** 20).toFixed(0)} MB`);
  console.log(failed ? `${failed} of ${lines.length} answers differ` : `${lines.length} answers, the same bits`);
} finally {
  rmSync(scratch, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
