import { describe, expect, test } from 'vitest';
import { parseBrief } from '../src/lib/contract';
import { chanceAt, dayNumber, dayOf, expected, inWords, numberOf, partsOf, positionOf, scaleOf, slidable, verdict, withoutParts, written } from '../src/live/controls';
import { csv, tables } from '../src/live/csv';
import { pictures } from '../src/live/pictures';
import { sample } from './sample';

const brief = parseBrief(sample());

describe('CSV', () => {
  test('has every figure of the options in full precision', () => {
    const options = tables(brief).find((t) => t.name === 'options')!;
    const lines = csv(options).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + brief.options.length);
    expect(lines[0]!.split(',').slice(0, 4)).toEqual(['option', 'id', 'name', 'ev_musd']);
    const home = brief.options[1]!.economies.find((e) => e.id === 'CAN')!;
    expect(lines[2]!.split(',')[3]).toBe(String(home.ev_musd));
    expect(tables(brief).find((t) => t.name === 'economies')!.rows).toHaveLength(4 * 81);
  });

  test('quotes what needs it, and no cell is a formula', () => {
    const rows = [['a,b', 'say "x"', 'line\nend', null, true, -1.5, '=HYPERLINK("x")', '-1+1']];
    expect(csv({ name: 'x', title: '', columns: ['c'], rows })).toBe(
      'c\r\n"a,b","say ""x""","line\nend",,true,-1.5,"\'=HYPERLINK(""x"")",\'-1+1\r\n',
    );
  });

  test('a brief that has little to say has few tables', () => {
    const little = parseBrief({ ...sample(), leeway: null, exposure: null, options: [], ledger: [], rents: [] });
    expect(tables(little).map((t) => t.name)).not.toContain('leeway');
    for (const t of tables(brief)) for (const row of t.rows) expect(row, t.name).toHaveLength(t.columns.length);
  });
});

describe('pictures', () => {
  test.each(pictures.map((p) => [p.name, p] as const))('%s is SVG with its source and no markup of the brief’s', (_, picture) => {
    const hostile = { ...brief, headline: '<script>alert(1)</script> & more', economy: { ...brief.economy, name: '"><x' } };
    const svg = picture.draw(hostile, 'punished');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="960" height="\d/);
    expect(svg).toContain(brief.run_id);
    expect(svg).not.toMatch(/<script|<x|NaN|undefined/);
  });

  test('a brief without a leeway says so', () => {
    expect(pictures[0]!.draw({ ...brief, leeway: null }, null)).toContain('No leeway to draw');
  });
});

describe('controls', () => {
  const handle = { measure: 'A', title: '', role: 'threat' as const, term: 'rate', value: 1, text: '1', unit: '', low: 0, high: 2 };

  test('what the move has too is no number of the answer to the punishment', () => {
    const handles = (['threat', 'deal', 'retaliation'] as const).flatMap((role) => ['A', 'B', 'C'].map((measure) => ({ ...handle, role, measure })));
    const told = { move_parts: [{ measure: 'A', title: '', lifted: true, musd: 1 }], options: brief.options.map((o) => ({ ...o, measures: o.id === 'keep' ? ['B'] : ['C'] })) };
    const left = withoutParts(handles, new Set(partsOf(told))).map((h) => `${h.role} ${h.measure}`);
    expect(left.filter((name) => name.startsWith('retaliation'))).toEqual(['retaliation C']);
    expect(left).toHaveLength(7);
  });

  test('rates are shown in percent and written as decimals, amounts keep their unit', () => {
    const rate = scaleOf(handle, 0, 2);
    expect(rate).toMatchObject({ suffix: '%', factor: 100 });
    expect(written(37.5, handle, rate)).toBe(0.375);
    expect(written(5.9, handle, rate)).toBe(0.059);
    const limit = { ...handle, term: 'quota', text: '49000 units/year', unit: 'units', value: 67134 };
    const quota = scaleOf(limit, 0, 98000);
    expect(quota).toMatchObject({ suffix: 'units', factor: 1, step: 250 });
    expect(numberOf(limit.text)).toBe(49000);
    expect(written(50000, limit, quota)).toBe('50000 units/year');
    expect(inWords(50000, quota)).toBe('50,000 units');
    expect(numberOf('12.5%')).toBe(0.125);
  });

  test('the threat comes first, and a table of numbers has no slider', () => {
    const deal = { ...handle, measure: 'B', role: 'deal' as const };
    const table = { ...deal, term: 'coverage', text: 'a table' };
    const quota = { ...deal, term: 'quota', text: '5 t', unit: 't' };
    expect(slidable([deal, table, quota, handle])).toEqual([handle, quota, deal]);
  });

  test('the chance has fine steps near zero, and both ends', () => {
    expect([0, 100, 500, 1000].map(chanceAt)).toEqual([0, 0.01, 0.25, 1]);
    for (const p of [0, 0.004, 0.012, 0.3, 1]) expect(chanceAt(positionOf(p))).toBeCloseTo(p, 3);
  });

  test('the verdict is against the range; on average the leeway brings nothing', () => {
    const leeway = { p_star: 0.05, low: 0.04, high: 0.2 };
    expect([0.03, 0.04, 0.1, 0.2, 0.21].map((p) => verdict(p, leeway))).toEqual(['pays', 'depends', 'depends', 'depends', 'does not pay']);
    expect(verdict(0.051, { p_star: 0.05, low: null, high: null })).toBe('does not pay');
    const { gain_musd: gain, loss_musd: loss, p_star, odds } = brief.leeway!;
    expect(expected(p_star!, gain!, loss!) / gain!).toBeCloseTo(0, 2);
    for (const o of odds) expect(expected(o.probability!, gain!, loss!)).toBeCloseTo(o.expected_ev_musd!, 0);
  });

  test('days', () => {
    expect(dayOf(dayNumber('2026-01-24'))).toBe('2026-01-24');
    expect(dayNumber('2025-03-01') - dayNumber('2025-02-28')).toBe(1);
  });
});
