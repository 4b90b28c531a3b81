// Turns the 1:50m country borders into SVG path strings when the bundle is built. The page then carries
// some tens of kilobytes of outlines instead of 750 kB of coordinates and a projection library.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath, type GeoContext } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import type { MapShape, WorldMap } from '../src/lib/map';

const WIDTH = 960;
const GRID = 0.4; // px; shared borders snap to the same points, so neighbours still touch
// Antarctica and three island groups far south: they would take a sixth of the height and hold no economy.
const LEFT_OUT = new Set(['010', '239', '260', '334']);

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

class SnappedPath implements GeoContext {
  private rings: string[] = [];
  private ring: [number, number][] = [];

  private add(x: number, y: number) {
    const p: [number, number] = [Math.round(x / GRID), Math.round(y / GRID)];
    const last = this.ring.at(-1);
    if (!last || last[0] !== p[0] || last[1] !== p[1]) this.ring.push(p);
  }
  beginPath() {}
  arc() {}
  moveTo(x: number, y: number) {
    this.ring = [];
    this.add(x, y);
  }
  lineTo(x: number, y: number) {
    this.add(x, y);
  }
  closePath() {
    const [first, ...rest] = this.ring;
    if (!first || rest.length < 2) return; // an islet below the grid
    let [px, py] = first;
    let d = `M${px},${py}l`;
    d += rest
      .map(([x, y]) => {
        const step = `${x - px},${y - py}`;
        [px, py] = [x, y];
        return step;
      })
      .join(' ');
    this.rings.push(d + 'z');
  }
  result(): string {
    return this.rings.join('');
  }
}

export function buildWorldMap(): WorldMap {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  const atlas = JSON.parse(readFileSync(file, 'utf8')) as Atlas;
  const countries = feature(atlas, atlas.objects.countries).features.filter((f) => !LEFT_OUT.has(String(f.id)));

  const projection = geoNaturalEarth1().rotate([-11, 0]).fitWidth(WIDTH, { type: 'FeatureCollection', features: countries });
  const plain = geoPath(projection);
  const [[left, top], [right, bottom]] = plain.bounds({ type: 'FeatureCollection', features: countries });

  const shapes: MapShape[] = countries.map((f) => {
    const context = new SnappedPath();
    geoPath(projection, context)(f);
    const [cx, cy] = plain.centroid(f);
    const unit = (v: number) => Math.round(v / GRID);
    return {
      id: f.id === undefined ? '' : String(f.id),
      name: f.properties.name,
      d: context.result(),
      x: unit(cx),
      y: unit(cy),
      area: Math.round((plain.area(f) / GRID ** 2) * 10) / 10,
    };
  });
  const unit = (v: number) => Math.round(v / GRID);
  return { view: [unit(left) - 2, unit(top) - 2, unit(right - left) + 4, unit(bottom - top) + 4], shapes };
}

export function worldMapPlugin(): Plugin {
  const name = 'virtual:world-map';
  const resolved = '\0' + name;
  return {
    name: 'world-map',
    resolveId: (id) => (id === name ? resolved : undefined),
    load: (id) =>
      id === resolved ? `export default JSON.parse(${JSON.stringify(JSON.stringify(buildWorldMap()))});` : undefined,
  };
}
