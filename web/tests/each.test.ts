import { describe, expect, test } from 'vitest';
import { parseBrief } from '../src/lib/contract';
import { parseMap, type MapAnswer, type MapRow } from '../src/live/answer';
import { csv } from '../src/live/csv';
import { classOfRow, CLASSES, eachBasis, eachDefaults, eachTable, eachText, optionWords, ordered, questionAbout, rowInWords, threateners } from '../src/live/each';
import { drawEach } from '../src/live/pictures';
import { emptyQuestion } from '../src/live/question';
import { sample } from './sample';

const brief = parseBrief(sample());
const row = (more: Partial<MapRow>): MapRow => ({
  economy: 'CAN', name: 'Canada', claim: 'room', p_star: 0.016, figure: '1.6%', gain_musd: 256, loss_musd: 21100, gain_pct: 0.01, loss_pct: 1.1, failed: '', ...more,
});
const failed = row({ economy: 'JPN', name: 'Japan', claim: null, p_star: null, figure: '', gain_musd: null, loss_musd: null, gain_pct: null, loss_pct: null, failed: 'no <luck>' });
const map: MapAnswer = {
  certified: true, run_id: 'r1', command: 'leeway room --each', threat: 'USA on {it}: tariff 25% on goods', deal: ['{it} with CHN: pact 50%'], threat_by: 'USA',
  left_aside: '', sentence: 'Canada has the least room <b>', words: [],
  rows: [row({}), row({ economy: 'KOR', name: 'Korea', p_star: 0.17, figure: '17%' }), failed], left_out: [{ economy: 'USA', name: 'United States', why: 'it would threaten itself' }],
};
const catalogue = (...ids: string[]) => ({
  economies: ids.map((id) => ({ id, name: `The ${id}` })), groups: [{ id: 'MERCOSUR', name: '', members: [] }], sectors: [], products: [], measures: [], threats: [], scenarios: [],
  elasticities: [], closures: [], days: { first: '', last: '' }, world: { name: '', title: '', base_year: 2023 }, version: '',
});

describe('what is asked of every economy', () => {
  const asked = (threat: string, deal: string[] = []) => ({ ...emptyQuestion('CAN'), threat, deal });
  const world = catalogue('CAN', 'CHN', 'USA', 'JPN');
  const none = { by: '', partner: '' };

  test('follows the page: who threatens, at what rate, with whom the deal is', () => {
    const form = eachDefaults(asked('USA on CAN: tariff 35% on C29', ['CAN with JPN: pact 10%']), world, 0.355, none);
    expect(eachText(form)).toEqual({ threat: 'USA on {it}: tariff 35.5% on goods', deal: '{it} with JPN: pact 50%' });
    expect(eachDefaults(asked('CHN on CAN: import ban on A03', ['CAN with MERCOSUR: pact 10%']), world, null, none)).toMatchObject({ by: 'CHN', rate: '25', partner: 'MERCOSUR' });
    expect(eachDefaults(asked('US-THREAT'), world, null, { by: 'JPN', partner: 'USA' })).toMatchObject({ by: 'JPN', partner: 'USA' });
    expect(eachDefaults(asked('', ['CAN with NOBODY: pact 10%']), world, null, none)).toMatchObject({ by: 'USA', partner: 'CHN' });
  });

  test('is no deal with who threatens, and with somebody of this world', () => {
    expect(eachDefaults(asked('CHN on CAN: tariff 1% on goods'), world, null, none).partner).toBe('USA');
    expect(eachDefaults(asked('USA on CAN: tariff 1% on goods'), catalogue('USA', 'CAN', 'ATL'), null, none).partner).toBe('ATL');
  });

  test('about one economy is the question of the map, without what was added or set on the page', () => {
    const page = { ...asked('US-THREAT', ['x']), title: 't', as_of: '', add: ['a'], drop: ['b'], set: { 'a.rate': 1 }, options: { horizon: 5 }, known_by: '2026-01-20' };
    const basis = eachBasis(page, '2026-01-24');
    expect(basis).toEqual({ ...emptyQuestion('CAN'), as_of: '2026-01-24', known_by: '2026-01-20', options: { horizon: 5 } });
    expect(optionWords(basis)).toBe('horizon 5');
    expect(questionAbout('KOR', basis, map)).toEqual({ ...basis, economy: 'KOR', threat: 'USA on KOR: tariff 25% on goods', deal: ['KOR with CHN: pact 50%'] });
  });
});

