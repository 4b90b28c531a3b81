// The charts as pictures that stand alone: SVG with a title and where the figures are from, in the light palette.
import worldMap from 'virtual:world-map';
import { effectOn, single, type Brief, type Option } from '../lib/contract';
import { available, probability, usd } from '../lib/format';
import { iso3OfShape, smallEconomies } from '../lib/map';
import { classBounds, classOf, probabilityAxis, ticks } from '../lib/scales';

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

// A frame with the title above and the source below; `body` draws from y on and says where it ended.
function framed(title: string, brief: Brief, body: (y: number) => { svg: string; end: number }): string {
  const head = wrapped(title, 72).map((line, i) => label(20, 34 + i * 24, line, { size: 19, weight: 600 }));
  const { svg, end } = body(34 + head.length * 24);
  const source = `Leeway ${brief.version}, world ${brief.world.name}, as of ${brief.as_of}, run ${brief.run_id}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${n(end + 40)}" viewBox="0 0 ${WIDTH} ${n(end + 40)}" ` +
    `font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"><title>${escape(title)}</title>` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${head.join('')}${svg}${label(20, end + 24, source, { size: 12, fill: SOFT })}</svg>`
  );
}

function drawLeeway(brief: Brief): string {
  const leeway = brief.leeway;
  return framed(brief.headline, brief, (y) => {
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
  return framed(`What each option does to ${brief.economy.name}: equivalent variation, USD million`, brief, (y) => {
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

function drawMap(brief: Brief, id: string | null): string {
  const option = chosenOption(brief, id);
  const title = option ? `${option.label}: change in real income, %` : 'No option to draw';
  return framed(title, brief, (y) => {
    const { bounds } = classBounds(single(option?.economies ?? []).map((e) => e.real_income_pct));
    const effects = new Map(option?.economies.map((e) => [e.id, e.real_income_pct]));
    const fill = (iso3: string | undefined) => {
      const change = iso3 === undefined ? null : effects.get(iso3);
      if (!available(change)) return OUTSIDE;
      const k = classOf(change, bounds);
      return (k === 0 ? NONE : k < 0 ? LOSS[-k - 1] : GAIN[k - 1]) ?? NONE;
    };
    const [viewX, viewY, viewWidth, viewHeight] = worldMap.view;
    const scale = (WIDTH - 40) / viewWidth;
    const shapes = worldMap.shapes.map((s) => `<path d="${s.d}" fill="${fill(iso3OfShape(s))}"/>`);
    const circles = smallEconomies(worldMap).map((c) => `<circle cx="${n(c.x)}" cy="${n(c.y)}" r="${n(4 / scale)}" fill="${fill(c.iso3)}"/>`);
    const map = `<g transform="translate(20 ${n(y)}) scale(${scale}) translate(${-viewX} ${-viewY})" stroke="${LINE}" stroke-width="${n(0.5 / scale)}">${shapes.join('')}${circles.join('')}</g>`;
    const legend = [
      ...bounds.map((b, i) => ({ fill: LOSS[i] ?? NONE, text: `\u2212${b}` })).reverse(),
      { fill: NONE, text: 'less' },
      ...bounds.map((b, i) => ({ fill: GAIN[i] ?? NONE, text: `+${b}` })),
    ];
    const top = y + viewHeight * scale + 8;
    const width = (WIDTH - 40) / legend.length;
    const key = legend.map((c, i) => rect(20 + i * width, top, width, 14, c.fill, `stroke="${LINE}" stroke-width="0.5"`) +
      label(20 + (i + 0.5) * width, top + 30, c.text, { size: 12, fill: SOFT, anchor: 'middle' }));
    const note = label(20, top + 52, 'Each colour begins at the size under it. White places belong to the rest of the world. Borders: Natural Earth; they imply no position on any claim.', { size: 12, fill: SOFT });
    return { svg: map + key.join('') + note, end: top + 58 };
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
