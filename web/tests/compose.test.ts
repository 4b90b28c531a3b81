import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compose, INSTRUMENTS, WIDE, type Choices } from '../src/live/compose';

const known = [
  ...WIDE,
  { id: 'product:bev', name: 'Battery electric cars' }, { id: 'product:audiovisual', name: 'Film, television and music' },
  { id: 'C29', name: 'Motor vehicles' }, { id: 'A01_02', name: 'Crops and animals' },
];
const choices = (more: Partial<Choices>): Choices => ({ by: 'USA', on: 'GBR', instrument: 'tariff', goods: 'goods', sizes: {}, units: {}, day: '', ...more });
const line = (more: Partial<Choices>) => compose(choices(more), known).line;
const missing = (more: Partial<Choices>) => compose(choices(more), known).missing;

// The forms that the grammar gives as examples, in the document and in the engine's own refusals.
const document = readFileSync(new URL('../../docs/measures.md', import.meta.url), 'utf8');
const examples: [string, Partial<Choices>][] = [
  ['USA on GBR: tariff 25% on goods', { sizes: { rate: '25' } }],
  ['CAN on CHN: quota 49000 units/year of product:bev at 6.1% then 106.1%', {
    by: 'CAN', on: 'CHN', instrument: 'quota', goods: 'Battery electric cars', sizes: { amount: '49000', in: '6.1', over: '106.1' } }],
  ['USA on KOR: import quota 2 bn USD/year of C24A', { on: 'KOR', instrument: 'import-quota', goods: 'C24A', sizes: { amount: '2' }, units: { amount: 'bn USD/year' } }],
  ['JPN on USA: export quota 60% of base of product:cars', {
    by: 'JPN', on: 'USA', instrument: 'export-quota', goods: 'cars', sizes: { amount: '60' }, units: { amount: '% of base' } }],
  ['CHN on JPN: import ban on A03', { by: 'CHN', on: 'JPN', instrument: 'import-ban', goods: 'a03' }],
  ['CHN on JPN: export ban on product:magnets, restriction 10%', {
    by: 'CHN', on: 'JPN', instrument: 'export-ban', goods: 'product:magnets', sizes: { restriction: '10' } }],
  ['EU27 on CHN: price floor 30000 USD/unit on product:bev, replaces EU-24-CVD', {
    by: 'EU27', on: 'CHN', instrument: 'price-floor', goods: 'product:bev', sizes: { price: '30000', replaces: 'EU-24-CVD' } }],
  ['IDN on *: export tax 5% on B07_09', { by: 'IDN', on: '*', instrument: 'export-tax', goods: 'B07_09', sizes: { rate: '5' } }],
  ['CHN: subsidy 10% on product:bev', { by: 'CHN', instrument: 'subsidy', goods: 'product:bev', sizes: { rate: '10' } }],
  ['USA on CHN: licence on product:chips_advanced, cap_share 50%, levy 25%', {
    on: 'CHN', instrument: 'licence', goods: 'product:chips_advanced', sizes: { cap: '50', levy: '25' } }],
  ['CHN from USA: purchases 12 bn USD/year of A01_02', { by: 'CHN', on: 'USA', instrument: 'purchases', goods: 'A01_02', sizes: { amount: '12' } }],
  ['CHN on KOR: barrier 30% on services', { by: 'CHN', on: 'KOR', instrument: 'barrier', goods: 'services', sizes: { rate: '30' } }],
  ['CHN on JPN: boycott 10% of C10T12', { by: 'CHN', on: 'JPN', instrument: 'boycott', goods: 'C10T12', sizes: { rate: '10' } }],
  ['EU27 with MERCOSUR: pact 91%', { by: 'EU27', on: 'MERCOSUR', instrument: 'pact', goods: '', sizes: { rate: '91' } }],
  ['KOR to USA: transfer 350 bn USD over 10 years, grant_share 10%', {
    by: 'KOR', on: 'USA', instrument: 'transfer', sizes: { amount: '350', years: '10', grant: '10' } }],
];
const wider = [...known, ...['C24A', 'A03', 'B07_09', 'C10T12', 'product:cars', 'product:magnets', 'product:chips_advanced'].map((id) => ({ id, name: id }))];

describe('a Measure from choices', () => {
  test.each(examples)('%s', (expected, more) => {
    expect(document).toContain(expected);
    expect(compose(choices(more), wider)).toEqual({ line: expected, missing: '' });
  });

  test('has every instrument that a line can have', () => {
    expect(new Set(examples.map(([, more]) => more.instrument ?? 'tariff'))).toEqual(new Set(INSTRUMENTS.map((i) => i.id)));
  });

  test('several goods, by id or by name, and a day', () => {
    expect(line({ goods: 'bev, motor vehicles', sizes: { rate: '7.5' }, day: '2027-01-01' })).toBe('USA on GBR: tariff 7.5% on product:bev and C29, effective 2027-01-01');
    expect(line({ goods: 'Film, television and music', sizes: { rate: '10' } })).toBe('USA on GBR: tariff 10% on product:audiovisual');
    expect(line({ goods: 'C29, Film,  television and music, bev', sizes: { rate: '10' } })).toBe('USA on GBR: tariff 10% on C29 and product:audiovisual and product:bev');
    expect(line({ goods: 'hs:8703.80', sizes: { rate: '10' } })).toBe('USA on GBR: tariff 10% on hs:8703.80');
  });

  test('says what is missing and writes no half line', () => {
    expect(missing({})).toBe('Give a number: rate of duty.');
    expect(missing({ sizes: { rate: 'much' } })).toBe('Give a number: rate of duty.');
    expect(missing({ sizes: { rate: '25' }, goods: ' ' })).toBe('Choose the goods.');
    expect(missing({ sizes: { rate: '25' }, goods: 'C29, unicorns' })).toContain('no goods called “unicorns”');
    expect(missing({ by: '' })).toBe('Choose who acts.');
    expect(missing({ on: '', instrument: 'pact' })).toBe('Choose on whom.');
    expect(missing({ instrument: 'quota', goods: 'C29', sizes: { amount: '5', in: '1' } })).toBe('Give a number: duty beyond it.');
    expect(missing({ instrument: 'licence' })).toBe('Give a cap, a levy or a share refused.');
    for (const { id } of INSTRUMENTS) expect(compose(choices({ instrument: id, by: '' }), known).line).toBe('');
  });
});
