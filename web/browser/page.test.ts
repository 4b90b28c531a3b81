import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakePage } from './fake.mjs';
import { accessibilityFindings, figure, launch, open, scratch, serve, settled, stateOf, unfold, web } from './support';

// What the page does whatever the engine answers; also what it does when the engine goes wrong.
const brief = JSON.parse(readFileSync(web('sample/brief.sample.json'), 'utf8'));
const file = `${scratch}/fake.html`;
const address = pathToFileURL(file).href;
const RATE = '#control-US-THREAT-rate';

let browser: Browser;
let host: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  writeFileSync(file, fakePage(web('dist/live.html'), brief));
  browser = await launch();
  host = await serve(file);
});
afterAll(async () => {
  await browser?.close();
  host?.close();
});

async function setRate(page: Page, value: number) {
  await page.locator(RATE).fill(String(value));
  await page.waitForFunction(([id, v]) => (document.querySelector(id as string) as HTMLInputElement)?.value === v, [RATE, String(value)]);
}
const stateOut = (page: Page) => page.locator('#state-out').inputValue();

describe('opening', () => {
  test('the brief is there at once, the engine after it, and nothing leaves the page', async () => {
    for (const offline of [true, false]) {
      const { page, requests, faults } = await open(browser, address, { offline });
      expect(await page.locator('h1').innerText()).toBe(brief.headline);
      await settled(page);
      expect(await figure(page, 'leeway')).toBe('1.2% (0.42% to 3.0%)');
      await setRate(page, 50);
      await settled(page, 'Filling');
      await settled(page);
      expect(requests).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  test('the content policy lets no request through', async () => {
    const { page } = await open(browser, host.address);
    const tried = await page.evaluate(() => fetch('/live.html').then(() => 'sent', (e: Error) => e.message));
    expect(tried).toContain('Failed to fetch');
    const image = await page.evaluate(() => new Promise((resolve) => {
      const img = new Image();
      img.onload = () => resolve('loaded');
      img.onerror = () => resolve('refused');
      img.src = '/live.html?x.png';
    }));
    expect(image).toBe('refused');
    await page.context().close();
  });

  test('without scripts the plain text of the brief is read', async () => {
    const { page } = await open(browser, address, { javaScriptEnabled: false });
    expect(await page.locator('body').innerText()).toContain(brief.headline);
    await page.context().close();
  });

  test('without an engine it says so and stays readable', async () => {
    const bare = `${scratch}/bare.html`;
    writeFileSync(bare, readFileSync(file, 'utf8').replace(/(id="leeway-engine">)[^<]*/, '$1'));
    const { page } = await open(browser, pathToFileURL(bare).href);
    expect(await page.locator('.strip [role=alert]').innerText()).toContain('this file holds no engine');
    expect(await page.locator('h1').innerText()).toBe(brief.headline);
    await page.context().close();
  });
});

describe('moving', () => {
  test('quick first, then whole, then the range; the last position wins', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await page.locator(RATE).focus();
    for (let i = 0; i < 30; ++i) await page.keyboard.press('ArrowLeft');
    expect(await page.locator(RATE).inputValue()).toBe('85');
    await settled(page);
    const loss = brief.leeway.loss_musd * 0.85;
    expect(await figure(page, 'loss')).toBe(`\u2212${Number(loss.toPrecision(3)).toLocaleString('en-US')}`);
    await page.waitForFunction(() => document.querySelector('[data-figure="leeway"]')?.textContent?.includes('to'));
    await page.context().close();
  });

  test('the chance needs no solve, and is weighed against the range', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    const told = page.locator('[data-told=chance]');
    const chance = page.getByLabel('Chance that the threat is carried out, number');
    for (const [percent, words] of [['0.2', 'It pays whatever is assumed'], ['1.5', 'depends on what is assumed'], ['50', 'It does not pay']] as const) {
      // Every key counts, and none is taken from under the cursor.
      await chance.fill('');
      await chance.pressSequentially(percent);
      expect(await chance.inputValue()).toBe(percent);
      await page.waitForFunction((w) => document.querySelector('[data-told=chance]')?.textContent?.includes(w), words);
      const worth = (1 - Number(percent) / 100) * brief.leeway.gain_musd - (Number(percent) / 100) * brief.leeway.loss_musd;
      expect((await told.innerText()).includes('\u2212')).toBe(worth < 0);
    }
    await page.context().close();
  });

  test('Back is undo, forward is redo, Reset goes home', async () => {
    for (const at of [address, host.address]) {
      const { page } = await open(browser, at);
      await settled(page);
      const undo = page.getByRole('button', { name: 'Undo' });
      expect(await undo.isDisabled()).toBe(true);
      for (const value of [80, 60]) {
        await setRate(page, value);
        await page.waitForFunction((v) => history.state.position === v, value === 80 ? 1 : 2);
      }
      await undo.click();
      await page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '80', RATE);
      await page.goBack();
      await page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '100', RATE);
      await page.getByRole('button', { name: 'Redo' }).click();
      await page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '80', RATE);
      await page.getByRole('button', { name: 'Reset' }).click();
      await page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '100', RATE);
      expect(await figure(page, 'leeway')).toBe('1.2% (0.42% to 3.0%)');
      await page.context().close();
    }
  });

  test('a pinned answer stands beside the present one', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await page.getByRole('button', { name: 'Pin this answer' }).click();
    await setRate(page, 50);
    await settled(page);
    const compare = await page.locator('section.compare').innerText();
    expect(compare).toContain('1.2%');
    expect(compare).toContain('US-THREAT.rate');
    expect(compare).toContain('0.5');
    await page.context().close();
  });

  test('Measures, the day, assumptions and other questions reach the engine', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await unfold(page);
    const question = () => page.locator('#out-question').inputValue();
    const asks = async (words: string) => {
      await page.waitForFunction((w) => (document.querySelector('#out-question') as HTMLTextAreaElement).value.includes(w), words);
    };
    await page.locator('[data-measure="US-STEEL"]').uncheck();
    await asks('drop = ["US-STEEL"]');
    await page.locator('#control-add').fill('USA on CAN: tariff 10% on C29');
    await page.keyboard.press('Enter');
    await asks('add = ["USA on CAN: tariff 10% on C29"]');
    await page.getByRole('button', { name: 'Take out USA on CAN: tariff 10% on C29' }).click();
    await page.locator('#control-day').focus();
    await page.keyboard.press('ArrowLeft');
    await asks('as_of = 2026-01-23');
    await page.locator('#control-elasticities').selectOption('CP');
    await asks('elasticities = "CP"');
    await page.locator('#control-closure').selectOption('balanced');
    await asks('closure = "balanced"');
    await page.locator('#control-supply').selectOption('high');
    await asks('supply = "high"');
    await page.locator('#control-horizon').focus();
    await page.keyboard.press('ArrowLeft');
    await asks('horizon = 10');
    await page.locator('#control-elasticity_scale').focus();
    await page.keyboard.press('ArrowRight');
    await asks('elasticity_scale = 1.05');
    await page.locator('#control-threat').fill('USA on CAN: tariff 25% on goods');
    await page.keyboard.press('Tab');
    await asks('threat = "USA on CAN: tariff 25% on goods"');
    await page.locator('#control-deal').fill('CAN with CHN: pact 50%');
    await page.keyboard.press('Tab');
    await asks('deal = ["CAN with CHN: pact 50%"]');
    await page.locator('#control-economy').selectOption('KOR');
    await asks('economy = "KOR"');
    expect(await question()).not.toContain('deal');
    await page.locator('#control-ready').selectOption('canada-china');
    await asks('threat = "US-THREAT"');
    expect(await question()).not.toContain('elasticities');
    await page.context().close();
  });
});