describe('how it is told', () => {
  test('in steps, and in words beside them', () => {
    const at = (p_star: number) => classOfRow(row({ p_star }));
    expect([0, 0.0199, 0.02, 0.1, 0.2, 0.399, 0.4, 0.99, 1].map(at)).toEqual(
      ['room-1', 'room-1', 'room-2', 'room-3', 'room-4', 'room-4', 'room-5', 'room-5', 'room-5']);
    const claims = { never: 'never', no_move: 'never', open: 'open', open_punished: 'open-punished', always: 'always' } as const;
    for (const [claim, id] of Object.entries(claims)) expect(classOfRow(row({ claim: claim as MapRow['claim'] }))).toBe(id);
    expect(classOfRow(failed)).toBe('none');
    expect(classOfRow(row({ p_star: null }))).toBe('none');
    expect(rowInWords(failed)).toBe('no certified answer: no <luck>');
    expect(rowInWords(row({}))).toBe('1.6%, below 2%; unpunished +256, punished \u221221,100 USD million');
  });

  test('a group that threatens is its members', () => {
    const world = { groups: [{ id: 'EU27', name: 'European Union', members: ['DEU', 'FRA'] }] };
    expect([...threateners({ threat_by: 'EU27' }, world)]).toEqual(['EU27', 'DEU', 'FRA']);
    expect([...threateners({ threat_by: 'USA' }, world)]).toEqual(['USA']);
  });

  test('what failed stands last, whichever way the others go', () => {
    const ids = (...how: [Parameters<typeof ordered>[1], boolean]) => ordered(map.rows, ...how).map((r) => r.economy);
    expect(ids('p_star', false)).toEqual(['CAN', 'KOR', 'JPN']);
    expect(ids('p_star', true)).toEqual(['KOR', 'CAN', 'JPN']);
    expect(ids('name', false)).toEqual(['CAN', 'JPN', 'KOR']);
  });

  test('as CSV in full precision, and as a picture with its legend and no markup of the answer’s', () => {
    const lines = csv(eachTable(map)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('CAN,Canada,room,0.016,256,21100,0.01,1.1,,USA on {it}: tariff 25% on goods,{it} with CHN: pact 50%,r1');
    const svg = drawEach(map, threateners(map, null), brief);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="960" height="\d/);
    for (const words of ['below 2%', '10 to 20%', 'threatens', 'no answer', 'run r1', '<title>Korea: 17%, 10 to 20%', 'url(#none)']) expect(svg).toContain(words);
    expect(svg).not.toMatch(/<b>|<luck|NaN|undefined|pays even punished/);
    expect(CLASSES.every((c) => c.text.length > 0)).toBe(true);
  });
});

describe('the answer of the engine', () => {
  const given = { ok: true, schema: 'leeway-live-1', kind: 'map', ...map };
  test('is read, also where a row has only its failure', () => {
    const parsed = parseMap(JSON.stringify({ ...given, rows: [map.rows[0], { economy: 'JPN', name: 'Japan', failed: 'no luck' }] }));
    expect(parsed.ok && parsed.value.rows[1]).toEqual({ ...failed, failed: 'no luck' });
  });
  test('is refused where it keeps no contract, and told where it is a refusal', () => {
    const broken = parseMap(JSON.stringify({ ...given, rows: [{ ...map.rows[0], claim: 'maybe' }] }));
    expect(!broken.ok && broken.error.message).toContain('rows[0].claim');
    const refused = parseMap(JSON.stringify({ ok: false, code: 2, error: { message: 'nobody is left to ask', where: 'threat:1:1', hint: null, text: null } }));
    expect(!refused.ok && refused.error).toMatchObject({ message: 'nobody is left to ask', hint: '' });
  });
});
