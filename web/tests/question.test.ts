import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differences, emptyQuestion, makerOf, placeIn, readQuestion, tariffLines, withSetting, writeQuestion, type Question } from '../src/live/question';
import { readToml, TomlError } from '../src/live/toml';

const FULL: Question = {
  title: 'A "title" with \\ and é\n',
  economy: 'CAN',
  as_of: '2026-01-24',
  known_by: '2026-01-20',
  world: '2023',
  threat: 'USA on CAN: tariff 25% on goods',
  deal: ['canada-china-deal', 'lift CA-25-X'],
  retaliation: 'canada-retaliates',
  add: ['CHN on CAN: tariff 0% on A01_02'],
  drop: ['US-25-STEEL'],
  set: { 'US-2026-CA-THREAT.rate': '50%', 'CN-BEV.quota': 49000 },
  options: { horizon: 5, closure: 'balanced', critical: false },
};

function refusal(text: string): string {
  try {
    readQuestion(text);
  } catch (error) {
    if (error instanceof TomlError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('a question as TOML', () => {
  test('is read as it was written, days bare and text quoted', () => {
    const text = writeQuestion(FULL);
    expect(readQuestion(text)).toEqual(FULL);
    expect(text).toContain('as_of = 2026-01-24\n');
    expect(text).toContain('"US-2026-CA-THREAT.rate" = "50%"\n');
    expect(writeQuestion(readQuestion(text))).toBe(text);
  });

  test('a place that the engine points at is told in words', () => {
    const lines = writeQuestion(FULL).split('\n');
    const place = (start: string) => placeIn(`question:${lines.findIndex((line) => line.startsWith(start)) + 1}:8`, writeQuestion(FULL));
    expect(place('deal')).toEqual({ key: 'deal', words: 'in the move under threat' });
    expect(place('as_of')).toEqual({ key: 'as_of', words: 'in the day' });
    expect(place('"CN-BEV.quota"')).toEqual({ key: 'set', words: 'in CN-BEV.quota' });
    expect(place('horizon')).toEqual({ key: 'options', words: 'in horizon' });
    expect(placeIn('scenarios/own.toml:3', writeQuestion(FULL))).toEqual({ key: '', words: 'scenarios/own.toml:3' });
  });

  test('what is not set is not written', () => {
    expect(writeQuestion(emptyQuestion('KOR'))).toBe('economy = "KOR"\n');
    expect(readQuestion('economy = "KOR"\ndeal = "lift A"').deal).toEqual(['lift A']);
  });

  test('settings are written in one order, whatever was moved first', () => {
    const a = { ...emptyQuestion('CAN'), set: withSetting(withSetting({}, 'B.rate', '1%'), 'A.rate', '2%') };
    const b = { ...emptyQuestion('CAN'), set: withSetting(withSetting({}, 'A.rate', '2%'), 'B.rate', '1%') };
    expect(writeQuestion(a)).toBe(writeQuestion(b));
    expect(withSetting({ 'A.rate': '2%' }, 'A.rate', null)).toEqual({});
  });

  test('every ready threat is read', () => {
    const folder = new URL('../../threats/', import.meta.url);
    const files = readdirSync(folder).filter((f) => f.endsWith('.toml'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(readQuestion(readFileSync(new URL(file, folder), 'utf8')).economy, file).toMatch(/^\w+$/);
  });

  test('comments, literal text, lists over lines and escapes', () => {
    const text = "# c\neconomy = 'CAN' # d\r\ndeal = [ # e\n  \"a # b\",\n  'c',\n]\n[options]\nhorizon=1_0.5e0\ncritical = true\n";
    expect(readQuestion(text)).toMatchObject({ economy: 'CAN', deal: ['a # b', 'c'], options: { horizon: 10.5, critical: true } });
    expect(readToml('a = "\\u00e9\\t\\U0001F600"').get('')!.get('a')).toBe('é\t😀');
  });

  test('what it cannot hold is refused by place', () => {
    expect(refusal('economy = ')).toBe('line 1, column 11: expected text in quotes, a number, a day, true, false or a list of them');
    expect(refusal('economy = "CAN"\n[[measure]]')).toContain('line 2, column 2');
    expect(refusal('economy = "CAN" threat = "x"')).toContain('expected the end of the line');
    expect(refusal('economy = "CAN"\neconomy = "USA"')).toContain('economy stands twice');
    expect(refusal('economy = "CAN"\nrate = 1')).toContain('rate is no key of a question');
    expect(refusal('economy = "CAN"\n[deals]')).toContain('[deals] is no table of a question');
    expect(refusal('economy = 7')).toBe('economy: expected text');
    expect(refusal('title = "x"')).toBe('economy is missing');
    expect(refusal('economy = "\\q"')).toContain('is no escape');
    expect(refusal('economy = "CAN"\n[set]\nA = [1]')).toBe('set.A: expected one value, found a list');
    expect(refusal(`economy = ${'['.repeat(5000)}`)).toContain('nested too deep');
  });

  test('keys that objects know by themselves are only keys', () => {
    const question = readQuestion('economy = "CAN"\n[set]\n"__proto__" = 1\nconstructor = 2');
    expect(Object.keys(question.set)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['constructor']).toBe(Object);
  });
});

test('differences name what two questions ask otherwise', () => {
  const other = { ...FULL, economy: 'USA', set: withSetting(FULL.set, 'CN-BEV.quota', null), deal: [] };
  expect(differences(FULL, other)).toEqual([
    { key: 'economy', from: 'CAN', to: 'USA' },
    { key: 'deal', from: 'canada-china-deal; lift CA-25-X', to: '' },
    { key: 'CN-BEV.quota', from: '49000', to: '' },
  ]);
  expect(differences(FULL, FULL)).toEqual([]);
});

test('who makes a threat, of the record or typed', () => {
  const threat = { id: 'US-THREAT', title: '', by: 'USA', on: [], goods: [], instrument: '', status: 'threatened', announced: '', effective: '', threat: true };
  const world = {
    measures: [threat], groups: [{ id: 'EU27', name: 'European Union', members: [] }],
    economies: ['USA United States', 'KOR Republic of Korea'].map((e) => ({ id: e.slice(0, 3), name: e.slice(4) })),
  };
  const makers = [['US-THREAT', 'USA'], ['EU27 on USA: tariff 1% on goods', 'EU27'], ['united states on KOR: tariff 1% on goods', 'USA'],
    ['Republic of Korea: subsidy 1% on C29', ''], ['NOBODY on USA: tariff 1% on goods', ''], ['US-OTHER', ''], ['', '']] as const;
  for (const [text, maker] of makers) expect(makerOf(text, world), text).toBe(maker);
  expect(makerOf('US-THREAT', null)).toBe('');
});

test('the tariff lines that a question puts in', () => {
  expect(tariffLines(FULL)).toEqual([]);
  const asked = { ...FULL, threat: 'USA on CAN: tariff 1% on hs:8703.80 and hs2017:1205', add: ['CHN on CAN: tariff 0% on hs:1205'] };
  expect(tariffLines(asked)).toEqual(['hs:8703.80', 'hs2017:1205', 'hs:1205']);
});
