import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function launch() {
  const executablePath = process.env.LEEWAY_CHROMIUM ?? PLACES.find((p) => existsSync(p));
  if (!executablePath) throw new Error('no Chromium found; install it (apt-get install chromium) or name it in LEEWAY_CHROMIUM');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

// The page that the engine wrote, from the environment.
export function livePage() {
  const file = process.env.LEEWAY_LIVE_PAGE;
  if (!file || !existsSync(file)) throw new Error('name a live page that the program wrote in LEEWAY_LIVE_PAGE (./dev live-test writes one)');
  return file;
}

export const upToDate = (page, timeout = 60_000) =>
  page.waitForFunction(() => document.querySelector('.strip .state')?.textContent?.includes('Up to date'), undefined, { timeout });
