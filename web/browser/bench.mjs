// LEEWAY_LIVE_PAGE=brief.html node browser/bench.mjs: the figures of the live page in docs/performance.md.
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { launch, livePage, upToDate } from './chromium.mjs';

const OPENINGS = 5;
const MOVES = 40;

const file = livePage();
const address = pathToFileURL(file).href;
const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.ceil(q * values.length) - 1)];
const ms = (value) => `${Math.round(value)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

// What a page and its workers hold: the proportional share of its renderer's memory, in bytes.
async function heldBy(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const held = (pid) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      return 0; // ended since
    }
  };
  return Math.max(...processInfo.filter((p) => p.type === 'renderer').map((p) => held(p.id)));
}

async function opening(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelector('[data-figure="leeway"], [data-figure="loss"]'));
  const shown = await page.evaluate(() => performance.now());
  await upToDate(page);
  const live = await page.evaluate(() => performance.now());
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
  await page.close();
  return { painted, shown, live };
}

// Notes when a question goes to a worker, when its answer is here, and how long it is in being read.
function watch() {
  const seen = (window.seen = {});
  const parse = JSON.parse;
  JSON.parse = (...given) => {
    const start = performance.now();
    const value = parse(...given);
    if (given[0].length > 10_000) seen.read = performance.now() - start;
    return value;
  };
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'answer') Object.assign(seen, { answered: performance.now(), size: data.text.length });
      });
    }
    postMessage(message) {
      if (message.type === 'ask') seen.asked = performance.now();
      super.postMessage(message);
    }
  };
}

// From the event of a slider to the frame with its figure, one move at a time, and what of it went where.
function moves(page, count) {
  return page.evaluate(async (moves) => {
    const range = document.querySelector('.controls fieldset fieldset input[type=range]');
    const figure = () => document.querySelector('[data-figure="loss"]')?.textContent;
    const from = Number(range.value);
    const [low, high] = [Number(range.min), Number(range.max)];
    const took = [];
    for (let i = 1; i <= moves; ++i) {
      const before = figure();
      // There and back again, so that no position is asked twice.
      range.value = String(Math.min(high, Math.max(low, from - (from - low) * (0.8 * i) / moves)));
      const start = performance.now();
      range.dispatchEvent(new Event('input', { bubbles: true }));
      while (figure() === before && performance.now() - start < 10_000) await new Promise(requestAnimationFrame);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const all = performance.now() - start;
      const { asked, answered, read, size } = window.seen;
      took.push({ all, engine: answered - asked, read, drawn: all - (answered - asked) - read, size });
      await new Promise((done) => setTimeout(done, 60));
    }
    return took;
  }, count);
}

const browser = await launch();
const openings = [];
for (let i = 0; i < OPENINGS; ++i) openings.push(await opening(browser));
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.addInitScript(watch);
await page.goto(address);
await upToDate(page);
const idle = await heldBy(browser);
const took = await moves(page, MOVES);
const rest = Date.now();
await upToDate(page, 120_000);
const ranged = Date.now() - rest;
const busy = await heldBy(browser);
await page.waitForTimeout(3000);
const after = await heldBy(browser);
await browser.close();

const of = (key, q) => quantile(took.map((t) => t[key]), q);
const median = (key) => quantile(openings.map((o) => o[key]), 0.5);
const rows = [
  ['file, everything inside', mb(statSync(file).size)],
  ['open to first paint (static)', ms(median('painted'))],
  ['open to the page with its controls', ms(median('shown'))],
  ['open to live', ms(median('live'))],
  ['slider to picture, p50', ms(of('all', 0.5))],
  ['slider to picture, p95', ms(of('all', 0.95))],
  ['  of it the engine, and the way there and back, p50', ms(of('engine', 0.5))],
  ['  reading the JSON, p50', ms(of('read', 0.5))],
  ['  checking and drawing, until the next frame, p50', ms(of('drawn', 0.5))],
  ['  size of the answer', `${Math.round(of('size', 0.5) / 1000)} kB`],
  ['rest to the whole answer with its range over the sets', ms(ranged)],
  ['memory, open', mb(idle)],
  ['memory, while the range is worked out', mb(busy)],
  ['memory, after that', mb(after)],
];
const width = Math.max(...rows.map(([name]) => name.length));
console.log(`| ${'figure'.padEnd(width)} | here |\n|${'-'.repeat(width + 2)}|---|`);
for (const [name, value] of rows) console.log(`| ${name.padEnd(width)} | ${value} |`);