describe('what the engine refuses', () => {
  test('a slip stays in its box with the reason and never enters the question', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await unfold(page);
    const question = () => page.locator('#out-question').inputValue();
    const boxes = [['add', 'USA on KOR: tarif 25% on goods'], ['threat', 'USA on CAN: tarif 25% on goods'], ['deal', 'CAN on USA: tarif 1% on goods']] as const;
    for (const [field, slip] of boxes) {
      const box = page.locator(`#control-${field}`);
      await box.fill(slip);
      await box.press(field === 'add' ? 'Enter' : 'Tab');
      const refused = page.locator(`[data-refused=${field}]`);
      await refused.waitFor();
      expect(await refused.innerText()).toContain('no instrument "tarif"');
      expect(await box.inputValue()).toBe(slip);
      expect(await question()).not.toContain('tarif ');
      expect(await page.getByRole('button', { name: 'Save a copy' }).isDisabled()).toBe(false);
      await box.fill(slip.replace('tarif ', 'tariff '));
      await box.press(field === 'add' ? 'Enter' : 'Tab');
      await page.waitForFunction((line) => (document.querySelector('#out-question') as HTMLTextAreaElement).value.includes(line), slip.replace('tarif ', 'tariff '));
      expect(await refused.count()).toBe(0);
      if (field === 'add') expect(await box.inputValue()).toBe('');
      await settled(page);
    }
    await page.context().close();
  });

  test('a move that a part was left out of is taken as recorded again; the red panel is not over the controls', async () => {
    const { page } = await open(browser, host.address);
    await settled(page);
    await unfold(page);
    const told = page.locator('[data-told=error]');
    const take = async () => {
      await page.locator('#state-in').fill(await stateOf('economy = "CAN"\nas_of = 2026-03-01\nthreat = "US-THREAT"\ndeal = ["outdated"]\n'));
      await page.getByRole('button', { name: 'Take it' }).click();
      await told.waitFor();
    };
    await take();
    expect(await told.innerText()).toContain('(in the move under threat)');
    expect(await told.innerText()).not.toContain('question:');
    expect(await page.locator('[data-told=no-copy]').count()).toBe(1);
    const [strip, controls] = await Promise.all(['.strip', '.controls'].map((s) => page.locator(s).boundingBox()));
    expect(strip!.x).toBeGreaterThanOrEqual(controls!.x + controls!.width);
    await page.getByRole('button', { name: 'Take the move as recorded again' }).click();
    await settled(page);
    expect(await page.locator('#out-question').inputValue()).not.toContain('deal');
    await take();
    await page.getByRole('button', { name: 'Go back to it' }).click();
    await settled(page);
    await page.context().close();
  });
});

