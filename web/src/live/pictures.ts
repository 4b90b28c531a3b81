// The charts as pictures that stand alone: SVG with a title and where the figures are from, in the light palette.
import worldMap from 'virtual:world-map';
import { effectOn, single, type Brief, type Option } from '../lib/contract';
import { available, probability, usd } from '../lib/format';
import { iso3OfShape, smallEconomies } from '../lib/map';
import { classBounds, classOf, probabilityAxis, ticks } from '../lib/scales';
import type { MapAnswer } from './answer';
import { CLASSES, classOfRow, rowInWords, type ClassId } from './each';

const WIDTH = 960;
const INK = '#1b1f24';
const SOFT = '#555e69';
const ACCENT = '#1d4f91';
const LINE = '#8b939c';
const LOSS = ['#fbd5a2', '#ec9c45', '#bf6411', '#7f3b08'];
const GAIN = ['#c3dbee', '#7fb2d9', '#3278b5', '#08306b'];
const NONE = '#eceae4';
const OUTSIDE = '#ffffff';

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
const n = (value: number) => String(Number(value.toFixed(2)));

function label(x: number, y: number, text: string, { size = 14, fill = INK, anchor = 'start', weight = 400 } = {}): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escape(text)}</text>`;
}
const rect = (x: number, y: number, width: number, height: number, fill: string, more = '') =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(Math.max(0, width))}" height="${n(height)}" fill="${fill}" ${more}/>`;

function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const sourceOf = (brief: Brief) => `Leeway ${brief.version}, world ${brief.world.name}, as of ${brief.as_of}, run ${brief.run_id}`;

// A frame with the title above and the source below; `body` draws from y on and says where it ended.
function framed(title: string, source: string, body: (y: number) => { svg: string; end: number }): string {
  const head = wrapped(title, 72).map((line, i) => label(20, 34 + i * 24, line, { size: 19, weight: 600 }));
  const { svg, end } = body(34 + head.length * 24);
  const below = wrapped(source, 140).map((line, i) => label(20, end + 24 + i * 16, line, { size: 12, fill: SOFT }));
  const height = n(end + 24 + below.length * 16);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"><title>${escape(title)}</title>` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${head.join('')}${svg}${below.join('')}</svg>`
  );
}

function drawLeeway(brief: Brief): string {
  const leeway = brief.leeway;
  return framed(brief.headline, sourceOf(brief), (y) => {
    if (!leeway || !available(leeway.p_star)) return { svg: label(20, y + 20, 'No leeway to draw: there is no chance at which the answer turns.'), end: y + 40 };
    const axis = probabilityAxis([leeway.p_star, leeway.low, leeway.high]);
    const at = (p: number) => 60 + (Math.min(p, axis.max) / axis.max) * (WIDTH - 120);
    const range =
      available(leeway.low) && available(leeway.high)
        ? rect(at(leeway.low), y + 50, at(leeway.high) - at(leeway.low), 26, '#bccade', `stroke="${ACCENT}"`)
        : '';
    const marks = axis.ticks.map((t) => rect(at(t), y + 90, 1, 6, SOFT) + label(at(t), y + 112, probability(t), { size: 12, fill: SOFT, anchor: 'middle' }));
    const star = rect(at(leeway.p_star) - 2, y + 40, 4, 46, INK) +
      label(at(leeway.p_star), y + 32, `p* ${probability(leeway.p_star)}`, { weight: 600, anchor: at(leeway.p_star) > WIDTH - 160 ? 'end' : 'start' });
    const words = label(WIDTH / 2, y + 136, 'Probability of punishment: left of p* the move pays, right of it it does not', { size: 13, fill: SOFT, anchor: 'middle' });
    return { svg: range + star + rect(60, y + 90, WIDTH - 120, 1, SOFT) + marks.join('') + words, end: y + 146 };
  });
}

