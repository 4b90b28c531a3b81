// A threat and a deal put to every economy, which {it} stands for: how the form writes them, how the map tells them.
import { available, usd } from '../lib/format';
import type { Catalogue, MapAnswer, MapRow } from './answer';
import type { Table } from './csv';
import { emptyQuestion, makerOf, type Question } from './question';

export interface EachForm {
  by: string; // who threatens
  rate: string; // percent
  goods: string;
  partner: string; // with whom each makes the deal
  depth: string; // percent of the duties that the pact cuts
}

export interface EachText {
  threat: string;
  deal: string; // a line each
}

export const eachText = (form: EachForm): EachText => ({
  threat: `${form.by} on {it}: tariff ${form.rate}% on ${form.goods}`,
  deal: `{it} with ${form.partner}: pact ${form.depth}%`,
});

const percentOf = (rate: number) => String(Number((rate * 100).toPrecision(6)));

// What the page asks already: who threatens, at what rate, and with whom the deal is.
export function eachDefaults(
  question: Question, catalogue: Catalogue | null, rate: number | null, told: { by: string; partner: string },
): EachForm {
  const known = (id: string) => catalogue === null || [...catalogue.economies, ...catalogue.groups].some((e) => e.id === id);
  const by = makerOf(question.threat, catalogue) || told.by || 'USA';
  const pact = question.deal.map((line) => /\bwith\s+([^:,]+):\s*pact\b/.exec(line)?.[1]?.trim() ?? '').find((id) => id !== '' && known(id));
  const anyone = catalogue?.economies.find((e) => e.id !== by && e.id !== question.economy)?.id;
  const partner = [pact, told.partner, 'CHN', 'USA', anyone].find((id) => id && id !== by && known(id)) ?? '';
  return { by, rate: rate === null ? '25' : percentOf(rate), goods: 'goods', partner, depth: '50' };
}

// What the engine takes of the page's question: its day and its options.
export function eachBasis(question: Question, day: string): Question {
  const { known_by, world, options } = question;
  return { ...emptyQuestion(question.economy), as_of: day, known_by, world, options };
}

// What else a map rests on, in words: "horizon 5, closure balanced".
export const optionWords = (basis: Question) => Object.entries(basis.options).map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`).join(', ');

// Who threatens: an economy, or the members of a group.
export function threateners({ threat_by }: Pick<MapAnswer, 'threat_by'>, catalogue: Pick<Catalogue, 'groups'> | null): Set<string> {
  return new Set([threat_by, ...(catalogue?.groups.find((g) => g.id === threat_by)?.members ?? [])]);
}

export const changesPolicy = (q: Question) => q.add.length > 0 || q.drop.length > 0 || Object.keys(q.set).length > 0;

// The question of the map about one economy.
export function questionAbout(economy: string, basis: Question, { threat, deal }: Pick<MapAnswer, 'threat' | 'deal'>): Question {
  const put = (line: string) => line.replaceAll('{it}', economy);
  return { ...basis, economy, threat: put(threat), deal: deal.map(put) };
}

// ---- how a row is told

// As the program's own map has them (docs/room.md).
const STEPS = [0.02, 0.1, 0.2, 0.4, 1];
export const CLASSES = [
  { id: 'never', text: 'does not pay even unpunished' },
  { id: 'open', text: 'whether it pays even unpunished is not identified or too small to tell' },
  { id: 'room-1', text: 'below 2%' },
  { id: 'room-2', text: '2 to 10%' },
  { id: 'room-3', text: '10 to 20%' },
  { id: 'room-4', text: '20 to 40%' },
  { id: 'room-5', text: '40 to below 100%' },
  { id: 'open-punished', text: 'whether it pays even punished is not identified' },
  { id: 'always', text: 'pays even punished' },
  { id: 'threatens', text: 'threatens' },
  { id: 'none', text: 'no answer: left out, not asked or not certified' },
] as const;
export type ClassId = (typeof CLASSES)[number]['id'];

export function classOfRow(row: MapRow): ClassId {
  if (row.failed || row.claim === null) return 'none';
  if (row.claim === 'never' || row.claim === 'no_move') return 'never';
  if (row.claim === 'open') return 'open';
  if (row.claim === 'open_punished') return 'open-punished';
  if (row.claim === 'always') return 'always';
  if (!available(row.p_star)) return 'none';
  const step = Math.min(STEPS.filter((end) => row.p_star! >= end).length, STEPS.length - 1);
  return `room-${step + 1}` as ClassId;
}

export const wordsOf = (id: ClassId) => CLASSES.find((c) => c.id === id)!.text;

// What a row says in a line, for a tooltip and a picture.
export function rowInWords(row: MapRow): string {
  if (row.failed) return `no certified answer: ${row.failed}`;
  return `${row.figure}, ${wordsOf(classOfRow(row))}; unpunished ${usd(row.gain_musd, true)}, punished ${usd(available(row.loss_musd) ? -row.loss_musd : null, true)} USD million`;
}

export type Order = 'name' | 'p_star' | 'gain_musd' | 'loss_musd' | 'loss_pct';

// Rows without a figure stand at the end, whichever way the others go.
export function ordered(rows: readonly MapRow[], by: Order, falling: boolean): MapRow[] {
  const sign = falling ? -1 : 1;
  const value = (row: MapRow) => (by === 'name' || row.failed ? null : row[by]);
  return [...rows].sort((a, b) => {
    if (by === 'name') return sign * a.name.localeCompare(b.name, 'en');
    const [x, y] = [value(a), value(b)];
    if (!available(x) || !available(y)) return Number(!available(x)) - Number(!available(y));
    return sign * (x - y);
  });
}

export function eachTable(map: MapAnswer): Table {
  return {
    name: 'leeway-map', title: 'The map of leeway',
    columns: ['economy', 'name', 'claim', 'p_star', 'gain_musd', 'loss_musd', 'gain_pct', 'loss_pct', 'failed', 'threat', 'deal', 'run_id'],
    rows: map.rows.map((r) => [
      r.economy, r.name, r.claim, r.p_star, r.gain_musd, r.loss_musd, r.gain_pct, r.loss_pct, r.failed, map.threat, map.deal.join('; '), map.run_id,
    ]),
  };
}
