import { describe, expect, test } from 'vitest';
import { effectOn, parseBrief } from '../src/lib/contract';
import { readBrief } from '../src/lib/data';
import { ContractError } from '../src/lib/schema';
import { sample } from './sample';

function messageOf(change: (brief: Record<string, any>) => void): string {
  const brief = sample();
  change(brief);
  try {
    parseBrief(brief);
  } catch (error) {
    if (error instanceof ContractError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('the contract', () => {
  test('the sample keeps it', () => {
    const brief = parseBrief(sample());
    expect(brief.options.map((o) => o.id)).toEqual(['keep', 'punished', 'drop', 'retaliate']);
    expect(effectOn(brief.options[0]!, 'CAN')?.name).toBe('Canada');
    expect(effectOn(brief.options[0]!, 'ATLANTIS')).toBeUndefined();
  });

  test('another schema is named, with what to do', () => {
    expect(messageOf((b) => (b['schema'] = 'leeway-brief-2'))).toBe(
      'This page reads "leeway-brief-1" and found "leeway-brief-2". Write the brief again with the program that ships with this page.',
    );
    expect(messageOf((b) => delete b['schema'])).toContain('found no schema name');
    expect(() => parseBrief(null)).toThrow(ContractError);
    expect(() => parseBrief([1])).toThrow(ContractError);
  });

  test('one case is no range', () => {
    const brief = sample() as Record<string, any>;
    const text = 'Ranges are over 1 sets of trade elasticities, all else at the centre.';
    brief['range'] = { kind: 'sets', certified: 1, of: 1, text };
    brief['notes'] = [`First. ${text}`];
    const one = parseBrief(brief);
    expect([one.leeway!.low, one.leeway!.high]).toEqual([null, null]);
    expect(one.options.flatMap((o) => o.economies).every((e) => e.ev_low_musd === null && e.ev_high_musd === null)).toBe(true);
    expect(one.notes).toEqual(['First. There is one set of trade elasticities, so that no range is told.']);
    brief['range'] = { kind: 'none', certified: 1, of: 1, text };
    expect(parseBrief(brief).notes).toEqual(brief['notes']);
    brief['range'].of = 2;
    expect(parseBrief(brief).leeway!.low).toBe(brief['leeway'].low);
  });

  test('errors say where, what was expected and what was found', () => {
    expect(messageOf((b) => (b['options'][1].economies[2].ev_musd = 'much'))).toBe(
      'options[1].economies[2].ev_musd: expected a number or null, found "much"',
    );
    expect(messageOf((b) => delete b['options'])).toBe('options: expected a list, found nothing');
    expect(messageOf((b) => (b['economy'] = 'CAN'))).toBe('economy: expected an object, found "CAN"');
    expect(messageOf((b) => (b['options'][0].certificate.certified = null))).toBe(
      'options[0].certificate.certified: expected true or false, found null',
    );
    expect(messageOf((b) => (b['status_quo'].tariff_faced_pct = [1]))).toBe(
      'status_quo.tariff_faced_pct: expected an object, found a list',
    );
  });

  test('a reading is one of the four', () => {
    expect(messageOf((b) => (b['leeway'].reading = 'maybe'))).toBe(
      'leeway.reading: expected one of room, never_pays, always_pays, no_move, found "maybe"',
    );
    expect(messageOf((b) => delete b['leeway'].cases[1].reading)).toBe(
      'leeway.cases[1].reading: expected one of room, never_pays, always_pays, no_move, found nothing',
    );
  });

  test('null and absent figures are not available, and unknown fields are ignored', () => {
    const given = sample();
    given['leeway'].p_star = null;
    delete given['leeway'].low;
    given['known_by'] = null;
    given['exposure'] = null;
    given['a_later_field'] = { x: 1 };
    const brief = parseBrief(given);
    expect(brief.leeway?.p_star).toBeNull();
    expect(brief.leeway?.low).toBeNull();
    expect(brief.known_by).toBe('');
    expect(brief.exposure).toBeNull();
    expect(brief).not.toHaveProperty('a_later_field');
  });
});

describe('reading the page’s data', () => {
  test('an unfilled template is empty, not broken', () => {
    expect(readBrief('__LEEWAY_DATA__').state).toBe('empty');
    expect(readBrief('  \n').state).toBe('empty');
    expect(readBrief(null).state).toBe('empty');
  });
  test('broken JSON and a broken contract are told apart', () => {
    expect(readBrief('{"schema": ')).toMatchObject({ state: 'invalid', message: expect.stringContaining('not JSON') });
    expect(readBrief('{"schema": "x"}')).toMatchObject({ state: 'invalid', message: expect.stringContaining('leeway-brief-1') });
  });
  test('a brief with escaped markup is ready', () => {
    const json = JSON.stringify(sample()).replaceAll('<', '\\u003c');
    expect(json).not.toContain('<');
    const loaded = readBrief(json);
    expect(loaded.state === 'ready' && loaded.brief.ledger.some((e) => e.note.includes('<b>'))).toBe(true);
  });
});
