import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../src/live/answer';
import { readyThreats } from '../src/live/ready';

const folder = new URL('../../threats/', import.meta.url);
const threats = readdirSync(folder).filter((name) => name.endsWith('.toml'))
  .map((name) => ({ name: name.replace('.toml', ''), title: '', question: readFileSync(new URL(name, folder), 'utf8') }));
const recorded = (id: string, by: string) => ({
  id, title: '', by, on: [], goods: [], instrument: '', status: 'threatened', announced: '', effective: '', threat: true,
});
const world = (economies: string[], groups: string[], sectors: string[] = []): Catalogue => ({
  economies: economies.map((id) => ({ id, name: id })), groups: groups.map((id) => ({ id, name: id, members: [] })),
  sectors: sectors.map((id) => ({ id, name: id })), products: [{ id: 'cars', name: '' }, { id: 'bev', name: '' }], measures: [recorded('US-2026-CA-THREAT', 'USA')], threats, scenarios: [], elasticities: [], closures: [],
  days: { first: '', last: '' }, world: { name: '', title: '', base_year: 2019 }, version: '',
});
const offered = (...has: Parameters<typeof world> | [string[]]) => readyThreats(world(has[0], has[1] ?? [], has[2])).map((t) => t.name);

describe('the ready threats', () => {
  test('are those whose economies and maker the world has', () => {
    expect(offered(['USA', 'CAN', 'CHN', 'AUS'])).toEqual(expect.arrayContaining(['canada-china', 'australia-china']));
    expect(offered(['USA', 'CAN', 'CHN', 'AUS'])).not.toContain('britain-china');
    expect(offered(['USA', 'CHN'], ['EU27'])).toContain('europe-china');
    expect(offered(['USA', 'CHN'])).not.toContain('europe-china');
  });

  test('are all there in a world that has everything', () => {
    const economies = ['USA', 'CHN', 'RUS', 'AUS', 'GBR', 'CAN', 'DNK', 'FIN', 'FRA', 'DEU', 'NLD', 'NOR', 'SWE', 'IND', 'JPN', 'KOR', 'MEX'];
    expect(offered(economies, ['EU27'], ['C29', 'B05_06'])).toEqual(threats.map((t) => t.name));
    expect(threats.length - offered(economies, ['EU27'], ['C29']).length).toBe(1);
  });

  test('need the maker of a threat on record, and the partner of the move', () => {
    expect(offered(['CAN', 'CHN'])).not.toContain('canada-china');
    expect(offered(['USA', 'AUS'])).not.toContain('australia-china');
    expect(offered([])).toEqual([]);
  });
});