describe('the state that travels', () => {
  test('a hosted link is restored exactly, also while the page is open', async () => {
    const { page } = await open(browser, host.address);
    await settled(page);
    await setRate(page, 40);
    await page.getByLabel('Chance that the threat is carried out, number').fill('3');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pin this answer' }).click();
    await settled(page);
    await page.waitForFunction(() => location.hash.length > 1);
    await unfold(page);
    await page.waitForFunction(() => (document.querySelector('#state-out') as HTMLTextAreaElement).value === location.href);
    const link = await stateOut(page);
    expect(link.length).toBeLessThan(700);
    const strip = await page.locator('.strip .figures').innerText();
    await page.context().close();

    const again = await open(browser, link);
    await settled(again.page);
    await again.page.waitForFunction(() => document.querySelector('section.compare table'));
    await again.page.waitForFunction((s) => (document.querySelector('.strip .figures') as HTMLElement).innerText === s, strip);
    await unfold(again.page);
    await again.page.waitForFunction((l) => (document.querySelector('#state-out') as HTMLTextAreaElement).value === l, link);
    await again.page.context().close();

    const other = await open(browser, host.address);
    await settled(other.page);
    await other.page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
    await other.page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '40', RATE);
    await other.page.context().close();
  });

  test('a damaged or hostile state is refused with words and nothing of it becomes markup', async () => {
    const { page, faults } = await open(browser, `${host.address}#s=q1YqU7IyrlayUiotTi0qVrJSSq1QslJKySxO`);
    await settled(page);
    expect(await page.locator('[data-told=refusal]').innerText()).toContain('damaged or cut short');
    expect(await figure(page, 'leeway')).toContain('1.2%');
    await unfold(page);
    const take = async (text: string) => {
      await page.locator('#state-in').fill(text);
      await page.getByRole('button', { name: 'Take it' }).click();
    };
    await take('<img src=x onerror="window.pwned=1">');
    await page.waitForFunction(() => document.querySelector('[data-told=refusal]')?.textContent?.includes('characters that no state has'));
    await take(await stateOf('economy = "CAN"\nimport = "x"'));
    await page.waitForFunction(() => document.querySelector('[data-told=refusal]')?.textContent?.includes('no key of a question'));
    await take(await stateOf('economy = "CAN"\nthreat = "refuse <img src=x onerror=window.pwned=1>"'));
    await page.waitForFunction(() => document.querySelector('[data-told=error]')?.textContent?.includes('<b>no such</b> measure'));
    expect(await page.locator('[data-told=error]').innerText()).toContain('(in the economy)');
    expect(await page.locator('[data-told=error]').innerText()).toContain('did you mean "a"?');
    expect(await page.evaluate(() => [document.querySelector('main img, .controls img'), (window as { pwned?: number }).pwned])).toEqual([null, undefined]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a saved copy opens with its state and its answer, also without scripts', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await setRate(page, 40);
    await settled(page, 'Filling');
    await settled(page);
    await unfold(page);
    const strip = await page.locator('.strip .figures').innerText();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save a copy' }).click()]);
    expect(download.suggestedFilename()).toBe('leeway-CAN-2026-01-24.html');
    const copy = `${scratch}/copy.html`;
    await download.saveAs(copy);
    await page.context().close();

    const again = await open(browser, pathToFileURL(copy).href);
    await settled(again.page);
    expect(await again.page.locator('.strip .figures').innerText()).toBe(strip);
    expect(await again.page.locator(RATE).inputValue()).toBe('40');
    await again.page.getByRole('button', { name: 'Reset' }).click();
    await again.page.waitForFunction((id) => (document.querySelector(id) as HTMLInputElement).value === '100', RATE);
    expect(again.faults).toEqual([]);
    await again.page.context().close();

    // Its controls are there before any engine is.
    const waiting = `${scratch}/waiting.html`;
    writeFileSync(waiting, readFileSync(copy, 'utf8').replace(/(<script[^>]* id="leeway-glue">)/, '$1for (;;);'));
    const early = await open(browser, pathToFileURL(waiting).href);
    expect(await early.page.locator(RATE).inputValue()).toBe('40');
    expect(await early.page.locator(RATE).isDisabled()).toBe(true);
    await early.page.context().close();

    const still = await open(browser, pathToFileURL(copy).href, { javaScriptEnabled: false });
    expect(await still.page.locator('main h1').innerText()).toBe(brief.headline);
    expect(await still.page.locator('#leeway').count()).toBe(1);
    expect(await still.page.locator('input[type=range], .strip').count()).toBe(0);
    await still.page.context().close();
    // A copy of a copy is as large as the copy: nothing piles up.
    const size = readFileSync(copy).length;
    const third = await open(browser, pathToFileURL(copy).href);
    await settled(third.page);
    await unfold(third.page);
    const [next] = await Promise.all([third.page.waitForEvent('download'), third.page.getByRole('button', { name: 'Save a copy' }).click()]);
    const nextCopy = `${scratch}/copy-of-copy.html`;
    await next.saveAs(nextCopy);
    expect(Math.abs(readFileSync(nextCopy).length - size)).toBeLessThan(2000);
    await third.page.context().close();
  });
});

