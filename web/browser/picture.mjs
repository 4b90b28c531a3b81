// LEEWAY_LIVE_PAGE=brief.html node browser/picture.mjs: docs/live-before.png and docs/live-after.png for the README,
// the same page before and after the punishing rate is dragged to a quarter.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch, livePage, upToDate } from './chromium.mjs';

const docs = (name) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1240, height: 860 } });
await page.goto(pathToFileURL(livePage()).href);
await upToDate(page);
await page.screenshot({ path: docs('live-before.png') });
const rate = page.locator('.controls input[type=range]').first();
await rate.fill(String(Number(await rate.inputValue()) / 4));
await page.waitForTimeout(3000);
await upToDate(page);
await page.screenshot({ path: docs('live-after.png') });
await browser.close();
