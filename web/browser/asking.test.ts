import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakePage } from './fake.mjs';
import { accessibilityFindings, launch, open, scratch, settled, stateOf, unfold, web } from './support';

// What can be asked beyond moving a number, around the engine of page.test.ts.
const brief = JSON.parse(readFileSync(web('sample/brief.sample.json'), 'utf8'));
const file = `${scratch}/fake-asking.html`;
const address = pathToFileURL(file).href;

let browser: Browser;

beforeAll(async () => {
  writeFileSync(file, fakePage(web('dist/live.html'), brief));
  browser = await launch();
});
afterAll(() => browser?.close());

describe('a Measure put together from choices', () => {
  test('stands in the box as it is chosen, can be corrected there, and is added as a typed one is', async () => {
    const { page, faults } = await open(browser, address);
    await settled(page);
    await unfold(page);
    const box = page.locator('#control-add');
    const says = (line: string) => page.waitForFunction((l) => (document.querySelector('#control-add') as HTMLInputElement).value === l, line);
    await says('USA on CAN: tariff 25% on goods');
    await page.locator('#measure-size-rate').fill('12.5');
    await says('USA on CAN: tariff 12.5% on goods');
    await page.getByLabel('Goods: type to search').fill('Battery electric cars');
    await says('USA on CAN: tariff 12.5% on product:bev');
    await page.getByLabel('On whom').selectOption('*');
    await page.getByLabel('Who acts').selectOption('EU27');
    await page.getByLabel('In force from').fill('2027-01-01');
    await says('EU27 on *: tariff 12.5% on product:bev, effective 2027-01-01');
    await page.getByLabel('What it is').selectOption('quota');
    const add = page.getByRole('button', { name: 'Add this measure' });
    expect(await add.isDisabled()).toBe(true);
    expect(await page.locator('form [role=status]').innerText()).toContain('Give a number: amount a year at the low duty');
    expect(await box.inputValue()).toBe('');
    await page.getByLabel('Amount a year at the low duty', { exact: true }).fill('49000');
    await page.getByLabel('Duty within it').fill('6.1');
    await page.getByLabel('Duty beyond it').fill('106.1');
    await says('EU27 on *: quota 49000 units/year of product:bev at 6.1% then 106.1%, effective 2027-01-01');
    await page.getByLabel('Amount a year at the low duty, unit').selectOption('% of base');
    await says('EU27 on *: quota 49000% of base of product:bev at 6.1% then 106.1%, effective 2027-01-01');
    // What is corrected by hand is what is added.
    await box.fill('EU27 on USA: quota 49000 units/year of product:bev at 6.1% then 106.1%');
    await add.click();
    await page.getByRole('button', { name: 'Take out EU27 on USA: quota 49000 units/year of product:bev at 6.1% then 106.1%' }).waitFor();
    expect(await box.inputValue()).toBe('');
    expect(await page.locator('#out-question').inputValue()).toContain('add = ["EU27 on USA: quota 49000 units/year of product:bev at 6.1% then 106.1%"]');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('by the keyboard alone', async () => {
    const { page } = await open(browser, address, { viewport: { width: 320, height: 900 } });
    await settled(page);
    await unfold(page);
    await page.getByLabel('Who acts').focus();
    await page.keyboard.type('Korea');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Subsidy');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('C29');
    await page.keyboard.press('Tab');
    await page.keyboard.type('10');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Take out KOR: subsidy 10% on C29' }).waitFor();
    await page.context().close();
  });
});

describe('tariff lines', () => {
  test('are refused with the reason and the way to their answer', async () => {
    const { page } = await open(browser, address);
    await settled(page);
    await unfold(page);
    await page.locator('#control-add').fill('USA on CAN: tariff 10% on hs:8703.80');
    await page.locator('#control-add').press('Enter');
    const refused = page.locator('[data-refused=add]');
    await refused.waitFor();
    const told = await refused.innerText();
    expect(told).toContain('Tariff lines (hs:8703.80) are not in this page');
    expect(told).toContain('leeway brief question.toml');
    expect(told).not.toContain('concordance');
    await page.locator('#state-in').fill(await stateOf('economy = "CAN"\nas_of = 2026-01-24\nthreat = "USA on CAN: tariff 10% on hs:8708"\n'));
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.locator('[data-told=error]').waitFor();
    expect(await page.locator('[data-told=error]').innerText()).toContain('Tariff lines (hs:8708)');
    await page.context().close();
  });
});

describe('the threat, played out', () => {
  test('a figure opens its option and tells its range; by keyboard too', async () => {
    const { page, faults } = await open(browser, address);
    await settled(page);
    const section = page.locator('section:has(> h2#played)');
    const keep = section.locator('[data-outcome=keep] button').first();
    expect(await keep.getAttribute('aria-pressed')).toBe('false');
    await keep.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => (document.querySelector('[name=option-map][value=keep]') as HTMLInputElement).checked);
    expect(await page.locator('[name=option-sectors][value=keep]').isChecked()).toBe(true);
    expect(await keep.getAttribute('aria-pressed')).toBe('true');
    const told = await section.locator('[role=status]').innerText();
    expect(told).toMatch(/^Canada, “Keep the deal, no punishment”: \+\d+ USD million \(\+\d+ to \+\d+; \+0\.013% of real income\)/);
    expect(await section.locator('.end').innerText()).toContain('it ends here in 5 of 6 cases');
    expect(faults).toEqual([]);
    // The option shown is part of the state, as one that was picked above the map is.
    await page.waitForFunction(() => history.state.position === 1);
    await page.context().close();
  });

  test('the static brief has the same, and the draws', async () => {
    const still = `${scratch}/static.html`;
    writeFileSync(still, readFileSync(web('dist/brief.html'), 'utf8').replace('__LEEWAY_DATA__', () => JSON.stringify(brief).replaceAll('<', '\\u003c')));
    const { page, faults } = await open(browser, pathToFileURL(still).href, { viewport: { width: 320, height: 800 } });
    await page.locator('[data-outcome=drop] button').last().click();
    expect(await page.locator('[name=option-map][value=drop]').isChecked()).toBe(true);
    expect(await page.locator('[data-drawn] svg[role=img]').count()).toBe(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the map of leeway', () => {
  const section = 'section:has(> h2#each)';
  const threat = '#each-threat';
  async function opened(options: Parameters<typeof open>[2] = {}) {
    const it = await open(browser, address, options);
    await settled(it.page);
    return it;
  }
  const ask = (page: Page) => page.getByRole('button', { name: 'Ask it of every economy' }).click();
  async function asked(options: Parameters<typeof open>[2] = {}) {
    const it = await opened(options);
    await ask(it.page);
    await it.page.locator('[data-each=CAN]').waitFor();
    return it;
  }

  test('is asked of what the page asks, by a click alone, and tells every economy in words', async () => {
    const { page, faults, requests } = await opened();
    expect(await page.locator(threat).inputValue()).toBe('USA on {it}: tariff 100% on goods');
    expect(await page.locator('#each-deal').inputValue()).toBe('{it} with CHN: pact 50%');
    expect(await page.locator('[data-each]').count()).toBe(0);
    await page.locator('#each-rate').fill('25');
    await page.getByLabel('With whom the deal is').selectOption('KOR');
    await page.getByLabel('Duties that the deal cuts').fill('40');
    expect(await page.locator(threat).inputValue()).toBe('USA on {it}: tariff 25% on goods');
    expect(await page.locator('#each-deal').inputValue()).toBe('{it} with KOR: pact 40%');
    await ask(page);
    await page.locator('[data-each=CAN]').waitFor();
    const names = async () => (await page.locator('[data-each] th').allInnerTexts()).join(' ');
    expect(await names()).toBe('Nigeria Mexico Canada Korea Atlantis Malta Morocco Russia Japan');
    await page.getByRole('button', { name: 'Loss if punished' }).click();
    expect(await names()).toBe('Russia Morocco Malta Atlantis Nigeria Korea Canada Mexico Japan');
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('Loss if punished, USD million');
    const words = await page.locator(section).innerText();
    for (const told of ['Canada has the least room.', 'Put to 9 economies.', 'does not pay even unpunished', 'no certified answer: the <b>iteration</b> did not converge', 'United States (it would threaten itself)',
      'Not on the map, but in the table: Atlantis', "leeway room --each --threat 'USA on {it}: tariff 25% on goods'", 'map-run']) expect(words).toContain(told);
    expect(await page.locator(`${section} path.place.room-1[data-id=CAN], ${section} path.place.threatens[data-id=USA], ${section} path.place.none[data-id=JPN]`).count()).toBeGreaterThan(2);
    // A pattern is drawn where a class is no size.
    const fill = await page.locator(`${section} path.never[data-id=NGA]`).evaluate((e) => getComputedStyle(e).fill);
    expect(fill).toMatch(/^url\("#.*never"\)$/);
    await page.locator(`${section} path[data-id=MEX]`).hover();
    expect(await page.locator(`${section} .tip`).innerText()).toContain('not identified or too small to tell');
    expect([faults, requests]).toEqual([[], []]);
    await page.context().close();
  });

  test('an economy puts its question to the page, from the table and from the map, and the map stays', async () => {
    const { page } = await asked();
    await page.getByRole('button', { name: 'Put this question to the page for Korea' }).click();
    const question = () => page.locator('#out-question').inputValue();
    await page.getByText('The page now asks this about Korea.').waitFor();
    expect(await question()).toContain('economy = "KOR"\nas_of = 2026-01-24\nthreat = "USA on KOR: tariff 100% on goods"\ndeal = ["KOR with CHN: pact 50%"]');
    expect(await page.locator('[data-told=each-stale]').count()).toBe(0);
    await page.locator(`${section} path[data-id=MEX]`).first().click();
    await page.getByText('The page now asks this about Mexico.').waitFor();
    expect(await question()).toContain('economy = "MEX"');
    // Who threatens, and who has no answer, has no question to put.
    for (const id of ['USA', 'JPN']) await page.locator(`${section} path[data-id=${id}]`).first().dispatchEvent('click');
    expect(await page.locator(`${section} [role=status]`).last().innerText()).toContain('Mexico');
    expect(await question()).toContain('economy = "MEX"');
    await page.getByRole('button', { name: 'Go to the answer' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('answer');
    // Once the page asks otherwise it is about nobody of the map.
    await page.locator('#control-elasticity_scale').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('The page now asks this about Mexico.').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('is dimmed when the page or the form asks otherwise, and says of what it is', async () => {
    const { page } = await asked();
    const earlier = page.locator('[data-told=each-stale]');
    await page.locator('#control-horizon').focus();
    await page.keyboard.press('ArrowLeft');
    await earlier.waitFor();
    expect(await earlier.innerText()).toContain('earlier question: USA on {it}: tariff 100% on goods; {it} with CHN: pact 50%; 24 January 2026.');
    expect(await page.locator(`${section} .dimmed svg[role=img]`).count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await earlier.waitFor({ state: 'detached' });
    await page.locator(threat).fill('CHN on {it}: tariff 10% on goods');
    await earlier.waitFor();
    await page.locator('#each-rate').fill('100');
    await earlier.waitFor({ state: 'detached' });
    // What is not in a map is said, whether the engine or the page knows of it.
    await unfold(page);
    await page.locator('[data-measure="US-STEEL"]').uncheck();
    await page.locator('[data-told=left-aside]').waitFor();
    expect(await page.locator('[data-told=left-aside]').innerText()).toContain('policy on record');
    await ask(page);
    await page.getByText('What was added is not in it.').waitFor();
    await page.context().close();
  });

  test('while it runs the page goes on; it can be stopped, and is after 120 seconds', async () => {
    const { page } = await opened();
    await page.clock.install();
    await page.locator(threat).fill('USA on {it}: hang');
    await ask(page);
    await page.getByText('Solved 3 of 16.').waitFor();
    expect(await page.locator('progress').evaluate((e: HTMLProgressElement) => [e.value, e.max])).toEqual([3, 16]);
    await page.locator('#control-US-THREAT-rate').fill('50');
    await page.clock.runFor(3000);
    await settled(page);
    await page.getByText('Solved 3 of 16.').waitFor();
    await page.getByRole('button', { name: 'Stop' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Ask it of every economy');
    const told = page.locator('[data-told=each]');
    await told.waitFor();
    expect(await told.innerText()).toBe('Stopped.');
    expect(await page.locator('progress').count()).toBe(0);
    await ask(page);
    await page.getByText('Solved 3 of 16.').waitFor();
    await page.clock.runFor(121_000);
    await told.waitFor();
    expect(await told.innerText()).toContain('no answer within 120 seconds');
    await page.context().close();
  });

  test('a refusal keeps the map that was there, and what is not certified shows no figure', async () => {
    const { page } = await asked();
    await page.locator(threat).fill('USA on CAN: tariff 25% on goods');
    await ask(page);
    const told = page.locator('[data-told=each]');
    await told.waitFor();
    expect(await told.innerText()).toContain('where each economy stands in it (in the threat)');
    expect(await told.innerText()).toContain('such as "USA on {it}: tariff 25% on goods"');
    expect(await page.locator('[data-each]').count()).toBe(9);
    await page.locator('#each-deal').fill(' ');
    await ask(page);
    await page.getByText('The deal of each is missing').waitFor();
    expect(await page.locator('#each-deal').inputValue()).toBe(' ');
    await page.locator('#each-deal').fill('{it} with CHN: pact 50%');
    await page.locator(threat).fill('USA on {it}: uncertified');
    await ask(page);
    await page.locator('[data-told=each-uncertified]').waitFor();
    expect(await page.locator(`[data-each], ${section} svg`).count()).toBe(0);
    await page.context().close();
  });

  test('out of the page', async () => {
    const { page } = await asked();
    const save = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      const path = `${scratch}/${download.suggestedFilename()}`;
      await download.saveAs(path);
      return readFileSync(path);
    };
    const lines = (await save('The map as CSV')).toString().trimEnd().split('\r\n');
    expect(lines).toHaveLength(10);
    expect(lines[1]).toContain('CAN,Canada,room,0.016,250,21100');
    expect((await save('The map as SVG')).toString()).toMatch(/^<svg .*Japan: no certified answer: the &lt;b&gt;iteration.*<\/svg>$/s);
    expect((await save('The map as PNG')).subarray(1, 4).toString()).toBe('PNG');
    await page.context().close();
  });

  test.each([320, 1280])('at %d px nothing is wider than the screen, and axe finds nothing', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await asked({ viewport: { width, height: 900 }, colorScheme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.locator(section).screenshot({ path: `${scratch}/each-${width}-${colorScheme}.png` });
      await page.context().close();
    }
  }, 120_000);
});