describe('a world of one’s own', () => {
  test('no data is no black, one case no range, and the page says what a reader must know', async () => {
    const own = structuredClone(brief);
    const made = 'The move (scenario "deal") is made already on 2026-01-24: giving it up takes out A.';
    own.notes = [made];
    own.range = { kind: 'sets', certified: 1, of: 1, text: 'Ranges are over 1 sets of trade elasticities, all else at the centre.' };
    for (const option of own.options) {
      option.measures = ['A'];
      option.economies = option.economies.filter((e: { id: string }) => e.id !== 'MLT');
      for (const e of option.economies) if (e.id === 'SGP') e.real_income_pct = null;
    }
    const ownFile = `${scratch}/own.html`;
    writeFileSync(ownFile, fakePage(web('dist/live.html'), own, 'own'));
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, faults } = await open(browser, pathToFileURL(ownFile).href, { colorScheme });
      await settled(page);
      const fills = await page.evaluate(() =>
        Object.fromEntries([...document.querySelectorAll<SVGElement>('main svg circle[data-id]')].map((c) => [c.dataset['id'], getComputedStyle(c).fill])));
      expect(Object.keys(fills)).not.toContain('MLT');
      expect(fills['SGP']).toContain('url(');
      expect(Object.values(fills)).not.toContain('rgb(0, 0, 0)');
      expect(await page.locator('.gauge .range, section[aria-labelledby=options] .range').count()).toBe(0);
      expect(await page.locator('main').innerText()).not.toMatch(/\(range\)|over 1 sets/);
      expect(await page.locator('section[aria-labelledby=options] [data-note]').innerText()).toBe(made);
      await unfold(page);
      expect(await page.locator('[data-told=own-world]').innerText()).toContain('put the folder of your world after --world');
      expect(await page.locator('#control-ready option').allInnerTexts()).toEqual(['Choose …', 'Canada and China']);
      expect(await page.locator('.controls summary', { hasText: 'Numbers of the answer' }).count()).toBe(0);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });
});

