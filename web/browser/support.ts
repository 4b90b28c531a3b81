import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const web = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Where tests leave pages and screenshots; outside what is committed.
export const scratch = web('dist/browser');
mkdirSync(scratch, { recursive: true });

export { launch } from './chromium.mjs';

export interface Opened {
  page: Page;
  requests: string[]; // what left the page, or tried to
  faults: string[]; // exceptions and refusals of the content policy
}

export async function open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const opened: Opened = { page, requests: [], faults: [] };
  page.on('request', (r) => {
    if (r.url() !== page.url() && r.url().split('#')[0] !== address.split('#')[0] && !/^(blob|data):/.test(r.url())) opened.requests.push(r.url());
  });
  page.on('pageerror', (e) => opened.faults.push(e.message));
  page.on('console', (m) => {
    if (m.type() === 'error') opened.faults.push(m.text());
  });
  await page.goto(address);
  return opened;
}

// Until the engine runs and the page shows what was asked.
export const settled = (page: Page, words = 'Up to date') =>
  page.waitForFunction((w) => document.querySelector('.strip .state')?.textContent?.includes(w), words, { timeout: 90_000 });

export const figure = (page: Page, name: string) => page.locator(`.strip [data-figure="${name}"]`).innerText();

// Opens every fold of the panel, so that all controls can be reached.
export async function unfold(page: Page) {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>('.controls details')) fold.open = true;
  });
}

export interface Finding {
  id: string;
  help: string;
  nodes: string[];
}

export async function accessibilityFindings(page: Page): Promise<Finding[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)) }));
  });
}

// A host for one file, as a reader's own web space would be.
export async function serve(file: string): Promise<{ address: string; close: () => void }> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/live.html') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live.html`, close: () => server.close() };
}