function drawOptions(brief: Brief): string {
  const rows = brief.options.map((option) => ({ option, e: effectOn(option, brief.economy.id) }));
  const known = rows.flatMap(({ e }) => [e?.ev_musd, e?.ev_low_musd, e?.ev_high_musd]).filter(available);
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const at = (v: number) => 380 + ((v - least) / (most - least || 1)) * (WIDTH - 500);
  return framed(`What each option does to ${brief.economy.name}: equivalent variation, USD million`, sourceOf(brief), (y) => {
    const drawn = rows.map(({ option, e }, i) => {
      const top = y + 14 + i * 44;
      const words = wrapped(option.label, 44).slice(0, 2).map((line, j) => label(20, top + 18 + j * 17, line));
      const range = available(e?.ev_low_musd) && available(e?.ev_high_musd)
        ? rect(at(e.ev_low_musd), top + 6, Math.max(1, at(e.ev_high_musd) - at(e.ev_low_musd)), 20, '#bccade', `stroke="${ACCENT}"`)
        : '';
      const value = available(e?.ev_musd) ? rect(at(e.ev_musd) - 2, top, 4, 32, INK) : '';
      return words.join('') + range + value + label(WIDTH - 20, top + 21, usd(e?.ev_musd, true), { anchor: 'end', weight: 600 });
    });
    const end = y + 22 + rows.length * 44;
    const zero = rect(at(0), y + 10, 1, end - y - 10, SOFT);
    const steps = ticks(Math.max(most, -least), 2).flatMap((t) => (t === 0 ? [0] : [t, -t])).filter((t) => t >= least && t <= most);
    return { svg: zero + drawn.join('') + steps.map((t) => label(at(t), end + 16, usd(t), { size: 12, fill: SOFT, anchor: 'middle' })).join(''), end: end + 20 };
  });
}

const chosenOption = (brief: Brief, id: string | null): Option | undefined =>
  brief.options.find((o) => o.id === id) ?? brief.options.find((o) => o.id === 'punished') ?? brief.options[0];

interface Swatch {
  fill: string;
  text: string;
}

// The world with a fill for each economy, and what it says under the pointer; where the drawing ends.
function worldWith(y: number, fillOf: (iso3: string | undefined) => string, tell: (iso3: string | undefined) => string = () => ''): { svg: string; end: number } {
  const [viewX, viewY, viewWidth, viewHeight] = worldMap.view;
  const scale = (WIDTH - 40) / viewWidth;
  const drawn = (kind: string, place: string, iso3: string | undefined) => {
    const told = tell(iso3);
    return `<${kind} ${place} fill="${fillOf(iso3)}"${told ? `><title>${escape(told)}</title></${kind}>` : '/>'}`;
  };
  const shapes = worldMap.shapes.map((s) => drawn('path', `d="${s.d}"`, iso3OfShape(s)));
  const circles = smallEconomies(worldMap).map((c) => drawn('circle', `cx="${n(c.x)}" cy="${n(c.y)}" r="${n(4 / scale)}"`, c.iso3));
  const svg = `<g transform="translate(20 ${n(y)}) scale(${scale}) translate(${-viewX} ${-viewY})" stroke="${LINE}" stroke-width="${n(0.5 / scale)}">${shapes.join('')}${circles.join('')}</g>`;
  return { svg, end: y + viewHeight * scale };
}

const swatch = (x: number, y: number, width: number, fill: string) => rect(x, y, width, 14, fill, `stroke="${LINE}" stroke-width="0.5"`);

function drawMap(brief: Brief, id: string | null): string {
  const option = chosenOption(brief, id);
  const title = option ? `${option.label}: change in real income, %` : 'No option to draw';
  return framed(title, sourceOf(brief), (y) => {
    const { bounds } = classBounds(single(option?.economies ?? []).map((e) => e.real_income_pct));
    const effects = new Map(option?.economies.map((e) => [e.id, e.real_income_pct]));
    const world = worldWith(y, (iso3) => {
      const change = iso3 === undefined ? null : effects.get(iso3);
      if (!available(change)) return OUTSIDE;
      const k = classOf(change, bounds);
      return (k === 0 ? NONE : k < 0 ? LOSS[-k - 1] : GAIN[k - 1]) ?? NONE;
    });
    const legend: Swatch[] = [
      ...bounds.map((b, i) => ({ fill: LOSS[i] ?? NONE, text: `\u2212${b}` })).reverse(),
      { fill: NONE, text: 'less' },
      ...bounds.map((b, i) => ({ fill: GAIN[i] ?? NONE, text: `+${b}` })),
    ];
    const top = world.end + 8;
    const width = (WIDTH - 40) / legend.length;
    const key = legend.map((c, i) => swatch(20 + i * width, top, width, c.fill) + label(20 + (i + 0.5) * width, top + 30, c.text, { size: 12, fill: SOFT, anchor: 'middle' }));
    const note = label(20, top + 52, 'Each colour begins at the size under it. White places belong to the rest of the world. Borders: Natural Earth; they imply no position on any claim.', { size: 12, fill: SOFT });
    return { svg: world.svg + key.join('') + note, end: top + 58 };
  });
}