describe('an engine that goes wrong', () => {
  const type = async (page: Page, threat: string) => {
    await unfold(page);
    await page.locator('#control-threat').fill(threat);
    await page.keyboard.press('Tab');
  };

  test('one that hangs is stopped after 30 seconds, and the next question is answered', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await page.clock.install();
    await type(page, 'hang');
    await page.clock.runFor(1000);
    expect(await page.locator('.strip .state').textContent()).toContain('Working');
    await page.clock.runFor(31_000);
    expect(await page.locator('[data-refused=threat]').innerText()).toContain('no answer within 30 seconds');
    await type(page, 'US-THREAT');
    await page.clock.resume();
    await settled(page);
    expect(await page.locator('[data-refused]').count()).toBe(0);
    await page.context().close();
  });

  test('one that breaks off says why and is opened anew', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await type(page, 'break');
    await page.waitForFunction(() => document.querySelector('[data-refused=threat]')?.textContent?.includes('out of memory'));
    await page.getByRole('button', { name: 'let it go' }).click();
    expect(await page.locator('#control-threat').inputValue()).toBe('US-THREAT');
    await type(page, 'US-OTHER');
    await page.waitForFunction(() => (document.querySelector('#out-question') as HTMLTextAreaElement).value.includes('US-OTHER'));
    await settled(page);
    await page.context().close();
  });

  test('what is not certified shows no figure', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await type(page, 'uncertified');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('no certified answer'));
    expect(await page.locator('[data-figure]').count()).toBe(0);
    expect(await page.locator('main table, main svg').count()).toBe(0);
    await page.context().close();
  });
});

