import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { buildWorldMap } from '../build/world-map';
import { NUMERIC_ID, REST_OF_WORLD, iso3OfShape, smallEconomies } from '../src/lib/map';
import { sample } from './sample';

const map = buildWorldMap();
const drawn = new Map(map.shapes.map((s) => [iso3OfShape(s), s]));

describe('join of economies and map', () => {
  test('80 economies, each with an id of its own', () => {
    expect(Object.keys(NUMERIC_ID)).toHaveLength(80);
    expect(new Set(Object.values(NUMERIC_ID)).size).toBe(80);
  });

  test.each(Object.entries(NUMERIC_ID))('%s is on the map as %s', (_, id) => {
    expect(map.shapes.some((s) => s.id === id)).toBe(true);
  });

  // The names of the atlas guard against a mistyped id.
  test.each([
    ['TWN', 'Taiwan'], ['CAN', 'Canada'], ['CHN', 'China'], ['HKG', 'Hong Kong'], ['SGP', 'Singapore'], ['MLT', 'Malta'],
    ['COD', 'Dem. Rep. Congo'], ['KOR', 'South Korea'], ['CIV', "Côte d'Ivoire"], ['STP', 'São Tomé and Principe'],
    ['ZAF', 'South Africa'], ['AUT', 'Austria'], ['AUS', 'Australia'], ['SVK', 'Slovakia'], ['SVN', 'Slovenia'],
    ['LVA', 'Latvia'], ['LTU', 'Lithuania'], ['ARE', 'United Arab Emirates'], ['MMR', 'Myanmar'], ['LAO', 'Laos'],
  ])('%s is %s', (iso3, name) => {
    expect(map.shapes.filter((s) => s.id === NUMERIC_ID[iso3]).map((s) => s.name)).toContain(name);
  });

  test('every economy of the sample but the rest of the world has a place', () => {
    const ids: string[] = sample().options[0].economies.map((e: { id: string }) => e.id);
    expect(ids).toHaveLength(81);
    expect(ids.filter((id) => !(id in NUMERIC_ID))).toEqual([REST_OF_WORLD]);
  });

  test('places without a code stay without an economy', () => {
    expect(iso3OfShape({ id: '' })).toBeUndefined();
    expect(iso3OfShape({ id: '304' })).toBeUndefined();
  });
});

describe('drawing', () => {
  test('economies too small to see are circles inside the view', () => {
    const circles = smallEconomies(map);
    expect(circles.map((c) => c.iso3)).toEqual(expect.arrayContaining(['HKG', 'MLT', 'SGP', 'LUX', 'STP']));
    expect(circles.map((c) => c.iso3)).not.toContain('CAN');
    const [x, y, width, height] = map.view;
    for (const c of circles) {
      expect(c.x > x && c.x < x + width && c.y > y && c.y < y + height, c.iso3).toBe(true);
    }
  });

  test('every economy is either an outline or a circle', () => {
    const circles = new Set(smallEconomies(map).map((c) => c.iso3));
    for (const iso3 of Object.keys(NUMERIC_ID)) {
      expect(circles.has(iso3) || (drawn.get(iso3)?.d ?? '') !== '', iso3).toBe(true);
    }
  });

  test('outlines are far smaller than the atlas they come from', () => {
    const atlas = readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8');
    expect(JSON.stringify(map).length).toBeLessThan(atlas.length / 2);
  });
});