// Classes that stand for words have a pattern besides their colour, as on the page.
const PATTERN = (id: string, ground: string, mark: string) =>
  `<pattern id="${id}" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="${ground}"/>${mark}</pattern>`;
const STROKE = `stroke="${INK}" stroke-width="1" fill="none"`;
const EACH_PATTERNS = [
  PATTERN('none', OUTSIDE, `<path d="M0,9L9,0" stroke="#c8ccd1" stroke-width="3"/>`),
  PATTERN('never', LOSS[2]!, `<path d="M0,0L9,9M9,0L0,9" ${STROKE}/>`),
  PATTERN('open', LOSS[0]!, `<path d="M4.5,0V9" ${STROKE}/>`),
  PATTERN('open-punished', GAIN[1]!, `<path d="M0,4.5H9" ${STROKE}/>`),
  PATTERN('always', GAIN[3]!, '<circle cx="4.5" cy="4.5" r="1.8" fill="#ffffff"/>'),
].join('');
const EACH_FILLS: Partial<Record<ClassId, string>> = { 'room-1': NONE, 'room-2': GAIN[0]!, 'room-3': GAIN[1]!, 'room-4': GAIN[2]!, 'room-5': GAIN[3]!, threatens: SOFT };

// The map of leeway, with its legend in words and a note for each economy.
export function drawEach(map: MapAnswer, makers: ReadonlySet<string>, brief: Brief): string {
  const rows = new Map(map.rows.map((r) => [r.economy, r]));
  const classAt = (iso3: string | undefined): ClassId =>
    iso3 === undefined ? 'none' : makers.has(iso3) ? 'threatens' : rows.has(iso3) ? classOfRow(rows.get(iso3)!) : 'none';
  const fill = (id: ClassId) => EACH_FILLS[id] ?? `url(#${id})`;
  const source = `Leeway ${brief.version}, world ${brief.world.name}, run ${map.run_id}: ${map.threat}; ${map.deal.join('; ')}`;
  return framed(map.sentence || 'The leeway of each economy', source, (y) => {
    const tell = (iso3: string | undefined) => {
      const row = rows.get(iso3 ?? '');
      return row ? `${row.name}: ${rowInWords(row)}` : '';
    };
    const world = worldWith(y, (iso3) => fill(classAt(iso3)), tell);
    const used = new Set<ClassId>([...map.rows.map(classOfRow), 'threatens', 'none']);
    const legend = CLASSES.filter((c) => used.has(c.id));
    const top = world.end + 12;
    const key = legend.map((c, i) => {
      const [x, line] = [20 + (i % 2) * (WIDTH / 2), top + Math.floor(i / 2) * 22];
      return swatch(x, line, 26, fill(c.id)) + label(x + 34, line + 12, c.text, { size: 12, fill: SOFT });
    });
    const end = top + Math.ceil(legend.length / 2) * 22;
    const note = label(20, end + 16, 'Leeway: the largest probability of punishment at which the deal pays. Borders: Natural Earth; they imply no position on any claim.', { size: 12, fill: SOFT });
    return { svg: `<defs>${EACH_PATTERNS}</defs>${world.svg}${key.join('')}${note}`, end: end + 22 };
  });
}

export interface Picture {
  name: string;
  title: string;
  draw: (brief: Brief, option: string | null) => string;
}

export const pictures: readonly Picture[] = [
  { name: 'leeway', title: 'The leeway', draw: drawLeeway },
  { name: 'options', title: 'The options', draw: drawOptions },
  { name: 'map', title: 'The map', draw: drawMap },
];

// At twice its size, so that it prints.
export async function png(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no pictures');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('this browser writes no PNG'))), 'image/png'),
  );
}