describe('out of the page', () => {
  test('tables, pictures, the question and the citation', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await unfold(page);
    const save = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
      const path = `${scratch}/${download.suggestedFilename()}`;
      await download.saveAs(path);
      return readFileSync(path);
    };
    const economies = (await save('[data-csv=economies]')).toString();
    expect(economies.split('\r\n')).toHaveLength(1 + 4 * 81 + 1);
    for (const name of ['leeway', 'options', 'map']) {
      const title = { leeway: 'The leeway', options: 'The options', map: 'The map' }[name];
      expect((await save(`[aria-label="${title} as SVG"]`)).toString()).toMatch(/^<svg .*<\/svg>$/s);
      const png = await save(`[aria-label="${title} as PNG"]`);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(png.readUInt32BE(16)).toBe(1920);
    }
    expect(await page.locator('#out-citation').inputValue()).toContain(brief.run_id);
    expect((await save('text=Save the question')).toString()).toContain('economy = "CAN"');
    await page.context().close();
  });

  test.each([['leeway', 'h2#leeway'], ['options', 'h2#options'], ['map', 'svg[role=img]']])('?embed=%s shows it alone', async (name, what) => {
    const { page, faults } = await open(browser, `${address}?embed=${name}`, { viewport: { width: 600, height: 500 } });
    await page.locator(what).waitFor();
    expect(await page.locator('h2').count()).toBe(1);
    expect(await page.locator('.controls, .strip, h1').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('everyone', () => {
  test.each([320, 768, 1280])('at %d px nothing is wider than the screen, light and dark, and axe finds nothing', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(browser, address, { viewport: { width, height: 900 }, colorScheme });
      await settled(page);
      await page.screenshot({ path: `${scratch}/${width}-${colorScheme}.png` });
      await unfold(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.screenshot({ path: `${scratch}/${width}-${colorScheme}-open.png` });
      await page.context().close();
    }
  });

  test('the keyboard alone reaches every control, and shows where it is', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the answer');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('answer');
    await unfold(page);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const all = await page.evaluate(() => document.querySelectorAll('.controls :is(input, select, textarea, button, summary):not(:disabled, datalist *)').length);
    await page.locator('.panel > summary').focus();
    let seen = 0;
    for (let i = 0; i < all + 5; ++i) {
      const at = await page.evaluate(() => {
        const e = document.activeElement as HTMLElement;
        return { inside: Boolean(e.closest('.controls')), outline: getComputedStyle(e).outlineStyle, what: e.outerHTML.slice(0, 80) };
      });
      if (!at.inside) break;
      ++seen;
      expect(at.outline, at.what).not.toBe('none');
      await page.keyboard.press('Tab');
    }
    // A date box is one control with several stops.
    expect(seen).toBeGreaterThanOrEqual(all);
    await page.context().close();
  });

  test('a number of the sentence leads to its control, a word of the field to its meaning', async () => {
    const { page } = await open(browser, address, { viewport: { width: 400, height: 800 } });
    await settled(page);
    await page.locator('.asked button', { hasText: '100%' }).click();
    await page.waitForFunction((id) => document.activeElement?.matches(id), RATE);
    await page.locator('.asked button', { hasText: 'January' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'control-day');
    const meaning = page.locator('main [popover]', { hasText: 'sum of money' });
    expect(await meaning.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Equivalent variation' }).first().click();
    expect(await meaning.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await meaning.isVisible()).toBe(false);
    await page.context().close();
  });

  test('the settled headline is read out, and nothing turns for who wants no motion', async () => {
    const { page } = await open(browser, address, { reducedMotion: 'reduce' });
    await settled(page);
    await setRate(page, 50);
    await page.waitForFunction((h) => document.querySelector('[aria-live=polite]')?.textContent === h, brief.headline);
    await unfold(page);
    await page.locator('#control-threat').fill('hang');
    await page.keyboard.press('Tab');
    await page.locator('.spinner').waitFor({ state: 'attached' });
    const spinner = await page.evaluate(() => getComputedStyle(document.querySelector('.spinner')!).animationName);
    expect(spinner).not.toContain('turn');
    await page.context().close();
  });

  test('on paper there are no controls', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    for (const what of ['.controls', '.strip', '.asked', '.words']) expect(await page.locator(what).isVisible(), what).toBe(false);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.screenshot({ path: `${scratch}/print.png` });
    await page.context().close();
  });
});
