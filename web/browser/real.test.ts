import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { livePage } from './chromium.mjs';
import { accessibilityFindings, launch, open, scratch, settled, stateOf, unfold } from './support';

// The page around the real engine, beside the command line on the same question. LEEWAY_LIVE_PAGE is a page that the
// program wrote of the threat canada-china, LEEWAY_BIN the program.
const address = pathToFileURL(livePage()).href;
const program = process.env['LEEWAY_BIN'];
if (!program) throw new Error('name the program in LEEWAY_BIN (./dev live-test does)');

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

async function opened() {
  const it = await open(browser, address, { offline: true });
  await settled(it.page);
  await unfold(it.page);
  return it;
}

async function table(page: Page, name: string): Promise<Record<string, string>[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-csv=${name}]`).click()]);
  const path = `${scratch}/real-${name}.csv`;
  await download.saveAs(path);
  const [head, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\r\n').map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  return rows.map((row) => Object.fromEntries(head!.map((column, i) => [column, row[i] ?? ''])));
}

function ask(question: string) {
  const file = `${scratch}/question.toml`;
  writeFileSync(file, question);
  return JSON.parse(execFileSync(program!, ['brief', file, '--range', 'sets', '--json'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

// Figures in USD million agree to a dollar: the two were built by different compilers, which round differently.
const near = (a: number, b: number, what: string, most = 1e-6) =>
  expect(Math.abs(a - b), `${what}: ${a} and ${b}`).toBeLessThanOrEqual(most + 1e-9 * Math.abs(b));

// The answer on the page, with its range, is that of the program for the question that the page hands out.
async function sameAsProgram(page: Page) {
  await settled(page);
  const question = await page.locator('#out-question').inputValue();
  const brief = ask(question);
  expect(await page.locator('#out-citation').inputValue(), question).toContain(brief.run_id);
  expect(await page.locator('main h1').innerText()).toBe(brief.headline);
  if (brief.leeway) {
    const [leeway] = await table(page, 'leeway');
    for (const key of ['p_star', 'low', 'high', 'gain_musd', 'loss_musd']) {
      if (brief.leeway[key] !== null) near(Number(leeway![key]), brief.leeway[key], `${key} of ${question}`, key.endsWith('musd') ? 1e-6 : 1e-9);
      else expect(leeway![key]).toBe('');
    }
  }
  if (brief.played) {
    const outcomes = await table(page, 'outcomes');
    for (const { option, payoffs } of brief.played.outcomes) {
      brief.played.players.forEach(({ id }: { id: string }, i: number) => {
        const row = outcomes.find((r) => r['option'] === option && r['player'] === id);
        near(Number(row?.['musd']), payoffs[i].musd, `${id} in ${option} of ${question}`);
      });
    }
    const told = await page.locator('section:has(> h2#played)').innerText();
    for (const words of [brief.played.words, brief.played.caveat, ...brief.played.choices.map((c: { words: string }) => c.words)]) expect(told).toContain(words);
    expect(await page.locator('tr.end').getAttribute('data-outcome')).toBe(brief.played.ends_in);
  }
  const economies = await table(page, 'economies');
  for (const option of brief.options) {
    for (const e of option.economies) {
      if (e.ev_musd === null) continue;
      const row = economies.find((r) => r['option'] === option.id && r['id'] === e.id);
      near(Number(row?.['ev_musd']), e.ev_musd, `${e.id} under ${option.id} of ${question}`);
    }
  }
}

describe('the page and the program say the same', () => {
  test('opened with the network cut, nothing asked of it', async () => {
    const { page, requests, faults } = await opened();
    expect(requests).toEqual([]);
    expect(faults).toEqual([]);
    const question = await page.locator('#out-question').inputValue();
    expect(question).toContain('threat = "US-2026-CA-THREAT"');
    expect(await page.locator('#out-command').inputValue()).toContain('leeway brief');
    await page.context().close();
  });

  const controls: [string, (page: Page) => Promise<void>][] = [
    ['the punishing rate', async (page) => page.locator('#control-US-2026-CA-THREAT-rate').fill('50')],
    ['a Measure taken out', async (page) => page.locator('[data-measure="CA-2024-EV"]').uncheck()],
    ['a part of the move left out', async (page) => {
      await page.waitForFunction(() => document.querySelector('[data-part]'));
      await page.locator('[data-part="CN-CANOLA-SEED-15"]').uncheck();
    }],
    ['a Measure added', async (page) => {
      await page.locator('#control-add').fill('USA on CAN: tariff 10% on C29');
      await page.locator('#control-add').press('Enter');
    }],
    ['a Measure put together from choices', async (page) => {
      await page.getByLabel('What it is').selectOption('quota');
      await page.getByLabel('Who acts').selectOption('CAN');
      await page.getByLabel('On whom').selectOption('KOR');
      await page.getByLabel('Goods: type to search').fill('product:bev');
      await page.getByLabel('Amount a year at the low duty', { exact: true }).fill('10000');
      await page.getByLabel('Duty within it').fill('6.1');
      await page.getByLabel('Duty beyond it').fill('106.1');
      await page.getByRole('button', { name: 'Add this measure' }).click();
      await page.getByRole('button', { name: 'Take out CAN on KOR: quota 10000 units/year of product:bev at 6.1% then 106.1%' }).waitFor({ timeout: 60_000 });
    }],
    ['the day', async (page) => {
      await page.getByLabel('The day, as a date').fill('2026-01-30');
      await page.getByLabel('The day, as a date').press('Tab');
    }],
    ['the elasticities', async (page) => void (await page.locator('#control-elasticities').selectOption('CP'))],
    ['the elasticities, all of them', async (page) => page.locator('#control-elasticity_scale').fill('0.8')],
    ['the closure', async (page) => void (await page.locator('#control-closure').selectOption('balanced'))],
    ['the horizon', async (page) => page.locator('#control-horizon').fill('5')],
    ['the mobility of factors', async (page) => void (await page.locator('#control-supply').selectOption('high'))],
    ['another ready threat', async (page) => void (await page.locator('#control-ready').selectOption('korea-investment'))],
    ['a threat that was typed, on another economy', async (page) => {
      await page.locator('#control-economy').selectOption('DEU');
      await page.locator('#control-threat').fill('USA on DEU: tariff 30% on C29');
      await page.locator('#control-threat').press('Tab');
      await page.locator('#control-deal').fill('DEU with CHN: pact 50%');
      await page.locator('#control-deal').press('Tab');
    }],
  ];
  test.each(controls)('%s', async (_, move) => {
    const { page, faults } = await opened();
    const before = await page.locator('#out-citation').inputValue();
    await move(page);
    await page.waitForFunction((b) => (document.querySelector('#out-citation') as HTMLTextAreaElement).value !== b, before, { timeout: 90_000 });
    await sameAsProgram(page);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 240_000);

  test('and back: Reset is the brief of the file, a link gives the same figures', async () => {
    const { page } = await opened();
    const strip = () => page.locator('.strip .figures').innerText();
    const first = await strip();
    await page.locator('#control-US-2026-CA-THREAT-rate').fill('25');
    await page.waitForFunction((f) => (document.querySelector('.strip .figures') as HTMLElement).innerText !== f, first);
    await settled(page);
    const moved = await strip();
    await page.waitForFunction(() => history.state.position === 1);
    const state = await page.locator('#state-out').inputValue();
    expect(state.length).toBeLessThan(500);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.waitForFunction((f) => (document.querySelector('.strip .figures') as HTMLElement).innerText === f, first);
    await page.context().close();
    const again = await opened();
    await again.page.locator('#state-in').fill(state);
    await again.page.getByRole('button', { name: 'Take it' }).click();
    await again.page.waitForFunction((m) => (document.querySelector('.strip .figures') as HTMLElement).innerText === m, moved, { timeout: 90_000 });
    await again.page.context().close();
  }, 120_000);

  test('a line that is no Measure stays in its box, with what is allowed', async () => {
    const { page } = await opened();
    await page.locator('#control-add').fill('USA on CAN: tarif 10% on C29');
    await page.locator('#control-add').press('Enter');
    await page.locator('[data-refused=add]').waitFor();
    const told = await page.locator('[data-refused=add]').innerText();
    expect(told).toContain('tarif');
    expect(told).toContain('tariff');
    expect(told).toContain('(in the measures that were added)');
    await page.locator('#control-add').fill('USA on CAN: tariff 10% on C29');
    await page.locator('#control-add').press('Enter');
    await page.getByRole('button', { name: 'Take out USA on CAN: tariff 10% on C29' }).waitFor();
    await settled(page);
    expect(await page.locator('[data-refused], [data-told=error]').count()).toBe(0);
    await page.context().close();
  });

  test('tariff lines are refused with the way to their answer', async () => {
    const { page } = await opened();
    await page.locator('#control-add').fill('USA on CAN: tariff 10% on hs:8703.80');
    await page.locator('#control-add').press('Enter');
    await page.locator('[data-refused=add]').waitFor();
    const told = await page.locator('[data-refused=add]').innerText();
    expect(told).toContain('Tariff lines (hs:8703.80) are not in this page');
    expect(told).toContain('leeway brief question.toml');
    await page.context().close();
  });

  test('every instrument that can be chosen is one that the engine reads', async () => {
    const { page } = await opened();
    const sizes: Record<string, string[]> = {
      tariff: ['25'], quota: ['10000', '6.1', '106.1'], 'import-quota': ['10000'], 'import-ban': ['10'], 'price-floor': ['30000'], barrier: ['30'], boycott: ['10'],
      purchases: ['1'], 'export-quota': ['10000'], 'export-ban': ['10'], 'export-tax': ['5'], licence: ['50'], subsidy: ['10'], pact: ['50'], transfer: ['1', '10'],
    };
    expect(await page.locator('#measure-instrument option').evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value))).toEqual(Object.keys(sizes));
    await page.getByLabel('Who acts').selectOption('JPN');
    await page.getByLabel('On whom').selectOption('KOR');
    await page.getByLabel('Goods: type to search').fill('product:bev');
    for (const [instrument, numbers] of Object.entries(sizes)) {
      await page.getByLabel('What it is').selectOption(instrument);
      const boxes = page.locator('.choices input[type=number]');
      for (const [i, number] of numbers.entries()) await boxes.nth(i).fill(number);
      const line = await page.locator('#control-add').inputValue();
      await page.getByRole('button', { name: 'Add this measure' }).click();
      // Taken, or not a fault of its writing.
      await page.waitForFunction((l) => document.querySelector('[data-refused=add]') || document.querySelector(`[aria-label="Take out ${l}"]`), line, { timeout: 60_000 });
      expect(await page.locator('[data-refused=add]').allInnerTexts(), line).toEqual([]);
      await page.getByRole('button', { name: `Take out ${line}` }).click();
    }
    await page.context().close();
  }, 240_000);

  test('the map of leeway is that of the program, and an economy of it is what the page then says', async () => {
    const { page, faults } = await opened();
    await page.locator('#each-rate').fill('25');
    expect(await page.locator('#each-threat').inputValue()).toBe('USA on {it}: tariff 25% on goods');
    expect(await page.locator('#each-deal').inputValue()).toBe('{it} with CHN: pact 50%');
    await page.getByRole('button', { name: 'Ask it of every economy' }).click();
    await page.getByText(/^Solved \d+ of \d+\.$/).waitFor({ timeout: 60_000 });
    await page.locator('[data-each=KOR]').waitFor({ timeout: 130_000 });
    const section = page.locator('section:has(> h2#each)');
    const words = await section.innerText();
    const command = /leeway (room --each .*)\. Run ([0-9a-f]{32})/.exec(words)!;
    const args = [...command[1]!.matchAll(/'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2]!);
    const report = JSON.parse(execFileSync(program!, [...args, '--json'], { encoding: 'utf8', maxBuffer: 1 << 27 }));
    expect(command[2]).toBe(report.run_id);
    expect(words).toContain(report.headline);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'The map as CSV' }).click()]);
    const path = `${scratch}/real-map.csv`;
    await download.saveAs(path);
    const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    const [at, gain] = ['p_star', 'gain_musd'].map((name) => head!.split(',').indexOf(name));
    const rows = new Map(lines.map((l) => [l.slice(0, 3), l.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)]));
    const told = report.tables.find((t: { id: string }) => t.id === 'leeway_of_each').rows as (string | number)[][];
    expect(rows.size).toBe(told.length);
    for (const [id, , p, g] of told) {
      near(Number(rows.get(String(id))![at!]), Number(p), `leeway of ${id}`, 1e-9);
      near(Number(rows.get(String(id))![gain!]), Number(g), `gain of ${id}`);
    }
    await page.getByRole('button', { name: 'Put this question to the page for Korea' }).click();
    await page.getByText('The page now asks this about Korea.').waitFor({ timeout: 60_000 });
    await settled(page);
    const [leeway] = await table(page, 'leeway');
    near(Number(leeway!['p_star']), Number(rows.get('KOR')![at!]), 'leeway of Korea', 1e-9);
    expect(await page.locator('[data-told=each-stale]').count()).toBe(0);
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 300_000);

  test('what does not certify shows no figure, only why', async () => {
    const { page } = await opened();
    const question =
      'economy = "CAN"\nas_of = 2026-01-24\nthreat = "CHN on *: export ban on goods"\ndeal = ["CAN with CHN: pact 50%"]\n\n' +
      '[options]\nhorizon = 0.25\nleast_theta = -0.2\n';
    await page.locator('#state-in').fill(await stateOf(question));
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('no certified answer'));
    expect(await page.locator('main').innerText()).toContain('a ban needs a trade elasticity above zero');
    expect(await page.locator('[data-figure], main table, main svg').count()).toBe(0);
    await page.context().close();
  });

  test('axe finds nothing in it either', async () => {
    const { page } = await opened();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.context().close();
  });
});
