// What the engine answers, checked as strictly as the brief in the file is.
import { parseBrief, type Brief } from '../lib/contract';
import {
  amount, ContractError, figure, flag, listOf, oneOf, optional, optionalList, optionalText, record, text, type Checked,
} from '../lib/schema';

const named = { id: text, name: text };

const handle = record({
  measure: text,
  title: optionalText,
  role: oneOf('threat', 'deal', 'retaliation', 'added'),
  term: text,
  value: amount,
  text,
  unit: optionalText,
  low: amount,
  high: amount,
});

const measure = record({
  id: text,
  title: optionalText,
  by: text,
  on: optionalList(text),
  goods: optionalList(text),
  instrument: optionalText,
  status: text,
  announced: optionalText,
  effective: optionalText,
  threat: optional(flag),
});

const catalogue = record({
  economies: listOf(record(named)),
  groups: optionalList(record({ ...named, members: optionalList(text) })),
  sectors: optionalList(record(named)),
  products: optionalList(record(named)),
  measures: listOf(measure),
  threats: optionalList(record({ name: text, title: optionalText, question: text })),
  scenarios: optionalList(record({ name: text, title: optionalText })),
  elasticities: optionalList(text),
  closures: optionalList(text),
  days: record({ first: text, last: text }),
  world: record({ name: text, title: optionalText, base_year: figure }),
  version: text,
});

const briefAnswer = record({ certified: flag, question: text, command: optionalText, handles: optionalList(handle) });

// One question put to every economy. A row that failed has no figure, only why.
const mapRow = record({
  economy: text,
  name: text,
  claim: optional(oneOf('room', 'never', 'open', 'open_punished', 'always', 'no_move')),
  p_star: figure,
  figure: optionalText,
  gain_musd: figure,
  loss_musd: figure,
  gain_pct: figure,
  loss_pct: figure,
  failed: optionalText,
});

const mapAnswer = record({
  certified: flag,
  run_id: text,
  command: optionalText,
  threat: text,
  deal: listOf(text),
  threat_by: optionalText,
  left_aside: optionalText, // what of the page's question is not in it
  sentence: optionalText,
  words: optionalList(text),
  rows: listOf(mapRow),
  left_out: optionalList(record({ economy: text, name: text, why: optionalText })),
});

const failure = record({
  code: figure,
  error: record({ message: text, where: optionalText, hint: optionalText, text: optionalText }),
});

export type Handle = Checked<typeof handle>;
export type LedgerMeasure = Checked<typeof measure>;
export type Catalogue = Checked<typeof catalogue>;
export type MapRow = Checked<typeof mapRow>;
export type MapAnswer = Checked<typeof mapAnswer>;
export type EngineError = Checked<typeof failure>['error'];

export interface Answer extends Checked<typeof briefAnswer> {
  brief: Brief;
  json: () => string; // the brief as it came, for the saved copy; kept as text, which is a tenth of its objects
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: EngineError };

function parse<T>(json: string, read: (value: Record<string, unknown>) => T): Parsed<T> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) throw new ContractError('the answer is no object');
    const given = value as Record<string, unknown>;
    if (given['ok'] !== true) return { ok: false, error: failure(given, '').error };
    return { ok: true, value: read(given) };
  } catch (error) {
    if (!(error instanceof ContractError) && !(error instanceof SyntaxError)) throw error;
    return { ok: false, error: { message: `The engine gave an answer that this page cannot read: ${error.message}`, where: '', hint: '', text: '' } };
  }
}

export const parseAnswer = (json: string): Parsed<Answer> =>
  parse(json, (value) => ({
    ...briefAnswer(value, ''),
    brief: parseBrief(value['brief']),
    json: () => JSON.stringify((JSON.parse(json) as { brief: unknown }).brief),
  }));

// Of a saved copy; what cannot be read is none, since the engine soon tells them anew.
export function parseHandles(json: string): Handle[] {
  try {
    return listOf(handle)(JSON.parse(json || '[]'), 'handles');
  } catch (error) {
    if (!(error instanceof ContractError || error instanceof SyntaxError)) throw error;
    return [];
  }
}

export const parseCatalogue = (json: string): Parsed<Catalogue> => parse(json, (value) => catalogue(value, ''));
export const parseMap = (json: string): Parsed<MapAnswer> => parse(json, (value) => mapAnswer(value, ''));
