import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
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
    expect(await section.locator('.end').innerText()).toContain('the play ends here');
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
